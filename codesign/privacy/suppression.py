"""Complementary suppression: which cells of a table to hide so that none of the hidden ones can be worked out.

A table with its margins is a circulation: each cell is an arc from its row to its column, each margin an arc back, and
what enters a row or a column leaves it (Cox 1995, *Network models for complementary cell suppression*; Hundepool et al.
2012, *Statistical Disclosure Control*, ch. 4). How far a hidden cell may be from its number, the shown ones kept, is a
greatest flow from one end of its arc to the other through the hidden arcs: exact for any table of two dimensions, where
bounds by single lines are not. Cells are hidden, the smallest first, until every hidden one has a span that is wide
enough. It is no optimum: another choice may hide fewer.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]
Grid: TypeAlias = Sequence[Sequence[int]]
Residual: TypeAlias = dict[int, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows of cells without any table: numbers that they do not exceed, or are not under."""

    most: Mapping[Place, int] = field(default_factory=dict)
    least: Mapping[Place, int] = field(default_factory=dict)

    def bounds(self, place: Place) -> tuple[float, float]:
        """Return the least and the most that a hidden cell may be."""
        return self.least.get(place, 0), self.most.get(place, inf)


def with_margins(rows: Grid) -> list[list[int]]:
    """Return the grid with the sum of each row after it, and of each column under it."""
    grid = [[*line, sum(line)] for line in rows]
    width = len(rows[0]) + 1 if rows else 1
    return [*grid, [sum(line[j] for line in grid) for j in range(width)]]


def suppressed(grid: Grid, k: int, first: Collection[Place], known: Known) -> set[Place]:
    """Return the places to hide, `first` and all under `k` among them, in a grid with its margins last.

    No hidden place follows from its line, whose hidden ones add up to `k` or more; and each may lie anywhere in a span
    of `k` or more, or of what it could be were everything hidden, where that is less.
    """
    height, width = len(grid), len(grid[0])
    every = [(i, j) for i in range(height) for j in range(width)]
    hidden = {place for place in every if grid[place[0]][place[1]] < k} | set(first)
    lines = [[(i, j) for j in range(width)] for i in range(height)]
    lines += [[(i, j) for i in range(height)] for j in range(width)]
    enough = {place: span(grid, every, place, known, k) for place in every}
    while True:
        _hide_what_follows(grid, lines, hidden, k)
        narrow = next((each for each in sorted(hidden) if span(grid, hidden, each, known, k) < enough[each]), None)
        if narrow is None:
            return hidden
        hidden.add(_beside(grid, narrow, hidden))


def span(grid: Grid, hidden: Collection[Place], place: Place, known: Known, enough: float = inf) -> float:
    """Return how far apart the least and the most are that a hidden place may be; `enough` where that is more."""
    ways: Residual = defaultdict(dict)
    for i, j in hidden:
        if (i, j) != place:
            tail, head = _ends(grid, (i, j))
            least, most = known.bounds((i, j))
            ways[tail][head] = most - grid[i][j]
            ways[head][tail] = grid[i][j] - least
    tail, head = _ends(grid, place)
    number, (least, most) = grid[place[0]][place[1]], known.bounds(place)
    up = _flow(ways, head, tail, min(enough, most - number))
    return up + _flow(ways, tail, head, min(enough - up, number - least))


def _ends(grid: Grid, place: Place) -> Place:
    """Return the arc of a cell: from its row to its column, margins the other way; rows first, then columns."""
    row, column = place[0], len(grid) + place[1]
    margin = (place[0] == len(grid) - 1) != (place[1] == len(grid[0]) - 1)
    return (column, row) if margin else (row, column)


def _flow(ways: Residual, source: int, sink: int, wanted: float) -> float:
    """Return the greatest flow up to `wanted` (Edmonds and Karp 1972); the ways are left as they were."""
    left: Residual = defaultdict(dict, {node: dict(heads) for node, heads in ways.items()})
    found = 0.0
    while found < wanted and (path := _path(left, source, sink)):
        more = min(wanted - found, *(left[tail][head] for tail, head in path))
        for tail, head in path:
            left[tail][head] -= more
            left[head][tail] = left[head].get(tail, 0) + more
        found += more
    return found


def _path(left: Residual, source: int, sink: int) -> list[tuple[int, int]]:
    """Return the shortest way with room left, or nothing."""
    came: dict[int, int] = {source: source}
    queue = deque([source])
    while queue and sink not in came:
        node = queue.popleft()
        for head, room in left[node].items():
            if room > 0 and head not in came:
                came[head] = node
                queue.append(head)
    path = []
    node = sink if sink in came else source
    while node != source:
        path.append((came[node], node))
        node = came[node]
    return path[::-1]


def _hide_what_follows(grid: Grid, lines: Sequence[Sequence[Place]], hidden: set[Place], k: int) -> None:
    """Add to `hidden` until none follows from its line by subtraction."""
    changed = True
    while changed:
        changed = False
        for line in lines:
            while (place := _next_to_hide(grid, line, hidden, k)) is not None:
                hidden.add(place)
                changed = True


def _beside(grid: Grid, place: Place, hidden: set[Place]) -> Place:
    """Return the smallest shown place, in the row or column of `place` where there is one.

    There is a shown one somewhere: nothing is narrow where all is hidden.
    """
    kept = [(i, j) for i, row in enumerate(grid) for j in range(len(row)) if (i, j) not in hidden]
    return min(kept, key=lambda each: (each[0] != place[0] and each[1] != place[1], grid[each[0]][each[1]]))


def _next_to_hide(grid: Grid, line: Sequence[Place], hidden: set[Place], k: int) -> Place | None:
    kept = [place for place in line if place not in hidden]
    gone = [place for place in line[:-1] if place in hidden]
    margin_hidden = line[-1] in hidden
    if not gone and not margin_hidden:
        return None
    enough = len(gone) + margin_hidden >= 2 and (margin_hidden or sum(grid[i][j] for i, j in gone) >= k)
    if enough or not kept:
        return None
    return min(kept, key=lambda place: grid[place[0]][place[1]])
