"""Recall and precision of the identifiers guard, by type, on 300 invented lines written before its rules.

Run: ``python bench/identifiers.py``; ``--missed`` lists what was missed and what was taken wrongly. A passage counts as
seen when something found overlaps it (what people need: it is marked on the screen), as exact when the offsets are the
same, as rightly typed when the type is the same too. False alarms are found passages that overlap no marked one.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from typing import Any

from _common import ROOT, table, write

LINES = ROOT / "tests" / "privacy" / "identifiers_300.jsonl"
Span = tuple[int, int, str]


def lines() -> list[tuple[str, list[Span]]]:
    """The text of each line, and what it holds: start, end (code points), type."""
    rows = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines() if line]
    return [(row["text"], [(each["start"], each["end"], each["type"]) for each in row["found"]]) for row in rows]


def overlap(one: Span, other: Span) -> bool:
    """Say whether two passages share a character."""
    return one[0] < other[1] and other[0] < one[1]


def measure() -> tuple[Counter[tuple[str, str]], list[tuple[str, str, str]]]:
    """Count, by type, what was marked, seen, typed, exact, and found for nothing; and list the errors."""
    from codesign.privacy import find_identifiers  # noqa: PLC0415 - after the path is set

    counts: Counter[tuple[str, str]] = Counter()
    errors = []
    for text, marked in lines():
        found: list[Span] = [(each.start, each.end, each.type.value) for each in find_identifiers(text)]
        for each in marked:
            hits = [other for other in found if overlap(each, other)]
            counts[each[2], "marked"] += 1
            counts[each[2], "seen"] += bool(hits)
            counts[each[2], "typed"] += any(other[2] == each[2] for other in hits)
            counts[each[2], "exact"] += each in found
            if each not in found:
                what = "missed" if not hits else "other bounds" if any(o[2] == each[2] for o in hits) else "other type"
                errors.append((what, f"{each[2]}: {text[each[0] : each[1]]}", text))
        for each in found:
            counts[each[2], "found"] += 1
            if not any(overlap(each, other) for other in marked):
                counts[each[2], "false"] += 1
                errors.append(("false alarm", f"{each[2]}: {text[each[0] : each[1]]}", text))
    return counts, errors


def main() -> None:
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true")
    wanted = parser.parse_args()
    started = time.process_time()
    counts, errors = measure()
    spent = time.process_time() - started
    kinds = [*sorted({kind for kind, _what in counts}), "all"]
    columns = ("marked", "seen", "typed", "exact", "found", "false")
    for what in columns:
        counts["all", what] = sum(counts[kind, what] for kind in kinds[:-1])
    figures: dict[str, Any] = {kind: {what: counts[kind, what] for what in columns} for kind in kinds}
    table(("type", *columns), [(kind, *figures[kind].values()) for kind in kinds])
    clean = sum(not marked for _text, marked in lines())
    print(f"{len(lines())} lines, {clean} without identifier, {spent:.2f} s of processor")
    if wanted.missed:
        for what, passage, text in sorted(errors):
            print(f"{what} | {passage} | {text}")
    write("identifiers", {"lines": len(lines()), "clean_lines": clean, "types": figures})


if __name__ == "__main__":
    main()
