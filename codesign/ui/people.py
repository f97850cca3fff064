"""Widgets about people: attributes of a pseudonym, whom a note is about, and the consent it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import streamlit as st

from codesign import privacy, territory
from codesign.accounts import Actor
from codesign.i18n import _, day, language
from codesign.privacy import (
    ATTRIBUTE_LABELS,
    ATTRIBUTES,
    MODE_LABELS,
    PURPOSE_LABELS,
    UNDISCLOSED,
    Consent,
    ConsentDraft,
    ConsentMode,
    Participant,
    Purpose,
)
from codesign.storage import Database
from codesign.ui import aloud, forms, kept
from codesign.ui.page import Here

_NEW, _NOBODY, _WITHOUT = "new", "nobody", "without"


@dataclass(frozen=True)
class Subject:
    """Whom a note is about and what it rests on, as `fieldnotes.record_note` takes it.

    `unsaid` while something of the consent was not answered yet: `hold_back` then keeps the note from being saved.
    """

    participant_id: str | None = None
    new_participant: Mapping[str, str] | None = None
    consent_id: str | None = None
    consent: ConsentDraft | None = None
    unsaid: bool = False


def attribute_options(name: str) -> Mapping[str, str]:
    """Return the choices of one attribute by id, in the reader's language."""
    return _options(name, language())


@cache
def _options(name: str, _language: str) -> Mapping[str, str]:
    """Return the choices of one attribute; kept, since a list of people asks for them thousands of times."""
    if name == "sector":
        return {each.id: each.label for each in territory.sectors()} | {UNDISCLOSED: _("Not said")}
    return {value: _(label) for value, label in ATTRIBUTES[name].items()}


def by_label(found: Iterable[Participant]) -> dict[str, str]:
    """Return id -> pseudonym and what tells the person from others, as a list to choose from needs them."""
    return {each.id: person_label(each) for each in found}


def choice(db: Database, actor: Actor) -> Mapping[str, str]:
    """Return everybody as a list to choose from; for `kept.read`, since it is long and asked for at each click."""
    return by_label(privacy.participants(db, actor))


def attribute_line(person: Participant) -> str:
    """Return the known attributes of a person in one line."""
    known = (
        attribute_options(name).get(value, value) for name, value in person.attributes.items() if value != UNDISCLOSED
    )
    return ", ".join(known)


def person_label(person: Participant) -> str:
    """Return the pseudonym and what tells the person from others."""
    line = attribute_line(person)
    return f"{person.code} · {line}" if line else person.code


def attributes_form(key: str, values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Draw the choice of each attribute; what is not chosen is not said."""
    found = {}
    for name, label in ATTRIBUTE_LABELS.items():
        value = (values or {}).get(name, UNDISCLOSED)
        found[name] = forms.choice(_(label), attribute_options(name), value, key=f"{key}_{name}") or UNDISCLOSED
    return found


def filter_form(key: str) -> dict[str, str]:
    """Draw filters by attribute; empty ones do not narrow."""
    columns = st.columns(2)
    found = {}
    for i, (name, label) in enumerate(ATTRIBUTE_LABELS.items()):
        with columns[i % 2]:
            chosen = forms.choice(_(label), attribute_options(name), key=f"{key}_{name}", placeholder=_("All"))
        if chosen:
            found[name] = chosen
    return found


def consent_line(consent: Consent) -> str:
    """Return a consent in one line: how, when, what it allows."""
    allowed = [_(PURPOSE_LABELS[each]) for each in Purpose if each in consent.purposes]
    ends = [_("until %(day)s", day=day(consent.expires_on))] if consent.expires_on else []
    return " · ".join((_(MODE_LABELS[consent.mode]), day(consent.given_on), *ends, *allowed))


def purposes_form(key: str, chosen: frozenset[Purpose] = frozenset()) -> frozenset[str]:
    """Draw one box per purpose; each is asked for apart, and none is ticked for the person who writes."""
    st.caption(_("What does the person allow?"))
    return frozenset(
        each.value for each, label in PURPOSE_LABELS.items() if forms.box(_(label), each in chosen, key=f"{key}_{each}")
    )


def hold_back(here: Here, key: str, *, unsaid: bool) -> bool:
    """Say whether saving waits for what was not answered; from then on the form of this key says so beside it."""
    if unsaid:
        here.state[f"asked_{key}"] = True
    return unsaid


def asked(here: Here, key: str) -> bool:
    """Say whether somebody tried to save the form of this key before all was answered."""
    return bool(here.state.get(f"asked_{key}"))


def is_unsaid(draft: ConsentDraft) -> bool:
    """Say whether a consent to take notes lacks how it was given, or the very notes."""
    return draft.mode != ConsentMode.NOT_APPLICABLE and (not draft.mode or Purpose.NOTE not in draft.purposes)


def consent_form(
    key: str, *, on: date | None = None, collective: bool = True, asked: bool = False, notes: bool = True
) -> ConsentDraft:
    """Draw the form of a new consent, nothing chosen; `asked` says beside each field what is still missing of it.

    `notes` says that nothing can be saved unless notes are allowed.
    """
    modes = {
        mode.value: _(label)
        for mode, label in MODE_LABELS.items()
        if mode is not ConsentMode.NOT_APPLICABLE and (collective or mode is not ConsentMode.COLLECTIVE)
    }
    mode = forms.radio(_("How consent was given"), modes, key=f"{key}_mode", horizontal=True)
    if asked and not mode:
        st.error(_("Say how consent was given: choose one of the answers."), icon=":material/how_to_reg:")
    purposes = purposes_form(key)
    if asked and notes and Purpose.NOTE not in purposes:
        words = _("Tick “Take notes” if the person agreed to it: without it, nothing may be written about them.")
        st.error(words, icon=":material/how_to_reg:")
    with st.popover(_("Language, end date"), icon=":material/translate:", key=f"{key}_more"):
        languages = {each: label for each, label in attribute_options("mother_tongue").items() if each != UNDISCLOSED}
        language = forms.choice(_("Language of the explanation"), languages, "francais", key=f"{key}_language")
        ends = forms.day_input(_("Valid until"), key=f"{key}_ends")
        st.caption(_("Left empty, it holds until the person withdraws it."))
    read = aloud.read_aloud(key, language)
    return ConsentDraft(
        mode=mode or "",
        given_on=on,
        purposes=purposes,
        language=language or "francais",
        text_read=read,
        expires_on=ends,
    )


def no_consent_form(key: str, on: date | None = None) -> ConsentDraft:
    """Draw the form that says why no consent is needed: a public place, nobody followed."""
    reason = st.text_input(
        _("Why no consent is needed"), key=f"{key}_reason", placeholder=_("For instance: waiting room, nobody followed")
    )
    return ConsentDraft(mode=ConsentMode.NOT_APPLICABLE, given_on=on, reason=reason)


def same_group(key: str, consent_id: str) -> None:
    """Begin the form of this key with someone without a pseudonym, on a consent that a group gave together."""
    st.session_state[f"{key}_who"] = _WITHOUT
    st.session_state[f"{key}_consent_None"] = consent_id


def subject_form(here: Here, key: str, on: date | None, *, newcomers: bool = True) -> Subject:
    """Draw whom the note is about, and the consent; nothing is chosen for the person who writes."""
    people = kept.read(here, choice)
    options = {
        **({_NEW: _("Someone met for the first time")} if newcomers else {}),
        _WITHOUT: _("Someone, without a pseudonym"),
        _NOBODY: _("Nobody in particular (public place)"),
        **people,
    }
    who = forms.choice(_("Who is this note about?"), options, key=f"{key}_who")
    if who is None:
        st.caption(_("A note needs a consent: choose whom it is about."))
        return Subject()
    if who == _NOBODY:
        return Subject(consent=no_consent_form(key, on))
    if who == _NEW:
        with st.expander(_("A few facts, if they were said"), icon=":material/person:"):
            attributes = attributes_form(f"{key}_new")
        given = consent_form(f"{key}_new", on=on, asked=asked(here, key))
        return Subject(new_participant=attributes, consent=given, unsaid=is_unsaid(given))
    person_id = None if who == _WITHOUT else who
    return _with_consent(here, key, person_id, on)


def _with_consent(here: Here, key: str, person_id: str | None, on: date | None) -> Subject:
    """Draw the consents that already allow this note, and the form of a new one.

    What the person said before is taken up again; a consent of the day that others gave together is never presumed.
    """
    own = privacy.consents(here.db, here.actor, participant_id=person_id) if person_id else ()
    shared = privacy.collective_consents(here.db, here.actor, given_on=on) if on else ()
    known = {each.id: consent_line(each) for each in (*own, *shared) if each.allows(Purpose.NOTE)}
    chosen: str | None = _NEW
    if known:
        options = {**known, _NEW: _("A new consent")}
        before = next((each.id for each in own if each.id in known), None)
        chosen = forms.radio(_("Consent"), options, before, key=f"{key}_consent_{person_id}")
    if chosen == _NEW:
        given = consent_form(f"{key}_{person_id}", on=on, asked=asked(here, key))
        return Subject(participant_id=person_id, consent=given, unsaid=is_unsaid(given))
    if chosen is None and asked(here, key):
        st.error(_("Say on which consent this note rests: choose one of the answers."), icon=":material/how_to_reg:")
    return Subject(participant_id=person_id, consent_id=chosen, unsaid=chosen is None)
