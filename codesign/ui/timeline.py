"""The moments of a note as they are read: a line of time, and the curve of what was felt along it."""

from __future__ import annotations

import html

import streamlit as st

from codesign import charts, fieldnotes
from codesign.fieldnotes import Field, Moment, Note
from codesign.i18n import _
from codesign.ui import figures
from codesign.ui.moments import at, level

_LIST = "list-style:none;margin:0;padding:0;max-width:68ch"
_ITEM = "border-inline-start:3px solid #0B5C7A;margin:0;padding:0 0 1.1rem 1rem;overflow-wrap:anywhere"
_SMALL = "margin:.1rem 0;font-size:.875rem;opacity:.85"
_WORDS = "font-family:'Noto Serif',Georgia,serif;line-height:1.6;white-space:pre-wrap;margin:.25rem 0"
_ASIDE = "border-inline-start:1px dashed currentColor;padding-inline-start:.75rem;margin:.35rem 0"
_MIN_CURVE = 2  # one point makes no line


def draw(note: Note) -> None:
    """Draw the moments of a note, with the curve of emotions when several have one; nothing when it tells none."""
    told = note.moments
    if not told:
        return
    st.caption(_("Moments"))
    felt = [(each, each.emotion) for each in told if each.emotion is not None]
    if len(felt) >= _MIN_CURVE:
        figures.show(curve(felt), f"curve_{note.id}")
    items = "".join(_item(note, each) for each in told)
    st.html(f'<ol style="{_LIST}">{items}</ol>')


def curve(felt: list[tuple[Moment, int]]) -> charts.Chart:
    """Return the figure of the emotions along the time, its finding first."""
    low, when_low = min((emotion, i) for i, (_moment, emotion) in enumerate(felt))
    words = {"when": at(felt[when_low][0]), "level": level(low)}
    headline = charts.Headline(
        _("The hardest moment is %(when)s (%(level)s)", **words),
        _("Emotion at each moment, from −2 to +2, as it was said or supposed"),
    )
    points = tuple((_brief(each), emotion) for each, emotion in felt)
    ticks = [_(label) for _level, label in _options("emotion")]
    return charts.curve(headline, [charts.Curve("", points)], ticks=ticks, times=[at(each) for each, _level in felt])


def when(note: Note, name: str) -> str:
    """Return `T+20 min · ` before the label of a part of a moment; nothing for another answer."""
    found = fieldnotes.parts_of(name)
    moment = next((each for each in note.moments if found and each.id == found[0]), None)
    return f"{at(moment)} · " if moment else f"{_('Moment')} · " if found else ""


def feeling(moment: Moment) -> str:
    """Return the emotion of a moment in words: its level, and whether it was said or supposed."""
    if moment.emotion is None:
        return ""
    found = f"{level(moment.emotion)}, {_(dict(_options('emotion'))[str(moment.emotion)])}"
    how = {True: _("said"), False: _("supposed"), None: ""}[moment.emotion_said]
    return f"{found} ({how})" if how else found


def place(place_id: str) -> str:
    """Return the name of a place; nothing for none."""
    return _(dict(fieldnotes.PLACES)[place_id]) if place_id else ""


def _options(part: str) -> tuple[tuple[str, str], ...]:
    return _part(part).options


def _part(part: str) -> Field:
    shadowing = fieldnotes.TEMPLATES[fieldnotes.NoteKind.SHADOWING]
    return next(each for each in shadowing.moments if each.id == part)


def _brief(moment: Moment) -> str:
    words = moment.activity or " ".join(moment.observed.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def _item(note: Note, moment: Moment) -> str:
    where = " · ".join(filter(None, (place(moment.place_type), moment.interaction)))
    contact = place(moment.touchpoint)
    felt = feeling(moment)
    quote = moment.quote or ""
    no_quote = "" if note.quotable else _("These words may not be quoted: the consent does not allow it.")
    return "".join(
        (
            f'<li style="{_ITEM}">',
            f'<p style="margin:0"><strong>{_safe(at(moment))}</strong> {_safe(moment.activity)}</p>',
            _line(where),
            _line(f"{_('Point of contact')}{_(': ')}{contact}" if contact else ""),
            _words(moment.observed),
            f'<blockquote style="{_WORDS};padding-inline-start:.75rem;border-inline-start:3px solid currentColor">'
            f"{_safe(quote)}</blockquote>{_line(no_quote)}" if quote else "",
            _line(f"{_('Emotion')}{_(': ')}{felt}" if felt else ""),
            _aside("interpreted", moment.interpreted),
            _aside("question", moment.question),
            "</li>",
        )
    )  # fmt: skip


def _aside(part: str, text: str) -> str:
    """What the observer thinks or wonders stands apart from what happened, under its own name."""
    return f'<div style="{_ASIDE}">{_line(_(_part(part).label))}{_words(text)}</div>' if text else ""


def _line(text: str) -> str:
    return f'<p style="{_SMALL}">{_safe(text)}</p>' if text else ""


def _words(text: str) -> str:
    return f'<p style="{_WORDS}">{_safe(text)}</p>' if text else ""


def _safe(text: str) -> str:
    return html.escape(text)
