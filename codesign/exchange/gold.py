"""Scores the tagger on a gold file: rows of sentences with labels, lines of figures out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from codesign import barriers, codebook
from codesign.barriers import ScoredSentence, TagStatus, scoring
from codesign.errors import InvalidInput
from codesign.exchange.files import read_bytes
from codesign.exchange.tables import read_table
from codesign.i18n import N_, _

_SHOWN = 15  # confusions


def score_file(
    source: Path,
    progress: Callable[[int, int], None] | None = None,
    reader: barriers.Reader | None = None,
) -> list[str]:
    """Propose codes for each row of a CSV file with ``id,text,labels[,note]`` and return the figures, line by line.

    ``labels`` is ``code:status;code:status`` or empty. Each row is read alone. Without ``note`` a row is its own note
    when intervals are drawn. `reader` is the tagger that reads; the shipped one when left out.

    Raises:
        InvalidInput: a file that cannot be read, a label that is not a barrier code with a status, no row at all.
    """
    rows = read_table(read_bytes(source), source.name, needed=("id", "text", "labels"))
    codes = [code.id for code in codebook.load_codebook().family("barrier").codes]
    reader, sentences = reader or barriers.shipped_reader(), []
    for done, row in enumerate(rows, start=1):
        labels = _labels(row["labels"], codes, row["id"], source.name)
        proposed = {each.code: each.status for each in reader.propose(row["text"]) if each.family == "barrier"}
        sentences.append(ScoredSentence(row.get("note") or row["id"], row["text"], labels, proposed))
        if progress is not None:
            progress(done, len(rows))
    if not sentences:
        raise InvalidInput(N_("%(name)s holds no sentence."), name=source.name)
    return list(_lines(sentences, codes, reader.version))


def _labels(cell: str, codes: Sequence[str], row_id: str, name: str) -> dict[str, TagStatus]:
    labels = {}
    for label in filter(None, (part.strip() for part in cell.split(";"))):
        code, _colon, status = label.partition(":")
        if code not in codes or status not in {*TagStatus}:
            raise InvalidInput(N_("%(name)s, %(row)s: « %(label)s » is no label."), name=name, row=row_id, label=label)
        labels[code] = TagStatus(status)
    return labels


def _lines(sentences: Sequence[ScoredSentence], codes: Sequence[str], version: str) -> Iterator[str]:
    counts = scoring.by_code(sentences, codes)
    micro, some = scoring.together(counts.values()), scoring.any_code(sentences)
    low, high = scoring.interval(sentences, codes)
    right, found = scoring.statuses(sentences)
    yield _("%(count)s sentences; %(version)s", count=len(sentences), version=version)
    yield f"{'':<16}{_('precision'):>10}{_('recall'):>10}{'F1':>8}{_('labelled'):>12}"
    for name, each in [*counts.items(), ("micro", micro), (_("some barrier"), some)]:
        yield f"{name:<16}{each.precision:>10.3f}{each.recall:>10.3f}{each.f1:>8.3f}{each.labelled:>12}"
    used = [each for each in counts.values() if each.proposed or each.labelled] or [micro]
    means = [sum(values) / len(used) for values in ([e.precision for e in used], [e.recall for e in used])]
    yield f"{'macro':<16}{means[0]:>10.3f}{means[1]:>10.3f}{scoring.macro_f1(counts.values()):>8.3f}"
    yield _("micro F1, 95 %% interval over notes: %(low)s to %(high)s", low=f"{low:.3f}", high=f"{high:.3f}")
    share = f"{right / found:.3f}" if found else "-"
    yield _("status right: %(share)s (%(right)s of %(found)s codes found)", share=share, right=right, found=found)
    yield _("labelled → proposed, times, a sentence:")
    for label, other, times, text in scoring.confusions(sentences)[:_SHOWN]:
        yield f"  {label} → {other}, {times}: {' '.join(text.split())[:90]}"
