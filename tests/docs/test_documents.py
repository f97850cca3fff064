"""What the documents tell people to type works, and what they point at is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from codesign.config import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
# `make test` is what runs this; `make run` and streamlit serve until stopped (the browser tests start the app);
# a clone needs a network, and the folder it makes.
NOT_HERE = re.compile(
    r"^\s*(make (test|run|run-tls|run-hotspot|catalogue|clean)\b|git clone\b|cd codesign\b|.*streamlit run\b)"
)


def blocks(*languages: str) -> list[object]:
    """The code blocks of the documents in these languages, each named by its document and line."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in BLOCK.finditer(text):
            if match[1] in languages:
                line = text[: match.start()].count("\n") + 1
                found.append(pytest.param(match[1], match[2], id=f"{document.relative_to(ROOT)}:{line}"))
    return found


def typed(block: str) -> str:
    """What of a block can be typed here: comments and the commands that do not end are left out."""
    lines = [line for line in block.splitlines() if not NOT_HERE.match(line) and not line.lstrip().startswith("#")]
    return "\n".join(lines).strip()


def run(words: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    """Run as somebody who has just cloned the project, with a private folder of their own."""
    env = {**os.environ, "CODESIGN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603


@pytest.mark.parametrize(("language", "block"), blocks("sh", "bash", "shell", "console", "python", "py"))
def test_what_it_says_to_type_works(language: str, block: str, tmp_path: Path) -> None:
    """Commands in order in one shell, where the first that fails stops the block; each block of Python by itself."""
    if language.startswith("py"):
        done = run([sys.executable, "-c", block], tmp_path)
    else:
        done = run(["/bin/sh", "-euc", typed(block)], tmp_path)
    assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_what_it_points_at_is_there(document: Path) -> None:
    """Links to files of the project, images and bold paths; links to the web are not followed."""
    links = LINK.findall(document.read_text(encoding="utf-8"))
    own = [each for each in links if not re.match(r"[a-z]+:", each)]
    assert [each for each in own if not (document.parent / each).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_the_targets_and_files_that_it_names_exist(document: Path) -> None:
    """`make something` is in the Makefile; a path of the code between backticks is a file."""
    text = document.read_text(encoding="utf-8")
    known = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][\w-]*)`", text))
    paths = re.findall(r"`((?:codesign|pages|tests|docs|data/reference|bench|locales)/[\w./-]+)`", text)
    assert sorted(named - known) == []
    assert sorted(each for each in paths if not (ROOT / each).exists()) == []


def test_there_is_something_to_try() -> None:
    """A runner that finds no block would pass whatever the documents say."""
    assert any(typed(str(each.values[1])) for each in blocks("sh"))  # type: ignore[attr-defined]
