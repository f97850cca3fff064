"""Photos and sounds come in with the rows that name them: made safe first, then kept, one short transaction each.

A file that cannot be kept is refused by itself, with the reason; its row is in all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from codesign import media, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotFound, Unavailable, UserError
from codesign.exchange import batch_store, store
from codesign.exchange.archives import Archive, archive
from codesign.exchange.attached import TWICE, absent, is_photo, plain_name
from codesign.exchange.model import ImportRow, MediaFile, MediaState, NoteDraft, Notice, RowState
from codesign.exchange.source import Source, Wanted
from codesign.exchange.taking import CHANGED, MEDIA
from codesign.i18n import N_
from codesign.media import MediaKind
from codesign.privacy import ConsentMode
from codesign.storage import Database

_NO_ROW = Notice(N_("Refused: its row is refused."))
_NOT_HERE = Notice(N_("Refused: its row is not here. Bring the answers in first, then these files."))
_GONE = Notice(N_("Refused: its note was withdrawn, or its consent no longer holds."))
_COMES = Notice(N_("Comes in with its row."))
_WAITS = Notice(N_("Waits, seen by nobody: the consent does not allow it."))
_HERE = Notice(N_("Came in before."))
_NEWER = Notice(N_("Takes the place of the file of this name that came in before: look at it again, then approve it."))


@dataclass(frozen=True, slots=True)
class Files:
    """An import's photos and sounds: what its rows name, and what became of the rows, by line.

    `drafts` say the consent of rows that are not in yet (a preview), by line.
    """

    db: Database
    actor: Actor
    source: Source
    rows: Mapping[int, ImportRow]
    drafts: Mapping[int, NoteDraft] = field(default_factory=dict)

    def look(self, name: str, data: bytes) -> tuple[MediaFile, ...]:
        """Return what `bring` would do with each file; nothing is written."""
        return tuple(self._each(name, data, self._looked))

    def bring(self, name: str, data: bytes, *, batch_id: str, told: Callable[[int], None]) -> tuple[MediaFile, ...]:
        """Keep each file with what its row became; return what was done with it. The same file twice changes nothing.

        Raises:
            Unavailable: the disk refuses.
        """
        done = []
        for each in self._each(name, data, lambda wanted, held: self._kept(wanted, held, batch_id)):
            done.append(each)
            told(len(done))
        if done:
            with storage.transaction(self.db):
                counts = {str(state): n for state in MediaState if (n := sum(each.state is state for each in done))}
                batch_store.count(self.db, batch_id, counts)
        return tuple(done)

    def _each(self, name: str, data: bytes, take: Callable[[Wanted, Archive], MediaFile]) -> Iterator[MediaFile]:
        """Yield what becomes of each file that a row names, then the files that no row names."""
        joined = {each.part for each in self.source.wanted if each.part}
        with ExitStack() as stack:
            opened = stack.enter_context(archive(name, data)) if joined else None
            for wanted in self.source.wanted:
                if opened is None or not wanted.part:
                    yield self._absent(wanted)
                else:
                    yield self._taken(wanted, opened, take)
        yield from (each for each in self.source.media if each.name not in joined)

    def _absent(self, wanted: Wanted) -> MediaFile:
        if self._known(wanted):
            return MediaFile(wanted.name, 0, _HERE, MediaState.SAME, wanted.line)
        return absent(wanted)

    def _taken(self, wanted: Wanted, opened: Archive, take: Callable[[Wanted, Archive], MediaFile]) -> MediaFile:
        try:
            return take(wanted, opened)
        except Unavailable:  # the disk refuses: that is not the fault of the file
            raise
        except NotFound:
            return _said(wanted, _GONE)
        except UserError as error:
            return _said(wanted, Notice(error.message, dict(error.params)))

    def _looked(self, wanted: Wanted, opened: Archive) -> MediaFile:
        refused = self._refused(wanted)
        if refused is not None:
            return refused
        data = _read(opened, wanted)
        known = self._known(wanted)
        if known is not None:
            newer = self._replaces(known, wanted, data)
            if newer:
                media.check_arriving(_kind(wanted), data)
            return _said(wanted, _NEWER, MediaState.CHANGED) if newer else _said(wanted, _HERE, MediaState.SAME)
        draft = self.drafts.get(wanted.line)
        agreed = _agrees(draft, _kind(wanted)) if draft else self._holder(wanted).agrees(_kind(wanted))
        media.check_arriving(_kind(wanted), data)
        return _said(wanted, _COMES, MediaState.NEW) if agreed else _said(wanted, _WAITS, MediaState.WAITING)

    def _kept(self, wanted: Wanted, opened: Archive, batch_id: str) -> MediaFile:
        refused = self._refused(wanted)
        if refused is not None:
            return refused
        data = _read(opened, wanted)
        known = self._known(wanted)
        if known is not None:
            return self._renewed(known, wanted, data, batch_id)
        holder = self._holder(wanted)
        arrival = media.make_safe(_kind(wanted), data)
        with storage.transaction(self.db):
            made = media.keep_arrival(
                self.db, self.actor, note_id=holder.id, arrival=arrival, waiting=holder.allowed is None
            )
            if made is None:
                return _said(wanted, _HERE, MediaState.SAME)
            known_as = self._external_id(wanted)
            content = store.file_print(self.db, data)
            batch_store.add_media(self.db, self.source.name, known_as, plain_name(wanted.name), made[0], content)
            batch_store.add_made(self.db, batch_id, [(MEDIA, *made)])
        agreed = holder.agrees(_kind(wanted))
        return _said(wanted, _COMES, MediaState.NEW) if agreed else _said(wanted, _WAITS, MediaState.WAITING)

    def _refused(self, wanted: Wanted) -> MediaFile | None:
        """Return what becomes of a file that is not even opened, or None."""
        row = self.rows.get(wanted.line)
        if wanted.twice:
            return _said(wanted, TWICE)
        if row is not None and row.state is RowState.REFUSED:
            return _said(wanted, _NO_ROW)
        return None

    def _known(self, wanted: Wanted) -> str | None:
        """Return the photo or sound that came in for this row under this name, erased since or not."""
        name = plain_name(wanted.name)
        found = (batch_store.media_of(self.db, self.source.name, each, name) for each in self._ids(wanted))
        return next((each for each in found if each), None)

    def _is_newer(self, known: str, wanted: Wanted, data: bytes) -> bool:
        """Say whether a file of a known name holds what it never held: an older export brings nothing old back."""
        before = batch_store.contents_of(self.db, known)
        if before:
            return store.file_print(self.db, data) not in before
        return media.is_other(self.db, self.actor, item_id=known, arrival=media.make_safe(_kind(wanted), data))

    def _replaces(self, known: str, wanted: Wanted, data: bytes) -> bool:
        """Say whether a file takes the place of the one that came in before.

        Raises:
            NotFound: its note is gone, or nobody may read it any more: nothing new of the person is kept.
        """
        newer = self._is_newer(known, wanted, data) and media.check_replacing(self.db, self.actor, item_id=known)
        if newer:
            self._holder(wanted)
        return newer

    def _renewed(self, known: str, wanted: Wanted, data: bytes, batch_id: str) -> MediaFile:
        """Put a corrected file in the place of the one that came in before."""
        newer = self._replaces(known, wanted, data)
        arrival = media.make_safe(_kind(wanted), data) if newer else None
        content = store.file_print(self.db, data)
        with storage.transaction(self.db):
            done = arrival and media.replace_arrival(self.db, self.actor, item_id=known, arrival=arrival)
            name, own = plain_name(wanted.name), self._external_id(wanted)
            renamed = batch_store.media_of(self.db, self.source.name, own, name) != known
            if newer or renamed or not batch_store.contents_of(self.db, known):
                batch_store.add_media(self.db, self.source.name, own, name, known, content)
            if done:
                batch_store.renew_made(self.db, MEDIA, known, before=done.before, version=done.version)
                batch_store.add_made(self.db, batch_id, [(CHANGED, done.note_id, "")])
        media.sweep(self.db)
        return _said(wanted, _NEWER, MediaState.CHANGED) if done else _said(wanted, _HERE, MediaState.SAME)

    def _holder(self, wanted: Wanted) -> _Holder:
        """Return what the row of a file became.

        Raises:
            InvalidInput: nothing. NotFound: its note is gone, or nobody may read it any more.
        """
        ids, name = self._ids(wanted), self.source.name
        note = next((found for each in ids if (found := store.imported(self.db, name, each))), None)
        if note is not None:
            if not note.note_id:
                raise NotFound(_GONE.message)
            return _Holder(note.note_id, media.kinds_allowed(self.db, self.actor, note_id=note.note_id))
        waits = next((text for each in ids if (text := store.held(self.db, name, each))), None)
        if waits is None:
            raise InvalidInput(_NOT_HERE.message)
        return _Holder(waits.id, None)

    def _ids(self, wanted: Wanted) -> tuple[str, ...]:
        """Return what the row of a file is known by, then what it came in under before."""
        row = self.rows.get(wanted.line)
        ids = (row.external_id, row.former_id) if row is not None else (wanted.key,)
        return tuple(each for each in ids if each)

    def _external_id(self, wanted: Wanted) -> str:
        row = self.rows.get(wanted.line)
        return row.external_id if row is not None else wanted.key


@dataclass(frozen=True, slots=True)
class _Holder:
    """A note, or a text that waits for a consent (`allowed` is None)."""

    id: str
    allowed: frozenset[MediaKind] | None

    def agrees(self, kind: MediaKind) -> bool:
        return self.allowed is not None and kind in self.allowed


def _agrees(draft: NoteDraft, kind: MediaKind) -> bool:
    """Say whether the consent of a row that is not in yet allows a photo or a sound."""
    return draft.consent not in ("", ConsentMode.NOT_APPLICABLE) and kind.purpose in draft.purposes


def _kind(wanted: Wanted) -> MediaKind:
    return MediaKind.PHOTO if is_photo(wanted.name) else MediaKind.SOUND


def _read(opened: Archive, wanted: Wanted) -> bytes:
    return opened.read(next(each for each in opened.parts if each.filename == wanted.part))


def _said(wanted: Wanted, why: Notice, state: MediaState = MediaState.REFUSED) -> MediaFile:
    return MediaFile(wanted.part or wanted.name, 0, why, state, wanted.line)
