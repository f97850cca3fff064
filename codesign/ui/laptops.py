"""Parts of the screen of laptops: hand a bundle over, take one in after a look, settle what two laptops changed."""

from __future__ import annotations

import hashlib

import streamlit as st

from codesign import accounts, bootstrap, exchange, fieldnotes, storage
from codesign.bootstrap import MergeReport
from codesign.errors import UserError
from codesign.exchange import BundleWish, ExportFile
from codesign.fieldnotes import TEMPLATES
from codesign.i18n import _, moment, number
from codesign.storage import Fork
from codesign.ui import forms, page
from codesign.ui.page import Here

_ALL, _JOIN = "", "join"


def give(here: Here) -> None:
    """Make a bundle: with everything, with what a laptop lacks, or for a new laptop."""
    own = storage.ensure_post(here.db)
    peers = {each.post: each for each in storage.peers(here.db)}
    with st.form("bundle", border=False):
        name = st.text_input(_("Name of this laptop"), peers[own].name if own in peers else "", max_chars=60)
        known = {
            post: _("What %(name)s was not given yet", name=peer.name) for post, peer in peers.items() if post != own
        }
        options = {_ALL: _("All the work known here"), **known, _JOIN: _("For a new laptop, to join the project")}
        wanted = forms.radio(_("What the bundle holds"), options, _ALL, key="wanted") or _ALL
        passphrase = st.text_input(
            _("Passphrase"),
            type="password",
            autocomplete="off",
            help=_(
                "At least %(n)s characters. Say it aloud or by telephone, never in the same message.",
                n=exchange.MIN_PASSPHRASE,
            ),
        )
        open_ = forms.box(
            _("Without a passphrase: I confirm that the file stays on an encrypted disk, in my hands"),
            ticked=False,
            key="open",
        )
        sent = st.form_submit_button(_("Make the bundle"), type="primary", icon=":material/inventory_2:")
    if sent:
        post = wanted if wanted in known else ""
        wish = BundleWish(name, passphrase, post, everything=not post, join=wanted == _JOIN, on_encrypted_disk=open_)
        _make(here, wish)
    made: ExportFile | None = here.state.get("made")
    if made is not None:
        st.success(
            _("The bundle is ready: %(n)s MB.", n=number(len(made.data) / 1_000_000, 1)), icon=":material/check_circle:"
        )
        here.download(
            _("Save the bundle"), lambda _db, _actor: made.data, made.name, made.mime, icon=":material/download:"
        )


def _make(here: Here, wish: BundleWish) -> None:
    if not (wish.passphrase.strip() or wish.on_encrypted_disk or wish.join):
        st.error(
            _("It holds people’s words. Type a passphrase, or confirm that the file stays on an encrypted disk."),
            icon=":material/error:",
        )
        return
    with st.spinner(_("Making the bundle…")):
        done = here.act(exchange.export_bundle, wish=wish, rerun=False)
    here.state["made"] = done.value


def take(here: Here) -> None:
    """Look into a bundle, then merge it."""
    report: MergeReport | None = here.state.pop("merged", None)
    if report is not None:
        st.success(_("The work of %(name)s is merged.", name=page.plain(report.laptop)), icon=":material/check_circle:")
        _told(report)
        _after(report)
    with st.form("look", border=False):
        files = forms.uploader(_("Bundle"), [exchange.SUFFIX], key="bundle_file")
        passphrase = st.text_input(_("Passphrase of the bundle"), type="password", autocomplete="off", key="opens")
        asked = st.form_submit_button(_("Look into the bundle"), icon=":material/search:")
    st.caption(_("A larger file is merged by the command line: python -m codesign bundle merge."))
    if not files:
        return
    name, data = files[0].name, files[0].getvalue()
    if asked:
        with st.spinner(_("Looking…")):
            done = here.act(
                bootstrap.inspect_bundle, name=name, data=data, passphrase=passphrase, rerun=False, quiet=True
            )
        if done.error is not None:
            st.error(page.plain(str(done.error)), icon=":material/error:")
        here.state["look"] = (hashlib.sha256(data).hexdigest(), done.value)
    mark, found = here.state.get("look", ("", None))
    if found is None or mark != hashlib.sha256(data).hexdigest():
        return
    with st.container(border=True):
        st.markdown(_("From %(laptop)s, %(when)s.", laptop=page.plain(found.laptop), when=moment(found.moment)))
        _told(found)
        st.caption(_("A copy of the present state is kept before the merge."))
        if st.button(_("Merge"), type="primary", icon=":material/merge:"):
            _merge(here, name, data, passphrase)


def _merge(here: Here, name: str, data: bytes, passphrase: str) -> None:
    bar = st.progress(0.0, text=_("Merging…"))

    def progress(done: int, of: int) -> None:
        bar.progress(done / of, text=_("Merging…"))

    done = here.act(
        bootstrap.merge_bundle, name=name, data=data, passphrase=passphrase, progress=progress, rerun=False, quiet=True
    )
    bar.empty()
    if done.error is not None:
        st.error(page.plain(str(done.error)), icon=":material/error:")
    elif done.value is not None:
        here.state["merged"] = done.value
        here.state.pop("look", None)
        st.rerun()


def _told(report: MergeReport) -> None:
    for line in bootstrap.told(report):
        st.text(line)


def _after(report: MergeReport) -> None:
    """Say what the merge leaves to do."""
    if report.people:
        st.warning(
            _("Copies made before still hold those who withdrew: make the backups anew on the System screen."),
            icon=":material/warning:",
        )
    if report.conflicts:
        st.info(_("Settle what both sides changed in the next tab."), icon=":material/rule:")


def conflicts(here: Here, forks: tuple[Fork, ...]) -> None:
    """Show each field that two laptops changed, all versions in full, and keep the one that a person chooses."""
    if not forks:
        page.empty(_("Nothing to settle: no field was changed on two laptops at once."), icon="rule")
        return
    names = accounts.member_names(here.db)
    st.write(_("The later version is shown everywhere until you choose. Both stay in the history."))
    for fork in forks[:20]:
        with st.container(border=True):
            st.markdown(" · ".join(f"**{page.plain(part)}**" for part in _about(here, fork)))
            for version, column in zip(fork.versions, st.columns(len(fork.versions)), strict=True):
                with column:
                    who = names.get(version.author, _("a member of another laptop"))
                    st.caption(page.plain(_("%(who)s, %(when)s", who=who, when=moment(version.at))))
                    page.prose(_shown(version.value), quote=True)
                    if st.button(_("Keep this version"), key=f"keep_{version.id}"):
                        here.state["settling"] = True
                        here.act(bootstrap.settle_fork, fork=fork, chosen=version.id, said=_("The choice is kept."))


def _about(here: Here, fork: Fork) -> tuple[str, ...]:
    """Return what people call a field and what it is of; of a note, its code and the question of its form."""
    kind = bootstrap.kind_label(fork.entity)
    map_, _slash, name = fork.field.partition("/")
    if fork.entity == "fieldnotes_note" and map_ == "answers":
        try:
            found = fieldnotes.note(here.db, here.actor, fork.entity_id)
        except UserError:
            return kind, name
        fields = TEMPLATES[found.kind].fields
        return kind, found.code, next((_(each.label) for each in fields if each.id == name), name)
    return kind, fork.field


def _shown(value: object) -> str:
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or _("(empty)")
    return str(value)
