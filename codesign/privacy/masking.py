"""Small numbers stay hidden: the one engine that every count passes through before it leaves the team.

Primary rule: a count of distinct people under k is not shown, zero included, since "nobody" says something of everyone
in a small group. Complementary rule: a hidden cell must not follow from its line by subtraction, nor be held between
bounds that are too close (cell suppression, `suppression`; Willenborg & de Waal 2001, *Elements of Statistical
Disclosure Control*; Hundepool et al. 2012, *Statistical Disclosure Control*). Whoever adds and subtracts all that is
published together is left with `K` possible values or more for every small number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from codesign.i18n import _, number, percent
from codesign.privacy.suppression import Known, suppressed, with_margins

K = 5
K_SENSITIVE = 10
SENSITIVE_CODES = frozenset({"statut", "sante", "sante_mentale", "securite"})
MIN_DENOMINATOR = 20
KEPT_BACK = "—"

Key = TypeVar("Key", bound=Hashable)
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


def rounded_parts(counts: Mapping[Key, int], total: int, k: int = K, *, near: bool = False) -> dict[Key, Masked]:
    """Return the sizes of groups without anybody in common, rounded to base 5, beside a total that a reader may know.

    Nor are those told who stand in no group, where they are few: the smallest groups are hidden until a reader is left
    with `k` numbers or more. That nobody is left over points at nobody. `near`: the total is known rounded too.
    """
    whole = rounded(Masked(total)).value or 0
    bounds = (max(k, whole - 2), whole + 2) if near else (total, total)
    shown = {key: rounded(masked_count(n, k)) for key, n in counts.items()}
    rest = total - sum(counts.values())
    for key in sorted(counts, key=lambda each: counts[each]):
        if not 0 < rest < k or _numbers_left(shown.values(), bounds, k) >= k:
            break
        shown[key] = kept_back(k)
    return shown


def _numbers_left(groups: Iterable[Masked], total: tuple[int, int], k: int) -> int:
    """Return how many numbers of people in no group agree with the sizes shown and the bounds of the total."""
    near = [(max(k, each.value - 2), each.value + 2) if each.value is not None else (0, total[1]) for each in groups]
    most = total[1] - sum(low for low, _high in near)
    return most - max(0, total[0] - sum(high for _low, high in near)) + 1


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
    listed: bool = False,
) -> tuple[dict[Key, Masked], Masked]:
    """Return counts that add up to a total, and the total: none follows from the others by subtraction.

    `hidden` are parts kept back for another reason, which must not follow from the others either. `limits` are numbers
    that a reader knows each part not to exceed, such as the people who stand there. `listed` says that only parts which
    hold somebody are named at all, so that a reader knows each to be one or more.
    """
    known = {("", key): limit for key, limit in (limits or {}).items()}
    least = {("", key): 1 for key in counts} if listed else {}
    table = mask_table({"": counts}, k=k, hidden={("", key) for key in hidden}, limits=known, floors=least)
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
    floors: Mapping[tuple[Row, Column], int] | None = None,
) -> MaskedTable[Row, Column]:
    """Hide cells until no hidden one follows from the published margins by subtraction.

    Every line (rows, columns, and the margins themselves) ends with no hidden cell or at least two that add up
    to `k` or more; the smallest cell goes first, ties by order. Then more is hidden until every hidden one may lie
    anywhere in a span of `k` or more (or of what it could be were everything hidden, where that is less), whatever is
    worked out from all lines together. `hidden` cells are hidden whatever their number; `limits` and `floors` are
    numbers that a reader knows cells not to exceed, or not to be under.
    """
    rows, columns = list(table), list(next(iter(table.values()), {}))
    grid = with_margins([[table[row].get(column, 0) for column in columns] for row in rows])

    def placed(numbers: Mapping[tuple[Row, Column], int] | None) -> dict[tuple[int, int], int]:
        return {(rows.index(row), columns.index(column)): n for (row, column), n in (numbers or {}).items()}

    places = placed(dict.fromkeys(hidden, 0))
    gone = suppressed(grid, k, places, Known(placed(limits), placed(floors)))
    cell = [
        [kept_back(k) if (i, j) in gone else Masked(n, k) for j, n in enumerate(line)] for i, line in enumerate(grid)
    ]
    return MaskedTable(
        cells={(row, column): cell[i][j] for i, row in enumerate(rows) for j, column in enumerate(columns)},
        row_totals={row: cell[i][-1] for i, row in enumerate(rows)},
        column_totals={column: cell[-1][j] for j, column in enumerate(columns)},
        total=cell[-1][-1],
    )
