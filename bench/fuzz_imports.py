"""Ten thousand files that no tool wrote, brought in, brought in again and taken back: each is read or refused in words.

    python bench/fuzz_imports.py [--cases 10000] [--batch 50] [--again]
    python bench/fuzz_imports.py --atheris 60        # coverage-guided, for so many seconds; needs `pip install atheris`

Cases come from Hypothesis (`tests/fuzzed.py`), a batch a seed, so a run that is stopped takes up where it stopped:
bench/results/fuzz_imports.json says how far, and which cases failed. A failing file is written under
bench/results/failed/, to be made an ordinary test. `--again` begins afresh.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _common import RESULTS, need, table, write
from fuzzed import FILES, File, check_life, check_read
from hypothesis import HealthCheck, Phase, given, seed, settings

from codesign import bootstrap, storage

STATE, FAILED = RESULTS / "fuzz_imports.json", RESULTS / "failed"
KINDS = tuple(FILES)


def one_batch(kind: str, number: int, size: int, folder: Path) -> tuple[int, list[dict[str, str]]]:
    """Try a batch of files of one kind; return how many were tried and those that failed, each with why."""
    tried, failed, path = 0, list[dict[str, str]](), fresh(folder)

    @seed(number)
    @settings(max_examples=size, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(FILES[kind])
    def each(file: File) -> None:
        nonlocal tried
        tried += 1
        try:
            check_read(file)
            with storage.open_database(path) as db:
                check_life(db, file)
        except Exception as error:  # noqa: BLE001 - a fault of ours is what is looked for
            failed.append(keep(kind, file, error))
            fresh(folder)  # what it left is not the fault of the next

    each()
    return tried, failed


def keep(kind: str, file: File, error: Exception) -> dict[str, str]:
    """Write a failing file where it can be opened again; return what is said of it."""
    FAILED.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{file[0]}"
    (FAILED / name).write_bytes(file[1])
    print(f"FAILED {kind}: {type(error).__name__}: {error} ({name})", flush=True)
    return {"kind": kind, "file": name, "error": f"{type(error).__name__}: {error}"[:300]}


def fresh(folder: Path) -> Path:
    """Return a database with nothing in it, copied from one that was prepared once."""
    empty = folder / "empty.db"
    if not empty.exists():
        bootstrap.prepare(empty)
    path = folder / "fuzz.db"
    for each in folder.glob("fuzz.db*"):
        each.unlink()
    shutil.copy(empty, path)
    return path


def run(cases: int, size: int) -> dict[str, Any]:
    """Try what is left of so many cases; return the state, which is written after each batch."""
    state: dict[str, Any] = {"batches": 0, "cases": 0, "seconds": 0.0, "failures": []}
    if STATE.exists():
        state |= {name: value for name, value in json.loads(STATE.read_text("utf-8")).items() if name in state}
    with tempfile.TemporaryDirectory() as folder:
        while state["cases"] < cases:
            began, kind = time.perf_counter(), KINDS[state["batches"] % len(KINDS)]
            tried, failed = one_batch(kind, state["batches"], min(size, cases - state["cases"]), Path(folder))
            need(tried, f"No case of {kind} was tried.")
            state["batches"] += 1
            state["cases"] += tried
            state["seconds"] += time.perf_counter() - began
            state["failures"] += failed
            write("fuzz_imports", state)
            print(f"{state['cases']} of {cases} cases, {len(state['failures'])} failures", flush=True)
    return state


def by_coverage(seconds: int) -> None:
    """Let atheris look for files that take a path through the readers that no file took before."""
    atheris: Any = importlib.import_module("atheris")
    for name in [each for each in sys.modules if each == "fuzzed" or each.startswith("codesign")]:
        del sys.modules[name]  # read again, so that their branches are counted
    with atheris.instrument_imports(include=["codesign.exchange"]):
        fuzzed = importlib.import_module("fuzzed")
    names = sorted(fuzzed.SEEDS)

    def once(data: bytes) -> None:
        if data:
            fuzzed.check_read((names[data[0] % len(names)], data[1:]))

    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(names):
            (Path(folder) / name).write_bytes(bytes([number]) + fuzzed.SEEDS[name])
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=20", folder], once)
        atheris.Fuzz()


def main() -> None:
    """Fuzz, print, keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--atheris", type=int, default=0, metavar="SECONDS")
    wished = parser.parse_args()
    logging.disable(logging.WARNING)  # a line for each file that cannot be read
    if wished.atheris:
        by_coverage(wished.atheris)
        return
    if wished.again:
        STATE.unlink(missing_ok=True)
    state = run(wished.cases, wished.batch)
    table(("cases", "failures", "minutes"), [(state["cases"], len(state["failures"]), state["seconds"] / 60)])
    need(not state["failures"], "Some cases failed: see bench/results/failed.")


if __name__ == "__main__":
    main()
