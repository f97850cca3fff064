"""The parts of the system screen: backups, proof, long work, which database is served."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from codesign import bootstrap, exchange, jobs, nlp, storage
from codesign.accounts import Actor, Permission
from codesign.bootstrap import HANDLER_LABELS, KEPT_DAYS
from codesign.errors import UserError
from codesign.i18n import _, moment, number
from codesign.jobs import JobState
from codesign.storage import Database
from codesign.ui import forms, page, switching
from codesign.ui.jobs_panel import jobs_panel
from codesign.ui.page import Here
from codesign.ui.words import quiet

LOW_DISK = 1_000_000_000  # bytes: below, a backup or an update could fail
_STATES = {
    JobState.QUEUED: "hourglass_empty",
    JobState.RUNNING: "autorenew",
    JobState.DONE: "check_circle",
    JobState.FAILED: "error",
    JobState.CANCELLED: "stop_circle",
}


def measures(here: Here) -> None:
    """Show the size of the database and of its journal, and warn before the disk is full."""
    events, size = exchange.journal_size(here.db, here.actor)
    free = shutil.disk_usage(here.settings.home).free
    one, two, three = st.columns(3)
    one.metric(_("Database"), _("%(n)s MB", n=number(size / 1_000_000, 1)), border=True)
    two.metric(_("Events in the journal"), number(events), border=True)
    three.metric(_("Room on the disk"), _("%(n)s GB", n=number(free / 1_000_000_000, 1)), border=True)
    if free < LOW_DISK:
        st.warning(_("The disk is nearly full: make room before it stops the work."), icon=":material/hard_drive:")


def backups(here: Here) -> None:
    """Make a backup on this machine, list those that exist, and hand one over."""
    if st.button(_("Make a backup now"), type="primary", icon=":material/save:"):
        done = here.act(make_backup, database=here.settings.database, rerun=False)
        if done.value:
            name, folder = page.plain(done.value.name), page.plain(str(done.value.parent))
            st.success(
                _(
                    "The backup is made: %(name)s (%(told)s), in %(folder)s.",
                    name=name,
                    told=_told(done.value),
                    folder=folder,
                )
            )
    found = [path for path in bootstrap.copies(here.settings.database) if path.suffix == ".zip"]
    st.caption(_("Each new backup deletes the copies of this machine that are older than %(n)s days.", n=KEPT_DAYS))
    if not found:
        page.empty(_("No backup yet. Make one, then keep it elsewhere than on this machine."), icon="backup")
        return
    chosen = forms.choice(_("Backups on this machine"), {path.name: _told(path) for path in found}, found[0].name)
    path = next((each for each in found if each.name == chosen), found[0])
    here.download(
        _("Download this backup"),
        lambda _db, _actor: path.read_bytes(),
        path.name,
        "application/zip",
        icon=":material/download:",
    )
    if _asked("restore", _("Restore this backup"), "settings_backup_restore", _restored(here, path)):
        here.act(restore_backup, source=path, database=here.settings.database, said=_("The backup is restored."))


def _told(path: Path) -> str:
    stat = path.stat()
    size = number(stat.st_size / 1_000_000, 1)
    return _("%(when)s, %(n)s MB", when=moment(datetime.fromtimestamp(stat.st_mtime, UTC)), n=size)


def _restored(here: Here, path: Path) -> str:
    """Say what a restore takes away, and what stays as it is today."""
    lines = [_("Put this backup back? Everybody is signed out; the present state is kept aside.")]
    try:
        lost = bootstrap.lost_by_restore(here.db, here.actor, source=path)
    except UserError:  # said in full when it is asked for
        lost = {}
    if lost:
        lines.append(_("Written since, and lost by this:"))
        lines += ["– " + _("%(what)s: %(n)s", what=_(what), n=number(n)) for what, n in lost.items()]
    lines.append(_("Stay as today: people withdrawn, uses refused, texts discarded, members and passwords."))
    return "\n".join(lines)


def make_backup(_db: Database, actor: Actor, *, database: Path) -> Path:
    """Make a backup for whoever looks after the project; return its path."""
    actor.require(Permission.STEWARD)
    return bootstrap.make_backup(database)


def restore_backup(_db: Database, actor: Actor, *, source: Path, database: Path) -> None:
    """Put a backup back for whoever looks after the project."""
    actor.require(Permission.STEWARD)
    bootstrap.restore(source, database)


def proof(here: Here) -> None:
    """Prove that a copy of the database is whole: the copy is of this very moment, so nobody waits."""
    if not st.button(_("Verify the database"), icon=":material/fact_check:"):
        return
    with st.spinner(_("Verifying…")), tempfile.TemporaryDirectory() as folder:
        copy = storage.copy_database(here.db, Path(folder) / "copy.db")
        faults = (*storage.check_file(copy), *exchange.check_media(here.settings.database))
    if not faults:
        st.success(_("All is whole: database, references, search, journal, photos and sounds."))
    for fault in faults:
        st.error(fault, icon=":material/error:")


def work(here: Here) -> None:
    """Ask for long work, and follow what is under way."""
    if st.button(_("Read all the notes again"), icon=":material/smart_toy:"):
        here.act(ask, kind="retag", said=_("The machine reads the notes; you may go on meanwhile."))
    for job in jobs.all_jobs(here.db, limit=8):
        st.write(f":material/{_STATES[job.state]}: {_(HANDLER_LABELS.get(job.kind, job.kind))}")
        if not job.state.is_over or job.state is JobState.FAILED:
            jobs_panel(here, job.id, for_anyone=True)


def ask(db: Database, actor: Actor, *, kind: str) -> str:
    """Put work in the queue for whoever looks after the project; return the job's id."""
    actor.require(Permission.STEWARD)
    return jobs.enqueue(db, actor, kind, {})


def pipeline(here: Here) -> None:
    """Say which trained spaCy pipeline helps, and choose another one or none."""
    st.write(
        _(
            "None is needed. Where the team installed one (such as fr_core_news_md), its names of people help the check"
            " of identifiers, and its word vectors help the machine from its next training on. Nothing is downloaded."
        )
    )
    name = here.settings.pipeline
    if name:
        _pipeline_state(name)
    if here.settings.pipeline_wish:
        quiet(_("Set by CODESIGN_SPACY on this machine: change it there."))
        return
    wish = st.text_input(
        _("Package or folder"), value=name, key="pipeline", placeholder=_("for example fr_core_news_md")
    )
    if st.button(_("Use it") if wish.strip() else _("Use none"), key="pipeline_use", disabled=wish.strip() == name):
        said = _("Noted. Restart the app if it was running with another one.")
        here.act(choose_pipeline, name=wish.strip(), file=here.settings.pipeline_file, said=said)


def _pipeline_state(name: str) -> None:
    try:
        found = nlp.check_pipeline(name)
    except UserError as error:
        st.warning(page.plain(str(error)), icon=":material/extension_off:")
        return
    vectors = _("%(n)s word vectors", n=number(found.vectors)) if found.vectors else _("no word vectors")
    people = _("names of people") if found.people else _("no names of people")
    st.success(f"{page.plain(name)} · {vectors} · {people}", icon=":material/extension:")


def choose_pipeline(_db: Database, actor: Actor, *, name: str, file: Path) -> None:
    """Keep the name of a pipeline once it has been loaded here; an empty one is none."""
    actor.require(Permission.STEWARD)
    if name:
        nlp.check_pipeline(name)
    file.write_text(name, encoding="utf-8")


def served(here: Here) -> None:
    """Say which database is served, and switch to the other one."""
    demo = here.settings.is_demo
    st.write(_("The invented data are shown now.") if demo else _("The team’s own project is shown now."))
    label = _("Go to the project") if demo else _("Go to the invented data")
    question = _("Everybody is signed out: members belong to one of the two. Go on?")
    if _asked("switch", label, "swap_horiz", question):
        here.act(switching.switch_database, settings=here.settings, demo=not demo)


def _asked(key: str, label: str, icon: str, question: str) -> bool:
    """Draw a button for a heavy step, that nothing erases; it asks once and returns True on yes."""
    with st.popover(label, icon=f":material/{icon}:", key=f"{key}_ask"):
        st.text(question)
        return st.button(_("Yes, go on"), key=key, type="primary")
