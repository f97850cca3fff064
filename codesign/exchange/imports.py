"""Bringing notes in: first what would happen, row by row, then the same for real, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, Unavailable, UserError
from codesign.exchange import batch_store, matching, store
from codesign.exchange.attached import naming
from codesign.exchange.columns import guess, targets
from codesign.exchange.model import (
    ColumnMap,
    FileLook,
    ImportDefaults,
    ImportReport,
    ImportRow,
    NoteDraft,
    Notice,
    RowState,
    SourceKind,
)
from codesign.exchange.pictures import Files
from codesign.exchange.rows import understand
from codesign.exchange.source import Record, Source
from codesign.exchange.sources import read_source
from codesign.exchange.taking import Taking
from codesign.i18n import N_
from codesign.storage import Database

Told = Callable[[int, int], None]
_DOUBTFUL = N_("Several columns have the same name, choose which one counts: %(names)s.")
_EXCERPT = 80
_BATCH = 50  # rows per transaction: under a second, so that who saves a note meanwhile hardly waits


def look_into(db: Database, actor: Actor, *, name: str, data: bytes) -> FileLook:
    """Return what a file holds before its rows are understood: columns, what they are taken for, photos and sounds.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read.
    """
    actor.require(Permission.STEWARD)
    source = read_source(data, name)
    chosen, doubtful, remembered = _columns(db, source, None)
    examples = dict[str, str]()
    for each in source.records:  # all of them: a column that is left aside is told if a single row fills it
        examples |= {
            column: _short(text) for column, text in each.cells.items() if column not in examples and text.strip()
        }
    notices = list(source.notices)
    if doubtful:
        notices.append(
            Notice(_DOUBTFUL, {"names": ", ".join(doubtful)[:200]}),
        )
    if source.records and "id" not in chosen.columns and not source.records[0].key:
        notices.append(
            Notice(N_("No column gives each row an id: a text that is corrected later comes in as another note."))
        )
    return FileLook(
        source.kind, source.columns, examples, chosen, _lacking(source, chosen), remembered, source.media,
        tuple(notices), len(source.records), naming(source.records),
    )  # fmt: skip


def preview_notes(
    db: Database,
    actor: Actor,
    *,
    name: str,
    data: bytes,
    defaults: ImportDefaults | None = None,
    columns: ColumnMap | None = None,
) -> ImportReport:
    """Return what `import_notes` would do with each row of a file; nothing is written.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read as notes.
    """
    actor.require(Permission.STEWARD)
    source, chosen = _read(db, name, data, columns)
    known, new = matching.Known(db, actor), dict[int, NoteDraft]()

    def look(draft: NoteDraft, former_id: str, line: int) -> RowState:
        known_as = replace(draft, external_id=former_id or draft.external_id)
        state = matching.row_state(db, actor, source.name, known_as, known)
        if state in (RowState.NEW, RowState.WAITING):
            new[line] = draft
        return state

    reading = _Reading(db, actor, source.name, chosen, defaults or ImportDefaults())
    rows = tuple(reading.told(each, look) for each in source.records)
    files = Files(db, actor, source, {row.line: row for row in rows}, new).look(name, data)
    return ImportReport(source.name, rows, files=files)


def import_notes(  # noqa: PLR0913 - what a screen lets people choose
    db: Database,
    actor: Actor,
    *,
    name: str,
    data: bytes,
    defaults: ImportDefaults | None = None,
    columns: ColumnMap | None = None,
    batch: str | None = None,
    progress: Told | None = None,
) -> ImportReport:
    """Bring the notes of a file in; return what was done with each row. The same file twice changes nothing.

    A row without consent waits apart, where nobody reads or counts it, until a consent is recorded. A row that was
    imported before and says something else edits its note, unless the note was corrected here since or the row seems
    to be of another file; a note that was withdrawn never comes back. Rows are saved by batches, so that others may
    save between two: an import that is stopped keeps those before, and the same file brings in the rest. `columns`
    says what the columns hold, and is remembered for files of the same first line; `batch` is the id of the import,
    by which `undo_import` takes it back. Photos and sounds follow their rows, made safe like any other; an archive of
    nothing else gives them to rows that are here.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read as notes.
    """
    actor.require(Permission.STEWARD)
    source, chosen = _read(db, name, data, columns)
    batch_id = _open(db, actor, source, columns, batch)
    taking = Taking(db, actor, source.name, store.file_print(db, data), matching.Known(db, actor))
    told = _telling(progress, len(source.records) + len(source.wanted))
    reading, done = _Reading(db, actor, source.name, chosen, defaults or ImportDefaults()), list[ImportRow]()
    for start in range(0, len(source.records), _BATCH):
        with storage.transaction(db):
            for each in source.records[start : start + _BATCH]:
                done.append(reading.told(each, lambda draft, former_id, _line: taking.row(draft, former_id)))
            taking.remember(batch_id, Counter(str(row.state) for row in done[start:]))
        told(len(done))
    pictures = Files(db, actor, source, {row.line: row for row in done})
    files = pictures.bring(name, data, batch_id=batch_id, told=lambda n: told(len(done) + n))
    return ImportReport(source.name, tuple(done), batch_id, files)


def _telling(progress: Told | None, whole: int) -> Callable[[int], None]:
    """Return what tells how many rows and files are done."""
    return (lambda n: progress(n, whole)) if progress is not None else (lambda _n: None)


def _open(db: Database, actor: Actor, source: Source, columns: ColumnMap | None, batch: str | None) -> str:
    """Begin an import and remember the columns that were chosen for it; return its id."""
    batch_id = batch or storage.uuid7()
    with storage.transaction(db):
        batch_store.open_batch(db, batch_id, actor.id, source.kind)
        if columns is not None:
            batch_store.keep_columns(db, source.columns, columns, actor.id)
    return batch_id


def _read(db: Database, name: str, data: bytes, columns: ColumnMap | None) -> tuple[Source, ColumnMap]:
    """Return a file and what its columns are taken for.

    Raises:
        InvalidInput: nothing in it can be a note.
    """
    source = read_source(data, name)
    chosen, doubtful, _remembered = _columns(db, source, columns)
    if doubtful and _lacking(source, chosen):
        raise InvalidInput(_DOUBTFUL, names=", ".join(doubtful)[:200])
    if lacking := _lacking(source, chosen):
        raise InvalidInput(
            N_("%(name)s: the first line lacks the column: %(columns)s."), name=name, columns=", ".join(lacking)
        )
    return source, chosen


def _columns(db: Database, source: Source, columns: ColumnMap | None) -> tuple[ColumnMap, tuple[str, ...], bool]:
    """Return what the columns are taken for: as said now, as chosen before for this first line, or by their names."""
    guessed, doubtful = guess(source)
    remembered = batch_store.columns_of(db, source.columns) if columns is None else None
    chosen = columns or remembered or guessed
    known = set(targets())
    kept = {target: column for target, column in chosen.columns.items() if target in known}
    doubtful = tuple(each for each in doubtful if each not in kept.values())
    return replace(chosen, columns=kept), doubtful, remembered is not None


def _lacking(source: Source, chosen: ColumnMap) -> tuple[str, ...]:
    """Return what no note can do without and no column holds."""
    if source.kind is SourceKind.KOBO_MEDIA:
        return ()
    words = {"text"} | {
        each.id for each in targets().values() if each.id.startswith("answer.") and each.field and each.field.is_text
    }
    return () if words & set(chosen.columns) else ("text",)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows of a file, one after the other; `seen` are the ids that stood in those before."""

    db: Database
    actor: Actor
    source: str
    chosen: ColumnMap
    defaults: ImportDefaults
    seen: set[str] = field(default_factory=set)

    def told(self, record: Record, take: Callable[[NoteDraft, str, int], RowState]) -> ImportRow:
        """Take one row (its words, its former id, its line) and say what became of it; a refusal is the row's own."""
        try:
            draft, former_id = self._draft(record)
            state = take(draft, former_id, record.line)
        except Unavailable:  # the disk refuses: that is not the fault of the row
            raise
        except UserError as error:
            return _refusal(record, error)
        former_id = former_id or matching.came_as(self.db, self.source, draft)
        return ImportRow(record.line, draft.external_id, state, _short(draft.text), former_id=former_id)

    def _draft(self, record: Record) -> tuple[NoteDraft, str]:
        draft = understand(record, self.chosen, self.defaults)
        former_id = matching.former_id(self.db, self.actor, self.source, draft)
        if draft.external_id in self.seen:
            raise InvalidInput(N_("This id stands twice in the file."))
        former_id = "" if former_id in self.seen else former_id  # of two rows that say the same, one came in before
        self.seen.update((draft.external_id, former_id))
        return draft, former_id


def _refusal(record: Record, error: UserError) -> ImportRow:
    named = {column: text for column, text in record.cells.items() if text and not column.startswith("_")}
    cells: Sequence[str] = [text for text in named.values() if not record.key or record.key not in text]
    known_as = record.key or record.cells.get("id", "")
    excerpt = _short(record.cells.get("text", "") or max(cells, key=len, default=""))
    return ImportRow(record.line, known_as[:_EXCERPT], RowState.REFUSED, excerpt, error.message, dict(error.params))


def _short(text: str) -> str:
    words = " ".join(text[: 4 * _EXCERPT].split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…"
