"""Bundles out: what a laptop of the project hands to another, and what it keeps to itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from codesign import media, privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput
from codesign.exchange import joining_store, store
from codesign.exchange.bundle_file import JOIN, WORK, Bundle, Manifest, protect, write_bundle
from codesign.exchange.model import ExportEntry, ExportFile
from codesign.i18n import N_
from codesign.storage import Database, Event, Peer, Project

# Texts that wait for a consent stay where they came in; Indigenous identity stays where it was said (decision 0026).
KEPT_HERE = frozenset({store.QUARANTINE.table, "privacy_identity"})
_NOBODYS = frozenset({"accounts_member", "exchange_log"})  # what tells of the team alone
MIME = "application/octet-stream"
SUFFIX = "paquet"
_SALTS = ("token_salt", "print_salt")


@dataclass(frozen=True, slots=True)
class BundleWish:
    """What bundle is wanted: `post` is the laptop that it is for; with `join` it lets a new one join the project.

    `name` is what people call this laptop. Without `everything`, what that post was given already is left out.
    `on_encrypted_disk` is the word of the coordination that the file, without a passphrase, stays on such a disk.
    """

    name: str
    passphrase: str = ""
    post: str = ""
    everything: bool = True
    join: bool = False
    on_encrypted_disk: bool = False


def export_bundle(db: Database, actor: Actor, *, wish: BundleWish) -> ExportFile:
    """Return a bundle of the work of all laptops that is known here, and remember whom it was made for.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: no name, a passphrase too short, or none for a bundle that
            lets a laptop join or holds people's words without a word on where it stays; a photo that is missing.
    """
    actor.require(Permission.STEWARD)
    name = storage.clean_text(wish.name, limit=60)
    if not name:
        raise InvalidInput(N_("Give this laptop a name, such as « Portable de Rose »."))
    if wish.join and not wish.passphrase.strip():
        raise InvalidInput(N_("A bundle that lets a laptop join holds the keys of the project: give it a passphrase."))
    with storage.transaction(db):
        made = _content(db, actor, wish, name)
        storage.keep_peer(db, storage.ensure_post(db), name, {})
        if wish.post:
            storage.keep_peer(db, wish.post, _peer(db, wish.post).name, storage.reached(db))
        what, kind = N_("Bundle for another laptop"), JOIN if wish.join else SUFFIX
        entry = ExportEntry(storage.now(), actor.id, what, kind, 0, hashlib.sha256(made.data).hexdigest())
        store.log_export(db, entry)
    return made


def _content(db: Database, actor: Actor, wish: BundleWish, name: str) -> ExportFile:
    after = {} if wish.everything or wish.join else _peer(db, wish.post).given
    project, events, until = storage.project(db), list(_events(db, actor, after)), storage.reached(db)
    if not (wish.passphrase.strip() or wish.on_encrypted_disk) and any(each.entity not in _NOBODYS for each in events):
        raise InvalidInput(
            N_("This bundle holds people’s words: give it a passphrase, or confirm that it stays on an encrypted disk.")
        )
    manifest = Manifest(
        project=project.id,
        post=storage.ensure_post(db),
        name=name,
        kind=JOIN if wish.join else WORK,
        made_at=storage.now(),
        clock=max((each.hlc for each in events), default=""),
        schema=storage.schema_steps(db),
        after=after,
        until=until,
    )
    keys = _keys(db, actor, project) if wish.join else {}
    data = write_bundle(manifest, events, _files(db, actor, events), project, keys)
    data = protect(data, wish.passphrase) if wish.passphrase.strip() else data
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return ExportFile(f"codesign-{moment}-{manifest.post[-4:]}.{SUFFIX}", MIME, data)


def _peer(db: Database, post: str) -> Peer:
    found = next((each for each in storage.peers(db) if each.post == post), None)
    if found is None:
        raise InvalidInput(N_("This laptop is not known yet: give it everything once."))
    return found


def _keys(db: Database, actor: Actor, project: Project) -> dict[str, str]:
    salts = (privacy.token_salt(db, actor), joining_store.salt(db))
    return {"id": project.id, "secret": project.secret, **dict(zip(_SALTS, salts, strict=True))}


def _events(db: Database, actor: Actor, after: dict[str, int]) -> Iterator[Event]:
    """Yield what travels. Photos of a note follow it: they wait while it is being written, and catch up with it."""
    kept = set(media.kept_back(db, actor))
    made, sent = set(), set()
    for each in storage.events_since(db, after, KEPT_HERE):
        if each.entity_id in kept:
            continue
        if each.field == "kind":
            made.add(each.entity_id)
        sent.add(each.id)
        yield each
    late = [(media.MEDIA_TABLE, item) for item, note_id, _path in media.travelling(db, actor) if note_id in made]
    yield from (each for each in storage.events_of(db, late) if each.id not in sent)


def _files(db: Database, actor: Actor, events: list[Event]) -> dict[str, bytes]:
    wanted = {each.entity_id for each in events if each.entity == media.MEDIA_TABLE}
    paths = {path for item, _note, path in media.travelling(db, actor) if item in wanted}
    try:
        return {path.name: path.read_bytes() for path in sorted(paths)}
    except OSError as error:
        raise InvalidInput(
            N_("A photo or a sound cannot be read on this laptop (%(name)s): verify the database first."),
            name=Path(str(error.filename)).name,
        ) from error


def adopt_keys(db: Database, actor: Actor, *, bundle: Bundle) -> None:
    """Make this new database one of the laptops of the bundle's project.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the bundle carries no keys, or others than it says.
    """
    actor.require(Permission.STEWARD)
    keys = bundle.keys
    try:
        project = Project(keys["id"], keys["secret"])
        salts = [bytes.fromhex(keys[each]).hex() for each in _SALTS]
        bundle.check_seal(project)
    except (KeyError, ValueError) as error:
        raise InvalidInput(N_("This bundle does not let a laptop join: ask for one that does.")) from error
    with storage.transaction(db):
        storage.adopt_project(db, project)
        privacy.adopt_token_salt(db, actor, salt=salts[0])
        joining_store.put_salt(db, salts[1])
