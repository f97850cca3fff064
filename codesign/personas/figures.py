"""How many people of a persona live what: exact for the team that builds it, masked and rounded for everybody else.

People are counted once by pseudonym; notes without one count as one person per occasion and author. Only codes put by
a person, status present, in notes whose consent allows personas.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codesign.i18n import _, ngettext, percent
from codesign.privacy import Masked, masked_count, masked_share, rounded, threshold

FAMILIES = ("barrier", "need", "strategy", "aspiration", "touchpoint", "leader")


@dataclass(frozen=True, slots=True)
class Frequency:
    """One code: how many people of the persona, and its share in all the people heard.

    `fraction` (0–1) is the length of a bar. Shares are None where they would say too much; `reference` (0–1) is the
    overall share as it is shown.
    """

    family: str
    code: str
    count: Masked
    people: Masked
    share: str | None
    overall: str | None
    fraction: float
    reference: float | None = None

    def __str__(self) -> str:
        """Say the count in words: “18 of 24 people (75 %), against 22 % overall”."""
        counted = ngettext(
            "%(n)s person of %(people)s", "%(n)s people of %(people)s", self.count.value or 0, people=str(self.people)
        )
        if self.share is None:
            return counted
        if self.overall is None:
            return f"{counted} ({self.share})"
        return f"{counted} ({self.share}), " + _("against %(share)s overall", share=self.overall)

    @property
    def brief(self) -> str:
        """Say the count in little room: “18 of 24 (75 %)”."""
        counted = _("%(count)s of %(people)s", count=str(self.count), people=str(self.people))
        return counted if self.share is None else f"{counted} ({self.share})"


@dataclass(frozen=True, slots=True)
class Frequencies:
    """The counts of one choice of people, most frequent first; `exact` says that nothing was left out."""

    people: Masked
    rows: tuple[Frequency, ...]
    exact: bool

    def family(self, family: str, limit: int | None = None) -> tuple[Frequency, ...]:
        """Return the codes of one family, most frequent first."""
        return tuple(row for row in self.rows if row.family == family)[:limit]


def exact_frequencies(people: int, total: int, counts: Iterable[tuple[str, str, int, int]]) -> Frequencies:
    """Return counts as they are, for those who build personas."""
    shown = Masked(people)
    rows = [
        Frequency(
            family,
            code,
            Masked(inside),
            shown,
            percent(inside / people),
            percent(overall / total),
            inside / people,
            overall / total,
        )
        for family, code, inside, overall in counts
        if inside
    ]
    return Frequencies(shown, tuple(rows), exact=True)


def masked_frequencies(
    people: int,
    total: int,
    counts: Iterable[tuple[str, str, int, int]],
    *,
    rounding: bool = True,
    size: Masked | None = None,
) -> Frequencies:
    """Return counts with nothing under the threshold, nor anything that leaves fewer than that on the other side.

    Codes that may not be counted are left out: listing them would tell those that somebody lives from the others.
    Counts are rounded to base 5, and so are the shares and lengths, which would else give the true ones back; not for
    the team, which may know them (`rounding`). `size` is how the number of people is told where more than its
    smallness decides: nothing is counted where it is hidden.
    """
    shown = _shown(masked_count(people), rounding=rounding) if size is None else size
    if shown.hidden:
        return Frequencies(shown, (), exact=False)
    rows = [_masked_row(each, shown, (people, total), rounding=rounding) for each in counts]
    kept = [row for row in rows if not row.count.hidden]
    # ordered by what is shown: the true order would tell counts that round alike apart
    return Frequencies(shown, tuple(sorted(kept, key=lambda row: (-(row.count.value or 0), row.code))), exact=False)


def _shown(count: Masked, *, rounding: bool) -> Masked:
    return rounded(count) if rounding else count


def _masked_row(
    each: tuple[str, str, int, int], shown: Masked, everybody: tuple[int, int], *, rounding: bool
) -> Frequency:
    family, code, inside, overall = each
    people, total = everybody
    least = threshold(code)
    count = _shown(masked_count(inside, least, total=people), rounding=rounding)
    part, whole = count.value or 0, shown.value or 1
    # set beside the counts of the persona, the overall share must not tell those few who live it outside
    outside = masked_count(overall - inside, least, total=total - people)
    reference = None if outside.hidden else masked_share(overall, total, least)
    return Frequency(
        family,
        code,
        count,
        shown,
        masked_share(part, whole, least) if masked_share(inside, people, least) else None,
        reference,
        part / whole,
        None if reference is None else round(20 * overall / total) / 20,
    )
