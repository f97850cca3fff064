"""Moments of an accompaniment being written: one is open at a time, the others are one touch away, by time.

Their long texts are draft fields like the others. What is chosen of a moment is one entry among the form's choices,
under `<kind>_moments/<id>`, so that a closed moment, whose widgets are gone, keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from codesign import fieldnotes, storage
from codesign.fieldnotes import MAX_MOMENTS, MOMENTS, Field, FieldType, Moment, Template
from codesign.i18n import _, ngettext
from codesign.ui import capture, forms, page
from codesign.ui.drafts import Form

ROWS = 3
Parts = dict[str, Any]


class Moments:
    """The moments of one form: `base` holds the answers of the note that it edits, empty for a new one."""

    def __init__(self, form: Form, template: Template, base: Mapping[str, Any]) -> None:
        self.form, self.template, self.base = form, template, base
        self.start = f"{form.key}_{template.kind}_"
        self.chosen = {each: self._chosen(each) for each in self._ids()}

    @property
    def opened(self) -> str:
        """The id of the moment that is open; empty when none is."""
        return str(st.session_state.get(f"{self.start}open", ""))

    def turn_to(self, moment_id: str) -> None:
        """Open a moment, or close the one that is."""
        st.session_state[f"{self.start}open"] = moment_id

    def set(self, moment_id: str, parts: Parts) -> None:
        """Keep what is chosen of a moment."""
        self.chosen[moment_id] = parts
        st.session_state[f"{self.start}{MOMENTS}/{moment_id}"] = json.dumps(parts, ensure_ascii=False)

    def answers(self, *, gone: bool = False) -> dict[str, Any]:
        """Return every part of every moment by its name; one taken out is empty, or there all the same (`gone`)."""
        found: dict[str, Any] = {}
        for moment_id, parts in self.chosen.items():
            out = bool(parts.get("gone")) and not gone
            for each in self.template.moments:
                name = fieldnotes.name_of(moment_id, each.id)
                value = self._text(moment_id, each) if each.type is FieldType.LONG else parts.get(each.id)
                found[name] = None if out or value == "" else value
        return found

    def _text(self, moment_id: str, field: Field) -> str:
        name = fieldnotes.name_of(moment_id, field.id)
        return self.form.kept(self.template.kind, name, str(self.base.get(name) or ""))

    def _ids(self) -> tuple[str, ...]:
        texts = self.form.draft.texts if self.form.draft else {}
        start = f"{self.template.kind}/"
        names = [
            *self.base,
            *(each.removeprefix(start) for each in (*texts, *self.form.said) if each.startswith(start)),
        ]
        entries = f"{self.start}{MOMENTS}/"
        known = [str(each).removeprefix(entries) for each in st.session_state if str(each).startswith(entries)]
        return tuple(sorted({*fieldnotes.ids_in(names), *known, *filter(None, [self.opened])}))

    def _chosen(self, moment_id: str) -> Parts:
        entry = st.session_state.get(f"{self.start}{MOMENTS}/{moment_id}")
        if isinstance(entry, str):
            return dict(json.loads(entry))
        short = [each for each in self.template.moments if each.type is not FieldType.LONG]
        found = {each.id: self.base.get(fieldnotes.name_of(moment_id, each.id)) for each in short}
        return {name: value for name, value in found.items() if value not in (None, "")}


def draw(form: Form, template: Template, base: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Draw the moments of a kind of note that has some, and return their answers by name."""
    if not template.moments:
        return {}
    here = Moments(form, template, base or {})
    with st.container(border=True, key=f"moments_{form.key}"):
        st.markdown(f":material/timeline: **{_('Moments')}**")
        page.quiet(_("What happens, moment by moment: they put themselves in order by time."))
        told = fieldnotes.moments_of(here.answers(gone=True))
        for each in told:
            if here.chosen[each.id].get("gone"):
                _taken_out(here, each)
            elif each.id == here.opened:
                _open(here, each)
            else:
                st.button(title(each), key=f"open_{form.key}_{each.id}", icon=":material/edit:", width="stretch",
                          on_click=here.turn_to, args=[each.id])  # fmt: skip
        _add(here)
    return here.answers()


def title(moment: Moment) -> str:
    """Return one line that tells a moment from the others."""
    words = moment.activity or " ".join(moment.observed.split()) or _("(empty)")
    feeling = f" · {level(moment.emotion)}" if moment.emotion is not None else ""
    return page.plain(f"{at(moment)} · {words[:60]}{'…' if len(words) > 60 else ''}{feeling}")


def at(moment: Moment) -> str:
    """Return when a moment is: `T+20 min`."""
    return _("T+%(n)s min", n=moment.minute) if moment.minute is not None else _("no time")


def level(emotion: int) -> str:
    """Return −2 to +2 with its sign."""
    return f"−{-emotion}" if emotion < 0 else f"+{emotion}" if emotion else "0"


def _add(here: Moments) -> None:
    if len(here.chosen) >= MAX_MOMENTS:
        st.caption(_("A note holds at most %(n)s moments: go on in another one.", n=MAX_MOMENTS))
        return
    st.button(
        _("Add a moment"), key=f"add_moment_{here.form.key}", icon=":material/add:", width="stretch",
        on_click=lambda: here.turn_to(storage.uuid7()),
    )  # fmt: skip
    left = sum(not each.get("gone") for each in here.chosen.values())
    if left:
        st.caption(ngettext("%(n)s moment", "%(n)s moments", left))


def _taken_out(here: Moments, moment: Moment) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("Taken out: %(moment)s", moment=title(moment)))
        kept = {name: value for name, value in here.chosen[moment.id].items() if name != "gone"}
        st.button(_("Put it back"), key=f"back_{here.form.key}_{moment.id}", icon=":material/undo:",
                  on_click=here.set, args=[moment.id, kept])  # fmt: skip


def _open(here: Moments, moment: Moment) -> None:
    with st.container(border=True):
        st.markdown(f"**{title(moment)}**")
        chosen: Parts = {}
        for each in here.template.moments:
            if each.type is FieldType.LONG:
                name = fieldnotes.name_of(moment.id, each.id)
                here.form.area(here.template.kind, here.template.field(name), str(here.base.get(name) or ""), rows=ROWS)
            else:
                chosen[each.id] = _choice(here, moment.id, each)
        parts = {name: value for name, value in chosen.items() if value not in (None, "")}
        if parts != here.chosen[moment.id]:
            here.set(moment.id, parts)
        with st.container(horizontal=True):
            st.button(_("Close this moment"), key=f"close_{here.form.key}_{moment.id}", icon=":material/check:",
                      on_click=here.turn_to, args=[""])  # fmt: skip
            st.button(_("Take it out"), key=f"out_{here.form.key}_{moment.id}", icon=":material/delete:",
                      type="tertiary", on_click=_take_out, args=[here, moment.id])  # fmt: skip


def _take_out(here: Moments, moment_id: str) -> None:
    here.turn_to("")
    here.set(moment_id, {**here.chosen[moment_id], "gone": True})


def _choice(here: Moments, moment_id: str, field: Field) -> Any:  # noqa: ANN401 - a form's value
    """Draw one part that is not a long text; what was chosen before is there when the moment opens again."""
    key, value = widget(here.form, moment_id, field.id), here.chosen[moment_id].get(field.id)
    if value is not None:
        st.session_state.setdefault(key, value)  # and not as a default: what has one cannot be cleared
    if field.id not in {"emotion", "emotion_basis"}:
        return capture.answer(field, None, key)
    options = {name: _(label) for name, label in field.options}
    if field.id == "emotion":
        options = {name: level(int(name)) for name in options}
        worst, best = (_(field.options[i][1]) for i in (0, -1))
        label = _("Emotion, from “%(worst)s” to “%(best)s”", worst=worst, best=best)
        return forms.segments(label, options, key=key)
    return forms.segments(_(field.label), options, key=key)


def widget(form: Form, moment_id: str, part: str) -> str:
    """Return the key of the widget of one part; it does not begin as the form's own, which are kept one by one."""
    return f"moment_{form.key}_{moment_id}_{part}"


def replace_words(form: Form, template: Template, words: str, by: str) -> None:
    """Replace words in the short texts of the moments being written, before they are drawn again."""
    if not template.moments:
        return
    here = Moments(form, template, {})
    for moment_id, parts in here.chosen.items():
        short = {each.id: parts[each.id] for each in template.moments if each.is_text and parts.get(each.id)}
        new = {part: fieldnotes.replaced(text, words, by) for part, text in short.items()}
        if new != short:
            here.set(moment_id, {**parts, **new})
        for part, text in new.items():
            if st.session_state.get(widget(form, moment_id, part)):
                st.session_state[widget(form, moment_id, part)] = text
