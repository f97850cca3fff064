"""How often the cues of strategies and aspirations are right: proposals against labels given without sight of them.

Run: ``python bench/cues.py`` (two seconds). ``bench/data/cues_sample.jsonl`` holds 200 sentences of the corpus (no test
part, each text once): 150 drawn among those where a cue fires, 50 among the others, mixed (2026-11-22, seed 40). Each
was labelled from its words alone, by one reading that saw neither which cue fires nor whether one does. A strategy is
what somebody does to get by; an aspiration is what a person concerned, or their own people, would want for their life
or from a service: not what a professional or an institution wants, not a favour asked of the one who writes, not a
dream of the night. Writes ``bench/results/cues.json``; ``--wrong`` lists the proposals that are wrong.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SAMPLE, RESULT = ROOT / "bench" / "data" / "cues_sample.jsonl", ROOT / "bench" / "results" / "cues.json"
CODES = ("aspiration", "strategie")
_Z = 1.96

from codesign.barriers import propose_by_rules  # noqa: E402 - the path comes first


def interval(right: int, found: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, 1927)."""
    share, scale = right / found, 1 + _Z * _Z / found
    middle = share + _Z * _Z / (2 * found)
    half = _Z * math.sqrt(share * (1 - share) / found + _Z * _Z / (4 * found * found))
    return round((middle - half) / scale, 3), round((middle + half) / scale, 3)


def main() -> None:
    """Count, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list the proposals that are wrong")
    wrong = parser.parse_args().wrong
    found, right = Counter[str](), Counter[str]()
    rows = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        for each in propose_by_rules(row["text"]):
            if each.code in CODES:
                found[each.code] += 1
                right[each.code] += each.code in row["labels"]
                if wrong and each.code not in row["labels"]:
                    print(f"{each.code} ({', '.join(part.rule_id for part in each.evidence)}): {row['text']}")
    found["both"], right["both"] = found.total(), right.total()
    told = {
        code: {"right": right[code], "proposed": found[code], "precision": round(right[code] / found[code], 3),
               "interval": interval(right[code], found[code])}
        for code in (*CODES, "both")
    }  # fmt: skip
    print("| cue | right | proposed | precision | 95 % |\n|---|---|---|---|---|")
    for code, counts in told.items():
        print("|", code, "|", " | ".join(map(str, counts.values())), "|")
    RESULT.write_text(json.dumps({"sentences": len(rows), **told}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
