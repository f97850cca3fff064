"""The counts of a portrait in words, once for the screen and for every file: facts in short, and panels of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from codesign import fieldnotes
from codesign.i18n import _, month, ngettext, number, percent
from codesign.personas.day import Day, Feeling, Stop
from codesign.personas.describe import Distribution, value_label
from codesign.personas.explain import Trait
from codesign.personas.lenses import Lens, LensRow
from codesign.personas.portrait import Portrait
from codesign.personas.stability import SOLIDITY_LABELS
from codesign.privacy import ATTRIBUTE_LABELS

DAY = "day"


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A row: what, how many, more words, its part of a bar (None: no bar); `n` is the number that is said.

    Rows of one `group` stand together, such as the values of an attribute.
    """

    id: str
    label: str
    text: str
    more: str = ""
    fraction: float | None = None
    n: int | None = None
    group: str = ""

    @property
    def title(self) -> str:
        """What the row is about, its group said first where it has one."""
        return f"{self.group}{_(': ')}{self.label}" if self.group else self.label

    @property
    def words(self) -> str:
        """All that is said of it, in one line."""
        return " · ".join(each for each in (self.text, self.more) if each)


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows under a heading; `note` says whose frame it is, what is kept back, or that nothing is known yet."""

    id: str
    heading: str
    note: str
    rows: tuple[PanelRow, ...]


def facts(of: Portrait) -> tuple[str, ...]:
    """Return what is said under the title: share, solidity, last note, through whom people are heard."""
    share = "" if of.share is None else _("%(share)s of the people heard", share=of.share)
    return tuple(each for each in (share, solidity_text(of), last_note_text(of), voices_text(of.voices)) if each)


def solidity_text(of: Portrait) -> str:
    """Return how solid the group is; made by hand, it says nothing of that."""
    if of.solidity is None:
        return ""
    word = _("Group: %(word)s", word=_(SOLIDITY_LABELS[of.solidity]).lower())
    return word + (", " + _("people chosen anew since") if of.reworked else "")


def last_note_text(of: Portrait) -> str:
    """Return how recent the notes behind it are."""
    if not of.last_note:
        return ""
    when = month(date.fromisoformat(f"{of.last_note}-01"))
    if of.exact:
        return _("Last note: %(month)s", month=when)
    return _("Last notes: since %(month)s", month=when)


def voices_text(of: Distribution) -> str:
    """Return through whom people are heard, in one line; empty where that may not be told."""
    if len(of.parts) == 1 and not of.hidden and of.parts[0].value == "self":
        return _("All tell it themselves, or were accompanied")
    return ", ".join(f"{value_label('voice', each.value)}{_(': ')}{each.count}" for each in of.parts)


def trait_text(trait: Trait | None) -> str:
    """Return what sets a count apart: overall share, lift, interval; empty where there is nothing to compare with."""
    if trait is None or trait.frequency.reference is None:
        return ""
    return _(
        "%(share)s overall · × %(lift)s · likely %(low)s to %(high)s",
        share=percent(trait.frequency.reference),
        lift=number(trait.lift, 1),
        low=percent(trait.low),
        high=percent(trait.high),
    )


def beside_text(trait: Trait | None) -> str:
    """Return how a count stands beside everybody, in words, where the overall share is said already."""
    if trait is None:
        return ""
    return _(
        "× %(lift)s · likely %(low)s to %(high)s",
        lift=number(trait.lift, 1),
        low=percent(trait.low),
        high=percent(trait.high),
    )


def panels(of: Portrait) -> tuple[Panel, ...]:
    """Return the panels of a sheet: the day, two readings of the barriers, who the people are."""
    return (day_panel(of.day), *(lens_panel(each) for each in of.lenses), attributes_panel(of.attributes))


def day_panel(of: Day) -> Panel:
    """Return the stops of the day in order; a day that nobody accompanied is said to be missing."""
    heading = _("A day, accompanied")
    if of.missing:
        note = _("Nobody noted moments with these people yet: their day remains to be observed.")
        return Panel(DAY, heading, note, ())
    if not of.stops:
        return Panel(DAY, heading, _("Not enough moments noted with these people yet to show their day."), ())
    said = [_("From moments noted with some of these people.")]
    if not of.people.hidden:
        said = [_("From moments noted with %(people)s.", people=_people(of.people.value or 0))]
    rare = _("Moments of too few people are left out.") if of.people.hidden else _("Rarer places are left out.")
    said += [rare] if of.hidden else []
    rows = tuple(_stop(each) for each in of.stops)
    return Panel(DAY, heading, " ".join(said), rows)


def stop_label(stop: Stop) -> str:
    """Return where a stop is, and when."""
    place = dict(fieldnotes.PLACES).get(stop.place)
    where = _(place) if place else _("Elsewhere")
    if stop.minute is None:
        return where
    if not stop.minute:
        return _("%(where)s, at the start", where=where)
    return _("%(where)s, at about %(minute)s min", where=where, minute=stop.minute)


def _stop(stop: Stop) -> PanelRow:
    felt = " · ".join(map(feeling_text, stop.feelings))
    return PanelRow(
        stop.place or "elsewhere", stop_label(stop), _people(stop.people.value or 0), felt, n=stop.people.value
    )


def feeling_text(feeling: Feeling) -> str:
    """Return how a stop felt, and whether people said it."""
    words = level_words()[str(feeling.level)]
    if feeling.said:
        return _("%(feeling)s (said by %(n)s)", feeling=words, n=feeling.people)
    return _("%(feeling)s (supposed of %(n)s)", feeling=words, n=feeling.people)


def level_words() -> dict[str, str]:
    """Return the words of the scale of emotions, by level."""
    parts = fieldnotes.TEMPLATES[fieldnotes.NoteKind.SHADOWING].moments
    emotion = next(each for each in parts if each.id == "emotion")
    return {level: _(words) for level, words in emotion.options}


def lens_panel(of: Lens) -> Panel:
    """Return a reading of the barriers, with whose it is."""
    note = _("After %(source)s.", source=of.source)
    if of.hidden:
        note += " " + _("What too few people live is left out.")
    elif not of.rows:
        note += " " + _("No barrier was decided for these people yet.")
    return Panel(of.id, of.title, note, tuple(_step(each) for each in of.rows))


def _step(row: LensRow) -> PanelRow:
    n = row.count.value or 0
    return PanelRow(row.id, row.label, _people(n), ", ".join(row.codes), row.fraction, n)


def attributes_panel(of: tuple[Distribution, ...]) -> Panel:
    """Return who the people are, as distributions; the note names once of which attributes some answers are kept."""
    others = [_(ATTRIBUTE_LABELS[each.name]).lower() for each in of if each.parts and each.hidden]
    quiet = [_(ATTRIBUTE_LABELS[each.name]).lower() for each in of if not each.parts]
    note = _("They describe the group, they did not make it. Values of fewer than 5 people are not shown.")
    if others:
        note += " " + _("Other answers, not shown: %(names)s.", names=", ".join(others))
    if quiet:
        note += " " + _("Not shown at all: %(names)s.", names=", ".join(quiet))
    return Panel("attributes", _("Who they are"), note, tuple(row for each in of for row in _spread(each)))


def _spread(of: Distribution) -> Iterator[PanelRow]:
    group = _(ATTRIBUTE_LABELS[of.name])
    for each in of.parts:
        label = value_label(of.name, each.value)
        n = each.count.value or 0
        yield PanelRow(f"{of.name}/{each.value}", label, _people(n), fraction=each.fraction, n=n, group=group)


def _people(n: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", n)
