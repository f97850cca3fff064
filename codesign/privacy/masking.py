"""Small numbers stay hidden: the one engine that every count passes through before it leaves the team.

Primary rule: a count of distinct people under k is not shown, zero included, since "nobody" says something of everyone
in a small group. Complementary rule: a hidden cell must not follow from its line by subtraction, nor be held between
bounds that are too close (cell suppression; Willenborg & de Waal 2001, *Elements of Statistical Disclosure Control*).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

from codesign.i18n import _, number, percent

K = 5
K_SENSITIVE = 10
SENSITIVE_CODES = frozenset({"statut", "sante", "sante_mentale", "securite"})
MIN_DENOMINATOR = 20
KEPT_BACK = "—"

Key = TypeVar("Key", bound=Hashable)
Place = tuple[int, int]
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)


def threshold(code: str) -> int:
    """Return the least number of people that may be shown for `code`: more where harm would be greater."""
    return K_SENSITIVE if code in SENSITIVE_CODES else K


@dataclass(frozen=True, slots=True)
class Masked:
    """A count of people that may be shown: `value` is None when it is hidden.

    `small` says that nothing but its smallness can have hidden it, so that `< k` is true. Where a large number may be
    hidden too (to protect another, or because nearly everybody counts), every hidden one says the same and no more:
    telling the two apart would say which ones are small.
    """

    value: int | None
    k: int = K
    small: bool = True

    @property
    def hidden(self) -> bool:
        """Whether the number is kept back."""
        return self.value is None

    def __str__(self) -> str:
        if self.value is not None:
            return number(self.value)
        return _("< %(k)s", k=self.k) if self.small else KEPT_BACK


def kept_back(k: int = K) -> Masked:
    """Return a hidden count of which nothing is said, not even that it is small."""
    return Masked(None, k, small=False)


def masked_count(n: int, k: int = K, *, total: int | None = None) -> Masked:
    """Return `n` people, hidden when under `k`, or when all but fewer than `k` of `total` are counted.

    "All of them" points at nobody, yet says of each what each has: hidden where the threshold is that of greater harm.
    """
    if total is None:
        return Masked(n if n >= k else None, k)
    rest = total - n
    everybody = rest == 0 and k < K_SENSITIVE
    return Masked(n, k) if n >= k and (everybody or rest >= k) else kept_back(k)


def masked_share(n: int, total: int, k: int = K) -> str | None:
    """Return `n` of `total` as a percentage rounded to 5 points, or None where it would say too much.

    A share needs at least 20 people below the line, and a count that may itself be shown.
    """
    if total < MIN_DENOMINATOR or masked_count(n, k, total=total).hidden:
        return None
    return percent(round(20 * n / total) / 20)


def rounded(count: Masked) -> Masked:
    """Return the count rounded to base 5, for partners and the public."""
    return count if count.value is None else Masked(5 * round(count.value / 5), count.k)


def mask_series(
    counts: Mapping[Key, int], *, total: int, k: Callable[[Key], int] = lambda _key: K
) -> dict[Key, Masked]:
    """Return counts that overlap (a person may stand in several), each judged alone and against `total` people."""
    return {key: masked_count(n, k(key), total=total) for key, n in counts.items()}


def mask_parts(
    counts: Mapping[Key, int],
    *,
    k: int = K,
    hidden: Collection[Key] = (),
    limits: Mapping[Key, int] | None = None,
) -> tuple[dict[Key, Masked], Masked]:
    """Return counts that add up to a total, and the total: none follows from the others by subtraction.

    `hidden` are parts kept back for another reason, which must not follow from the others either. `limits` are numbers
    that a reader knows each part not to exceed, such as the people who stand there.
    """
    known = {("", key): limit for key, limit in (limits or {}).items()}
    table = mask_table({"": counts}, k=k, hidden={("", key) for key in hidden}, limits=known)
    return {key: table.cells["", key] for key in counts}, table.row_totals[""]


@dataclass(frozen=True, slots=True)
class MaskedTable(Generic[Row, Column]):
    """Cells and margins that may be published together."""

    cells: Mapping[tuple[Row, Column], Masked]
    row_totals: Mapping[Row, Masked]
    column_totals: Mapping[Column, Masked]
    total: Masked


def mask_table(
    table: Mapping[Row, Mapping[Column, int]],
    *,
    k: int = K,
    hidden: Collection[tuple[Row, Column]] = (),
    limits: Mapping[tuple[Row, Column], int] | None = None,
) -> MaskedTable[Row, Column]:
    """Hide cells until no hidden one follows from the published margins by subtraction.

    Every line (rows, columns, and the margins themselves) ends with no hidden cell or at least two that add up
    to `k` or more; the smallest cell goes first, ties by order. Then each hidden one is bounded by its row and
    its column, again and again, and more is hidden until every one may lie anywhere in a span of `k` or more
    (or of what it could be were everything hidden, where that is less). `hidden` cells are hidden whatever
    their number; `limits` are numbers that a reader knows cells not to exceed.
    """
    rows, columns = list(table), list(next(iter(table.values()), {}))
    grid = [[table[row].get(column, 0) for column in columns] for row in rows]
    grid = [[*line, sum(line)] for line in grid]
    grid.append([sum(line[j] for line in grid) for j in range(len(columns) + 1)])
    places = {(rows.index(row), columns.index(column)) for row, column in hidden}
    highest = {(rows.index(row), columns.index(column)): n for (row, column), n in (limits or {}).items()}
    gone = _suppress(grid, k, places, highest)
    cell = [
        [kept_back(k) if (i, j) in gone else Masked(n, k) for j, n in enumerate(line)] for i, line in enumerate(grid)
    ]
    return MaskedTable(
        cells={(row, column): cell[i][j] for i, row in enumerate(rows) for j, column in enumerate(columns)},
        row_totals={row: cell[i][-1] for i, row in enumerate(rows)},
        column_totals={column: cell[-1][j] for j, column in enumerate(columns)},
        total=cell[-1][-1],
    )


def _suppress(
    grid: Sequence[Sequence[int]], k: int, first: Collection[Place], limits: Mapping[Place, int]
) -> set[Place]:
    """Return the places to hide, `first` among them, in a grid whose last row and column are the sums of the others."""
    height, width = len(grid), len(grid[0])
    hidden = {(i, j) for i in range(height) for j in range(width) if grid[i][j] < k} | set(first)
    lines = [[(i, j) for j in range(width)] for i in range(height)]
    lines += [[(i, j) for i in range(height)] for j in range(width)]
    anywhere = _spans(grid, lines, {place for line in lines for place in line}, limits)
    while True:
        _hide_what_follows(grid, lines, hidden, k)
        spans = _spans(grid, lines, hidden, limits)
        narrow = next((place for place in sorted(hidden) if spans[place] < min(k, anywhere[place])), None)
        if narrow is None:
            return hidden
        hidden.add(_beside(grid, narrow, hidden))


def _hide_what_follows(
    grid: Sequence[Sequence[int]], lines: Sequence[Sequence[Place]], hidden: set[Place], k: int
) -> None:
    """Add to `hidden` until none follows from its line by subtraction."""
    changed = True
    while changed:
        changed = False
        for line in lines:
            while (place := _next_to_hide(grid, line, hidden, k)) is not None:
                hidden.add(place)
                changed = True


def _spans(
    grid: Sequence[Sequence[int]], lines: Sequence[Sequence[Place]], hidden: set[Place], limits: Mapping[Place, int]
) -> dict[Place, float]:
    """Return how far apart the least and the most are that each place may be, the others but `hidden` known."""
    bounds: dict[Place, tuple[float, float]] = {
        (i, j): (0, limits.get((i, j), inf)) if (i, j) in hidden else (n, n)
        for i, row in enumerate(grid)
        for j, n in enumerate(row)
    }
    while any(_tighten(bounds, line) for line in lines):
        pass  # until a whole turn moves nothing
    return {place: most - least for place, (least, most) in bounds.items()}


def _tighten(bounds: dict[Place, tuple[float, float]], line: Sequence[Place]) -> bool:
    """Narrow the bounds of a line to what its sum allows; say whether anything moved."""
    *parts, margin = line
    before = [bounds[place] for place in line]
    low, high = bounds[margin]
    bounds[margin] = low, high = (
        max(low, sum(bounds[each][0] for each in parts)),
        min(high, sum(bounds[each][1] for each in parts)),
    )
    for place in parts:
        others = [bounds[each] for each in parts if each != place]
        least, most = bounds[place]
        bounds[place] = (
            max(least, low - sum(each[1] for each in others)),
            min(most, high - sum(each[0] for each in others)),
        )
    return before != [bounds[place] for place in line]


def _beside(grid: Sequence[Sequence[int]], place: Place, hidden: set[Place]) -> Place:
    """Return the smallest shown place, in the row or column of `place` where there is one.

    There is a shown one somewhere: nothing is narrow where all is hidden.
    """
    kept = [(i, j) for i, row in enumerate(grid) for j in range(len(row)) if (i, j) not in hidden]
    return min(kept, key=lambda each: (each[0] != place[0] and each[1] != place[1], grid[each[0]][each[1]]))


def _next_to_hide(grid: Sequence[Sequence[int]], line: Sequence[Place], hidden: set[Place], k: int) -> Place | None:
    kept = [place for place in line if place not in hidden]
    gone = [place for place in line[:-1] if place in hidden]
    margin_hidden = line[-1] in hidden
    if not gone and not margin_hidden:
        return None
    enough = len(gone) + margin_hidden >= 2 and (margin_hidden or sum(grid[i][j] for i, j in gone) >= k)
    if enough or not kept:
        return None
    return min(kept, key=lambda place: grid[place[0]][place[1]])
