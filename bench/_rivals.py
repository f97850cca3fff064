"""The usual ways to make personas out of codes, each with its usual way to choose how many: what ours is set beside.

``plain``: k-means on tf-idf, best silhouette. ``factors``: NMF on tf-idf, the number by the cophenetic correlation of
ten random starts (Brunet et al. 2004), on a thousand people at most. ``classes``: latent class analysis by StepMix, the
number by BIC. ``mixed``: average linkage on codes and attributes (Gower), best silhouette; it needs every pair.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import average, cophenet, fcluster
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import silhouette_score
from stepmix.stepmix import StepMix

Labels: TypeAlias = NDArray[np.int64]
Matrix: TypeAlias = NDArray[np.float64]
MOST = 10  # groups


def plain(codes: Labels) -> Labels:
    """K-means on tf-idf of codes, the number of groups by the best silhouette: what is done most."""
    rows, weighed = _weighed(codes)
    best, score = np.zeros(len(weighed), dtype=np.int64), -2.0
    for k in range(2, MOST + 1):
        labels = KMeans(k, n_init=4, random_state=0).fit_predict(weighed)
        now = silhouette_score(weighed, labels, sample_size=min(2_000, len(weighed)), random_state=0)
        if now > score:
            best, score = labels, now
    return _everybody(rows, best)


def factors(codes: Labels, runs: int = 10) -> Labels:
    """Parts of people (NMF), each to the one that weighs most; the number whose groups come back most alike."""
    rows, weighed = _weighed(codes)
    few = weighed[np.random.default_rng(0).permutation(len(weighed))[:1_000]]
    best, score = 2, -2.0
    for k in range(2, MOST + 1):
        together = np.zeros((len(few), len(few)))
        for run in range(runs):
            part = _parts(few, k, run)
            together += part[:, None] == part
        apart = squareform(1 - together / runs, checks=False)
        now = float(cophenet(average(apart), apart)[0])
        if now > score:  # never where every start gives one group: the correlation is not a number
            best, score = k, now
    return _everybody(rows, _parts(weighed, best, 0))


def _parts(weighed: Matrix, k: int, run: int) -> Labels:
    found: Labels = NMF(k, init="random", random_state=run, max_iter=200, tol=1e-3).fit_transform(weighed).argmax(1)
    return found


def classes(codes: Labels) -> Labels:
    """Latent classes (StepMix, three starts), as many as the lowest BIC wants; looked for until it rose twice."""
    rows = codes.any(axis=1)
    lived = (codes[rows] > 0).astype(float)
    best, score = np.zeros(len(lived), dtype=np.int64), np.inf
    worse = 0
    for k in range(1, MOST + 1):
        model = StepMix(n_components=k, measurement="binary", n_init=3, random_state=0, progress_bar=0, max_iter=300)
        model.fit(lived)
        now = float(model.bic(lived))
        worse = 0 if now < score else worse + 1
        if worse == 0:
            best, score = model.predict(lived), now
        elif worse == 2:
            break
    return _everybody(rows, best)


def mixed(codes: Labels, attributes: Labels) -> Labels:
    """Groups of people alike in codes and attributes together: what an attribute trap is made for."""
    lived = np.hstack([codes > 0, *(np.eye(each.max() + 1)[each] for each in attributes.T)])
    weight = np.concatenate([np.ones(codes.shape[1]), *(np.full(each.max() + 1, 0.5) for each in attributes.T)])
    apart = sum(w * (column[:, None] != column) for w, column in zip(weight, lived.T, strict=True))
    near = average(squareform(np.asarray(apart) / (codes.shape[1] + attributes.shape[1]), checks=False))
    tries = [fcluster(near, k, "maxclust") for k in range(2, MOST + 1)]
    scores = [silhouette_score(apart, each, metric="precomputed") if len(set(each)) > 1 else -2.0 for each in tries]
    found: Labels = tries[int(np.argmax(scores))].astype(np.int64)
    return found


def _weighed(codes: Labels) -> tuple[NDArray[np.bool_], Matrix]:
    rows = codes.any(axis=1)
    return rows, TfidfTransformer().fit_transform((codes[rows] > 0).astype(float)).toarray()


def _everybody(rows: NDArray[np.bool_], labels: NDArray[np.integer]) -> Labels:
    found = np.full(len(rows), -1, dtype=np.int64)
    found[rows] = labels
    return found
