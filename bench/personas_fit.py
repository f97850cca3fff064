"""Groups found among invented people, planted or not, beside the usual methods, on the same data in the same run.

Run: ``nice -n 15 python bench/personas_fit.py [--only ours] [--seeds 20] [--huge 20] [--report]``. Every answer is put
in ``bench/results/personas_fit.json`` as it comes, under its number of people, kind of data, method and seed; what is
there is not computed again, so a run may be stopped and gone on with. ``--report`` prints the tables of what is there.

``planted`` and ``weak`` rows: adjusted Rand index (ARI) with the true groups as a part of the ceiling (whoever knows
everything but who belongs where). ``noise`` and ``gradient``: how often something was found where there is nothing.
``trap``: ARI with the true groups and with the groups of six attributes that have nothing to do with them. ``order``:
ARI of the groups with those of the same people in another order. ``draw``: one of the draws that tell how solid a group
is, on 2,000 people at most. Seconds are processor time of one fit on one thread. Seeds start at 2,000: none of them was
looked at while the method was made (tuned on 0 to 199; 1,000 to 1,019 were read once, before it learnt to count notes).
"""

from __future__ import annotations

import argparse
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: one thread, as is measured

import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
from _common import RESULTS, median, quantile, table, write
from _planted import Planted, ari, attributes, gradient, noise, planted
from _rivals import Labels, classes, factors, mixed, plain

from codesign.personas import fit
from codesign.personas.fitting import SEED, fit_groups
from codesign.personas.latent import told
from codesign.personas.stability import one_draw

FIRST = 2_000
NAME = "personas_fit"
SIZES = (30, 60, 300, 3_000, 100_000)
EMPTY = {"noise": noise, "gradient": gradient}
METHODS: Mapping[str, Callable[[Labels], Labels]] = {
    "ours": fit,
    "k-means": plain,
    "NMF": factors,
    "LCA-BIC": classes,
}
Row: TypeAlias = dict[str, float]
Results: TypeAlias = dict[str, dict[str, Row]]


def groups(labels: Labels) -> int:
    """How many groups there are."""
    return len(set(labels.tolist()) - {-1})


def timed(method: Callable[[Labels], Labels], codes: Labels) -> tuple[Labels, float]:
    """Labels, and CPU seconds."""
    start = time.process_time()
    labels = method(codes)
    return labels, time.process_time() - start


def found_again(n: int, kind: str, method: str, seed: int) -> Row:
    """What a method finds of what was planted."""
    people = planted(n, seed, weak=kind == "weak")
    labels, cpu = timed(METHODS[method], people.codes)
    sizes = np.bincount(labels[labels >= 0])
    return {
        "ari": ari(labels, people.truth),
        "ceiling": ari(people.perfect, people.truth),
        "groups": groups(labels),
        "recovered": recovered(labels, people),
        "smallest": int(sizes[sizes > 0].min()),
        "cpu": cpu,
    }


def recovered(labels: Labels, people: Planted) -> int:
    """How many of the six groups have one found that holds half of each other at least (Jaccard 0.5)."""
    found = [labels == each for each in set(labels.tolist()) - {-1}]
    true = [people.truth == each for each in range(6)]
    return sum(any((one & two).sum() >= 0.5 * (one | two).sum() for two in found) for one in true)


def found_in_nothing(n: int, kind: str, method: str, seed: int) -> Row:
    """How many groups a method sees where there are none."""
    labels, cpu = timed(METHODS[method], EMPTY[kind](n, seed))
    return {"groups": groups(labels), "cpu": cpu}


def trapped(n: int, _kind: str, method: str, seed: int) -> Row:
    """Whether attributes that are strongly grouped, and tell nothing, are taken for personas."""
    people = planted(n, seed)
    cluster, six = attributes(n, seed)
    if method == "codes and attributes":
        labels = mixed(people.codes, six)
        same = 0.0
    elif method == "ours":
        labels = fit(people.codes, attributes=six)
        same = float((labels == fit(people.codes)).all())
    else:
        labels = METHODS[method](people.codes)
        same = 1.0
    return {"ari": ari(labels, people.truth), "with_attributes": ari(labels, cluster), "same_without": same}


def shuffled(n: int, _kind: str, method: str, seed: int) -> Row:
    """Agreement of the groups with those of the same people in another order."""
    codes = planted(n, seed).codes
    order = np.random.default_rng(seed).permutation(n)
    return {"ari": ari(METHODS[method](codes[order]), METHODS[method](codes)[order])}


def drawn(n: int, _kind: str, _method: str, seed: int) -> Row:
    """CPU seconds of one of the draws that tell how solid groups are, and the Jaccard of its groups."""
    codes = planted(n, seed).codes
    codes = codes[codes.any(axis=1)]
    labels = fit_groups(codes).labels
    start = time.process_time()
    nearest = one_draw(told(codes), labels, SEED, 0)
    return {"cpu": time.process_time() - start, "jaccard": float(nearest.mean()), "worst": float(nearest.min())}


MEASURES: Mapping[str, Callable[[int, str, str, int], Row]] = {
    "planted": found_again,
    "weak": found_again,
    "noise": found_in_nothing,
    "gradient": found_in_nothing,
    "trap": trapped,
    "order": shuffled,
    "draw": drawn,
}


def asked_for(seeds: int, huge: int) -> Iterator[tuple[int, str, str, int]]:
    """Yield what is measured: people, kind of data, method, how many seeds; the dearest last."""
    for n in SIZES:
        count = huge if n == 100_000 else seeds
        for method in METHODS:
            for kind in ("planted", "weak") if n > 30 else ():
                yield n, kind, method, count if method == "ours" or n < 100_000 else min(count, 3)
            for kind in EMPTY if n < 100_000 else ():
                yield n, kind, method, count
            if n in {60, 300, 3_000}:
                yield n, "order", method, min(count, 10)
    for method in (*METHODS, "codes and attributes"):
        yield 300, "trap", method, seeds
    for n in (60, 300, 2_000):
        yield n, "draw", "ours", min(seeds, 5)


def measure(asked: argparse.Namespace) -> Results:
    """Measure what is not there yet, one answer after the other."""
    path = RESULTS / f"{NAME}.json"
    kept: Results = json.loads(path.read_text("utf-8")).get("rows", {}) if path.exists() else {}
    for n, kind, method, count in asked_for(asked.seeds, asked.huge):
        if asked.report or (asked.only and method != asked.only) or n > asked.most:
            continue
        rows = kept.setdefault(f"{n} {kind} {method}", {})
        for seed in range(FIRST, FIRST + count):
            if str(seed) in rows:
                continue
            found = MEASURES[kind](n, kind, method, seed)
            rows[str(seed)] = {name: round(value, 4) for name, value in found.items()}
            write(NAME, {"first_seed": FIRST, "rows": kept})
        print(n, kind, method, len(rows), flush=True)
    return kept


def column(rows: Mapping[str, Row], name: str) -> list[float]:
    """One figure of every seed."""
    return [row[name] for row in rows.values()]


def report(kept: Results) -> None:
    """Print what was measured, in four tables."""
    lines: dict[str, list[tuple[Any, ...]]] = {"found": [], "nothing": [], "trap": [], "order": [], "draw": []}
    for key, rows in kept.items():
        size, kind, method = key.split(" ", 2)
        head = (int(size), kind, method, len(rows))
        if kind in {"planted", "weak"}:
            lines["found"].append((*head, *_found(rows)))
        elif kind in EMPTY:
            seen = column(rows, "groups")
            none = sum(each <= 1 for each in seen) / len(seen)
            lines["nothing"].append((*head, f"{none:.0%}", int(max(seen)), median(column(rows, "cpu"))))
        elif kind == "trap":
            ours = np.mean(column(rows, "ari")), np.mean(np.abs(column(rows, "with_attributes")))
            lines["trap"].append((*head, *map(float, ours), f"{np.mean(column(rows, 'same_without')):.0%}"))
        elif kind == "order":
            lines["order"].append((*head, float(np.mean(column(rows, "ari"))), min(column(rows, "ari"))))
        else:
            worst = float(np.mean(column(rows, "worst")))
            lines["draw"].append((*head, float(np.mean(column(rows, "jaccard"))), worst, median(column(rows, "cpu"))))
    first = ("people", "data", "method", "seeds")
    table(
        (*first, "ceiling", "of the ceiling", "groups (true: 6)", "recovered", "smallest", "CPU s", "most"),
        lines["found"],
    )
    table((*first, "one group", "most groups", "CPU s"), lines["nothing"])
    table((*first, "ARI with the groups", "with attributes", "same without"), lines["trap"])
    table((*first, "ARI", "least"), lines["order"])
    table((*first, "Jaccard", "worst group", "CPU s a draw"), lines["draw"])


def _found(rows: Mapping[str, Row]) -> tuple[Any, ...]:
    ceiling, found = float(np.mean(column(rows, "ceiling"))), column(rows, "groups")
    number = f"{median(found):.0f} ({min(found):.0f}–{max(found):.0f})"
    part = f"{np.mean(column(rows, 'ari')) / ceiling:.0%}"
    cpu = column(rows, "cpu")
    again = float(np.mean(column(rows, "recovered")))
    return ceiling, part, number, again, int(min(column(rows, "smallest"))), quantile(cpu, 0.5), max(cpu)


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--huge", type=int, default=20, help="seeds of 100,000 people; three for the other methods")
    parser.add_argument("--most", type=int, default=100_000, help="leave out what has more people")
    parser.add_argument("--only", default="", help="one method")
    parser.add_argument("--report", action="store_true", help="measure nothing, print what is there")
    warnings.filterwarnings("ignore")  # of the other methods: that they did not settle
    report(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
