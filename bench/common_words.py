"""Make ``data/reference/names/common_words.txt``: the French forms that the reference texts hold in lower case.

Run: ``python bench/common_words.py``. The guard of names asks whether a word that begins a sentence is an ordinary one.
Names that people type in lower case are left out, but for those that are words too (``common_extra.txt``).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
NAMES = ROOT / "data" / "reference" / "names"
_WORD = re.compile(r"(?<![\w@-])[a-zà-öø-ÿœ][a-zà-öø-ÿœ-]*(?![\w@])")


def texts() -> list[str]:
    """Every text of the project that holds everyday French."""
    reference, demo = ROOT / "data" / "reference", ROOT / "data" / "demo"
    files = [*reference.glob("corpus/*.jsonl"), *reference.glob("lexicon/*.toml"), reference / "codebook.toml"]
    files += [*demo.glob("notes_*.jsonl"), ROOT / "docs" / "guide-fr.md", *(ROOT / "locales").glob("fr/*/*.po")]
    return [file.read_text(encoding="utf-8") for file in sorted(files)]


def main() -> None:
    """Write the forms, sorted, without accents."""
    from codesign.nlp import fold  # noqa: PLC0415 - after the path is set

    listed = {name: (NAMES / f"{name}.txt").read_text(encoding="utf-8") for name in ("first_names", "surnames")}
    names = {fold(word) for text in listed.values() for word in text.split()}
    seen = {fold(word) for text in texts() for word in _WORD.findall(text)}
    kept = sorted(word for word in seen - names if len(word) > 1)
    (NAMES / "common_words.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} forms")


if __name__ == "__main__":
    main()
