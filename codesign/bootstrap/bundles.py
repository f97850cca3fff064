"""A bundle of another laptop is looked at, then joined to the work here: all of it in one transaction, or nothing.

Order and repetition do not matter. Who withdrew on any laptop goes from all; of a consent what refuses holds; of an
approval what doubts; all else that two laptops changed side by side waits for a person (`settle_fork`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from codesign import accounts, barriers, exchange, fieldnotes, finding, jobs, media, personas, privacy, storage
from codesign.accounts import MACHINE, Actor, Permission
from codesign.bootstrap.careful import careful_value
from codesign.bootstrap.withdrawal import erase_person
from codesign.errors import InvalidInput, NotFound
from codesign.exchange import Bundle
from codesign.i18n import N_
from codesign.storage import Database, Fork

_MEMBERS, _PEOPLE, _SEARCHES = "accounts_member", "privacy_participant", "finding_search"
_SOURCES = frozenset({"fieldnotes_note", "fieldnotes_document"})
_RESTING, _READING = ("personas_line", "personas_relecture"), "retag"  # what may name or quote those who left
_OTHER = N_("%(name)s belongs to another project. Nothing was changed.")
Key = tuple[str, str]
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class MergeReport:
    """What a bundle brings, by table → how many rows; the same before (`inspect_bundle`) and after a merge.

    `same` are the entries that were here already, `people` those who withdrew elsewhere and are erased here,
    `together` their pseudonyms where this laptop alone takes several for one person (« P-0003 = P-0007 »), `dropped`
    what somebody had written meanwhile about erased people, `renamed` pseudonyms and `logins` sign-in names given on
    two laptops at once, `staying` names of who stays in the coordination that two laptops together left empty,
    `members` ids of members who are new or changed, `ahead` how many minutes the clock of its maker is before ours.
    """

    laptop: str
    made_at: str
    joins: bool
    new: Mapping[str, int]
    changed: Mapping[str, int]
    same: int
    erased: int
    people: int
    together: tuple[str, ...]
    dropped: Mapping[str, int]
    conflicts: tuple[Fork, ...]
    renamed: tuple[str, ...]
    logins: tuple[str, ...]
    staying: tuple[str, ...]
    members: frozenset[str]
    files: int
    ahead: int
    backup: Path | None = None

    @property
    def moment(self) -> datetime:
        """When the bundle was made."""
        return datetime.fromisoformat(self.made_at)


class _Undone(Exception):  # noqa: N818 - no error: the way back from a merge that was only tried
    pass


def inspect_bundle(db: Database, actor: Actor, *, name: str, data: bytes, passphrase: str = "") -> MergeReport:
    """Return what a merge of this bundle would do; nothing is written.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the bundle cannot be merged here; the reason is said.
    """
    actor.require(Permission.STEWARD)
    bundle = exchange.read_bundle(name, data, passphrase)
    with suppress(_Undone), storage.transaction(db):
        report = _merge(db, actor, bundle, keep=False)
        raise _Undone
    return report


def merge_bundle(
    db: Database, actor: Actor, *, name: str, data: bytes, passphrase: str = "", progress: Told | None = None
) -> MergeReport:
    """Join a bundle to the work here, all of it or nothing; the database as it was is kept in `backups/` first.

    Texts and search follow at once; what the machine reads is asked of the worker.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the bundle cannot be merged here; nothing was changed.
        Unavailable: the disk refused, or the database is busy; nothing was changed.
    """
    actor.require(Permission.STEWARD)
    tell = progress or (lambda _done, _of: None)
    tell(0, 4)
    bundle = exchange.read_bundle(name, data, passphrase)
    _check(db, bundle)
    tell(1, 4)
    aside = _set_aside(db)
    tell(2, 4)
    with storage.transaction(db):
        report = _merge(db, actor, bundle, keep=True)
    tell(3, 4)
    if report.erased:
        media.sweep(db)
        privacy.settle_on_disk(db, actor)
    if not any(each.kind == _READING and not each.state.is_over for each in jobs.all_jobs(db)):
        jobs.enqueue(db, actor, _READING, {})
    tell(4, 4)
    return replace(report, backup=aside)


def _set_aside(db: Database) -> Path:
    path = storage.file_of(db)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return storage.copy_database(db, path.parent / "backups" / f"{path.stem}-before-merge-{moment}.db")


def _is_new(db: Database) -> bool:
    """Say whether nothing but accounts was ever written here."""
    return storage.journaled(db, frozenset({_MEMBERS})) == 0


def _check(db: Database, bundle: Bundle) -> bool:
    """Refuse a bundle that cannot be merged here; say whether it makes this laptop join its project."""
    told, here = bundle.manifest, storage.project(db)
    if not {*told.schema} <= {*storage.schema_steps(db)}:
        raise InvalidInput(N_("%(name)s was made by a newer version: update the platform first."), name=bundle.file)
    if told.project == here.id:
        bundle.check_seal(here)
        if storage.lacking(db, told.after):
            raise InvalidInput(
                N_(
                    "%(name)s begins after work that never came here: ask for a bundle with everything."
                    " Nothing was changed."
                ),
                name=bundle.file,
            )
        return False
    if not _is_new(db):
        raise InvalidInput(_OTHER, name=bundle.file)
    if told.kind != exchange.JOIN:
        raise InvalidInput(N_("This laptop has no work yet: ask for a bundle that lets it join the project."))
    return True


def _merge(db: Database, actor: Actor, bundle: Bundle, *, keep: bool) -> MergeReport:
    """Do it all, within the transaction of the caller; without `keep` no file of a photo or a sound is written."""
    joins = _check(db, bundle)
    if joins:
        exchange.adopt_keys(db, actor, bundle=bundle)
    known, tombs = storage.reached(db), set(storage.tombstones(db))
    waited = {_place(each) for each in storage.forks(db)}
    people, together = _erase_leaving(db, bundle)
    admitted = storage.admit(db, bundle.events)
    new, changed = storage.rebuild(db, admitted.rows)
    dropped = storage.erase_dependents(db, author=MACHINE.id)
    storage.note_forks(db, admitted.rows)
    _hold_back(db, new | changed, known, bundle)
    staying = accounts.keep_coordination(db, MACHINE)
    renamed, logins = privacy.settle_pseudonyms(db, MACHINE), accounts.settle_logins(db, MACHINE)
    gone = set(storage.tombstones(db)) - tombs
    _follow(db, (new | changed) - gone, gone)
    files = media.take_files(db, MACHINE, read=bundle.media, keep=keep)
    storage.check_references(db)
    storage.keep_reached(db, bundle.manifest.until)
    storage.keep_peer(db, bundle.manifest.post, bundle.manifest.name, bundle.manifest.until)
    return MergeReport(
        laptop=bundle.manifest.name,
        made_at=bundle.manifest.made_at,
        joins=joins,
        new=_counts(new - gone),
        changed=_counts(changed - gone),
        same=admitted.same,
        erased=len(gone),
        people=people,
        together=together,
        dropped=_counts(dropped),
        conflicts=tuple(each for each in storage.forks(db) if _place(each) not in waited),
        renamed=renamed,
        logins=logins,
        staying=staying,
        members=frozenset(row_id for table, row_id in new | changed if table == _MEMBERS),
        files=files,
        ahead=_ahead(bundle),
    )


def _erase_leaving(db: Database, bundle: Bundle) -> tuple[int, tuple[str, ...]]:
    """Withdraw here who withdrew elsewhere, before anything of theirs goes: rooms find it through their notes.

    Returns how many people that was, and the pseudonyms that went with one another: merged here, apart elsewhere.
    """
    erased = {each.entity_id for each in bundle.events() if each.field == storage.ERASED and each.entity == _PEOPLE}
    people, together = 0, list[str]()
    for person in sorted(erased):
        ids = privacy.person_ids(db, person)
        if ids:  # may have gone with another pseudonym of theirs
            if not erased.issuperset(ids):
                together.append(" = ".join(privacy.all_codes(db, MACHINE, person)))
            erase_person(db, MACHINE, person)
            people += 1
    return people, tuple(together)


def _hold_back(db: Database, rows: Iterable[Key], known: Mapping[str, int], bundle: Bundle) -> None:
    """Take back approvals of what was not read in full, and let what protects people hold where two laptops differ."""
    for entity, row_id in storage.unseen_approvals(db, rows, known, bundle.manifest.until):
        storage.save(db, entity, row_id, {"cleared": 0, "cleared_by": None}, author=MACHINE.id)
    for fork in storage.forks(db):
        value = careful_value(fork)
        if value is not None:
            storage.settle(db, fork, value[0], author=MACHINE.id)


def _follow(db: Database, touched: AbstractSet[Key], gone: AbstractSet[Key]) -> None:
    """Make what is derived follow the rows."""
    gone_sources = [row_id for table, row_id in gone if table in _SOURCES]
    barriers.forget_sources(db, MACHINE, source_ids=gone_sources)
    left = any(table == _PEOPLE for table, _row in gone)
    if gone_sources or left or any(table in _RESTING for table, _row in touched):
        every = [row_id for table, row_id in storage.tombstones(db) if table in {*_SOURCES, _PEOPLE}]
        personas.drop_sources(db, MACHINE, source_ids=every)
    if left or any(table == _SEARCHES for table, _row in touched):
        finding.forget_people(
            db, MACHINE, people=[row_id for table, row_id in storage.tombstones(db) if table == _PEOPLE]
        )
    sources = [row_id for table, row_id in touched if table in _SOURCES]
    fieldnotes.follow_merge(db, MACHINE, touched=sources, gone=gone_sources)


def _counts(keys: Iterable[Key]) -> dict[str, int]:
    return dict(sorted(Counter(table for table, _row in keys).items()))


def _place(fork: Fork) -> tuple[str, str]:
    return fork.entity_id, fork.field


def _ahead(bundle: Bundle) -> int:
    """Return how many minutes the bundle's clock is before ours."""
    if not bundle.manifest.clock:
        return 0
    return max(0, int((storage.stamp_time(bundle.manifest.clock) - datetime.now(UTC)).total_seconds() // 60))


def open_forks(db: Database, actor: Actor) -> tuple[Fork, ...]:
    """Return the fields that two laptops changed side by side and that wait for a choice.

    Those of a note that nobody may read any more, its consent over, are not among them: they come back with it.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return tuple(
        each for each in storage.forks(db) if each.entity != "fieldnotes_note" or _is_read(db, actor, each.entity_id)
    )


def _is_read(db: Database, actor: Actor, note_id: str) -> bool:
    with suppress(NotFound):
        fieldnotes.note(db, actor, note_id)
        return True
    return False


def settle_fork(db: Database, actor: Actor, *, fork: Fork, chosen: str) -> None:
    """Keep one version (the id of its event) of a field; the choice travels to the other laptops.

    Raises:
        NotAllowed: not of the coordination. NotFound: no such version. Conflict: there are other versions by now.
    """
    actor.require(Permission.STEWARD)
    version = next((each for each in fork.versions if each.id == chosen), None)
    if version is None:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    with storage.transaction(db):
        storage.settle(db, fork, version.value, author=actor.id)
        _follow(db, {(fork.entity, fork.entity_id)}, set())
