"""Groups found among invented people, planted or not, beside plain k-means with the best silhouette, in one run.

Run: ``python bench/personas_fit.py [--seeds 20] [--large 4] [--huge 1]``. Prints two tables, writes
``bench/results/personas_fit.json``. ``planted`` rows give the adjusted Rand index with the true groups as a part of the
ceiling (whoever knows everything but who belongs where), and how many groups were found; rows where there is nothing to
find give how often something was. Seconds are processor time of one fit, without the draws that tell how solid a group
is: these stand in a row of their own, per draw. Seeds start at 1,000: none of them was looked at while the method was
made (0 to 69 were).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from _common import median, quantile, table, write
from _planted import ari, gradient, noise, planted
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import silhouette_score

from codesign.personas import fit
from codesign.personas.fitting import SEED, fit_groups
from codesign.personas.latent import told
from codesign.personas.stability import one_draw

FIRST = 1_000
Labels = NDArray[np.int64]


def plain(codes: Labels) -> Labels:
    """K-means on tf-idf of codes, the number of groups by the best silhouette: what is done most."""
    rows = codes.any(axis=1)
    weighed = TfidfTransformer().fit_transform((codes[rows] > 0).astype(float)).toarray()
    best, score = np.zeros(len(weighed), dtype=np.int64), -2.0
    for k in range(2, 11):
        labels = KMeans(k, n_init=4, random_state=0).fit_predict(weighed)
        now = silhouette_score(weighed, labels, sample_size=min(2_000, len(weighed)), random_state=0)
        if now > score:
            best, score = labels, now
    found = np.full(len(codes), -1, dtype=np.int64)
    found[rows] = best
    return found


METHODS: Mapping[str, Callable[[Labels], Labels]] = {"ours": fit, "k-means": plain}


def groups(labels: Labels) -> int:
    """How many groups there are."""
    return len(set(labels.tolist()) - {-1})


def timed(method: Callable[[Labels], Labels], codes: Labels) -> tuple[Labels, float]:
    """Labels, and CPU seconds."""
    start = time.process_time()
    labels = method(codes)
    return labels, time.process_time() - start


def found_again(n: int, seeds: range, *, weak: bool) -> dict[str, dict[str, Any]]:
    """What each method finds of what was planted."""
    rows: dict[str, dict[str, Any]] = {name: {"ari": [], "groups": [], "cpu": [], "smallest": []} for name in METHODS}
    ceiling = []
    for seed in seeds:
        people = planted(n, seed, weak=weak)
        ceiling.append(ari(people.perfect, people.truth))
        for name, method in METHODS.items():
            labels, cpu = timed(method, people.codes)
            sizes = np.bincount(labels[labels >= 0])
            for key, value in (("ari", ari(labels, people.truth)), ("groups", groups(labels)), ("cpu", cpu)):
                rows[name][key].append(value)
            rows[name]["smallest"].append(int(sizes[sizes > 0].min()))
    return {name: {**row, "ceiling": ceiling} for name, row in rows.items()}


def found_in_nothing(n: int, seeds: range, make: Callable[[int, int], Labels]) -> dict[str, list[int]]:
    """How many groups each method sees where there are none."""
    return {name: [groups(method(make(n, seed))) for seed in seeds] for name, method in METHODS.items()}


def shuffled(n: int, seeds: range) -> float:
    """Least agreement (ARI) of the groups with those of the same people in another order."""
    least = 1.0
    for seed in seeds:
        codes = planted(n, seed).codes
        order = np.random.default_rng(seed).permutation(n)
        least = min(least, ari(fit(codes[order]), fit(codes)[order]))
    return least


def per_draw(n: int) -> float:
    """CPU seconds of one of the draws that tell how solid groups are."""
    codes = planted(n, FIRST).codes
    codes = codes[codes.any(axis=1)]
    labels = fit_groups(codes).labels
    start = time.process_time()
    for number in range(3):
        one_draw(told(codes), labels, SEED, number)
    return (time.process_time() - start) / 3


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("seeds", 20), ("large", 4), ("huge", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    sizes = {60: asked.seeds, 300: asked.seeds, 3_000: asked.large, 100_000: asked.huge}
    result: dict[str, Any] = {"seeds": sizes, "planted": {}, "nothing": {}}
    lines = []
    for n, count in ((n, count) for n, count in sizes.items() if count):
        seeds = range(FIRST, FIRST + count)
        for weak in (False, True) if n < 100_000 else (False,):
            found = found_again(n, seeds, weak=weak)
            result["planted"][f"{n}{' weak' if weak else ''}"] = found
            for name, row in found.items():
                part = float(np.mean(row["ari"]) / np.mean(row["ceiling"]))
                number = f"{median(row['groups']):.0f} ({min(row['groups'])}–{max(row['groups'])})"
                kind = "weak" if weak else "planted"
                cells = (f"{part:.0%}", number, min(row["smallest"]), round(quantile(row["cpu"], 0.5), 2))
                lines.append((n, kind, name, float(np.mean(row["ceiling"])), *cells))
                print(lines[-1], flush=True)
    table(("people", "data", "method", "ceiling", "of the ceiling", "groups (true: 6)", "smallest", "CPU s"), lines)
    lines = []
    for n in (30, 60, 300, 3_000):
        seeds = range(FIRST, FIRST + sizes.get(n, asked.seeds))
        for kind, make in (("noise", noise), ("gradient", gradient)):
            seen = found_in_nothing(n, seeds, make) if seeds else {}
            result["nothing"][f"{n} {kind}"] = seen
            for name, numbers in seen.items():
                lines.append((n, kind, name, f"{sum(g > 1 for g in numbers)} of {len(numbers)}", max(numbers)))
                print(lines[-1], flush=True)
    table(("people", "data", "method", "groups where there are none", "most"), lines)
    result["order_least_ari"] = {n: shuffled(n, range(FIRST, FIRST + 3)) for n in (60, 300)}
    result["cpu_per_draw"] = {n: round(per_draw(n), 2) for n in (60, 300, 2_000)}
    print("row order, least ARI:", result["order_least_ari"], "CPU s per draw:", result["cpu_per_draw"])
    write("personas_fit", result)


if __name__ == "__main__":
    main()
