"""Searching on screen: words and filters that stay in the address, results, the way from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from codesign import accounts, fieldnotes, finding, privacy, territory
from codesign.accounts import Permission
from codesign.errors import InvalidInput
from codesign.finding import Found, ReviewState, Wanted
from codesign.i18n import N_, _, day, ngettext
from codesign.ui import codes, forms, kept, notes, page
from codesign.ui.components import print_button
from codesign.ui.page import Here

STEP = 20
_KEY = "find_"
_REVIEWS = {
    ReviewState.UNREAD: N_("Nobody began"),
    ReviewState.BEGUN: N_("Begun"),
    ReviewState.DONE: N_("All sentences read"),
}


def in_address() -> Wanted:
    """Return what the address asks for."""
    return finding.wanted_of({name: str(value) for name, value in st.query_params.items()})


def ask(here: Here) -> Wanted:
    """Draw words and filters as the address has them; what the person changes goes into the address. Return it."""
    address = in_address()
    if here.state.get("address") != finding.kept(address) or f"{_KEY}words" not in st.session_state:
        _fill(here, address)
    words = st.text_input(
        _("Words to find"),
        key=f"{_KEY}words",
        placeholder=_("For instance: doctor waiting list"),
        help=_(
            "All the words must be there, whatever their ending; accents and capitals do not matter. In quotes, “as"
            " here”, they must follow each other as they are written."
        ),
        max_chars=200,
    )
    narrowed = finding.kept(address).keys() - {"words"}
    # Its words and its first state never change: they name it to Streamlit, which would draw another one, shut, in its
    # place. What filters nothing is not drawn before somebody opens it.
    place = st.expander(_("Filter"), icon=":material/filter_list:", key=f"{_KEY}filters", on_change="rerun")
    with place:
        chosen = _filters(here) if kept.opened(here, place, "filters") or narrowed else {}
    wanted = finding.wanted_of({"words": words or "", **{name: value for name, value in chosen.items() if value}})
    now = finding.kept(wanted)
    if set_now := len(now.keys() - {"words"}):
        st.caption(ngettext("%(n)s filter set", "%(n)s filters set", set_now))
    if now != here.state.get("address"):
        here.state.pop("shown", None)
    here.keep(**{name: now.get(name) for name in {*now, *finding.kept(address)}})
    here.state["address"] = now
    return wanted


def _fill(here: Here, wanted: Wanted) -> None:
    """Put what the address asks into the widgets, before they are drawn."""
    values: dict[str, Any] = finding.kept(wanted)
    for name in ("since", "until"):
        values[name] = _day(values.get(name))
    if wanted.person:
        values["person"] = _code_of(here, wanted.person)
    for name in ("words", "person"):
        st.session_state[f"{_KEY}{name}"] = values.get(name, "")
    for name in ("kind", "occasion", "sector", "since", "until", "code", "status", "author", "approved", "review"):
        st.session_state[f"{_KEY}{name}"] = values.get(name)
    here.state["address"] = finding.kept(wanted)
    if set(here.state["address"]) - {"words"}:
        st.session_state[f"{_KEY}filters"] = True  # an address that filters opens them


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _code_of(here: Here, person: str) -> str:
    if not here.actor.may(Permission.NOTE_RECORD) or not privacy.person_ids(here.db, person):
        return ""
    return privacy.participant(here.db, here.actor, person).code


def _filters(here: Here) -> Mapping[str, str | None]:
    left, right = st.columns(2)
    with left:
        found = {
            "occasion": _one("occasion", _("Occasion"), _words(fieldnotes.OCCASION_LABELS)),
            "sector": _one("sector", _("Sector"), {each.id: each.label for each in territory.sectors()}),
            "since": _date("since", _("From")),
            "until": _date("until", _("Until")),
            "approved": _one("approved", _("Approval"), {"no": _("To be approved"), "yes": _("Approved")}),
        }
    with right:
        every = {
            f"{family}:{each.id}": codes.label(family, each.id)
            for family in codes.families()
            for each in codes.codes_of(family)
        }
        found["code"] = _one("code", _("Code"), every)
        found["status"] = _one("status", _("Status of the code"), _words(codes.STATUSES))
        found["review"] = _one("review", _("Review of the codes"), _words(_REVIEWS))
        found["kind"] = _one(
            "kind", _("Kind of note"), {str(kind): _(each.label) for kind, each in fieldnotes.TEMPLATES.items()}
        )
        if here.actor.may(Permission.NOTE_READ_CLEARED):
            found["author"] = _one("author", _("Written by"), accounts.member_names(here.db))
        if here.actor.may(Permission.NOTE_RECORD):
            found["person"] = _person(here)
    return found


def _one(name: str, label: str, options: Mapping[str, str]) -> str | None:
    return forms.choice(label, options, key=f"{_KEY}{name}", placeholder=_("All"))


def _date(name: str, label: str) -> str | None:
    found = forms.day_input(label, key=f"{_KEY}{name}")
    return found.isoformat() if found else None


def _person(here: Here) -> str | None:
    """Ask for a pseudonym by its number: a list of all people would be longer than the page."""
    typed = st.text_input(_("Person, by pseudonym"), key=f"{_KEY}person", placeholder="P-0001", max_chars=20).strip()
    if not typed:
        return None
    try:
        found = privacy.person_of_slip(here.db, here.actor, code=typed)
    except InvalidInput as error:  # two people of two laptops: it asks which
        st.caption(page.plain(str(error)))
        return "nobody"
    if found is None:
        st.caption(_("Nobody has this pseudonym."))
    return found or "nobody"


def _words(labels: Mapping[Any, str]) -> dict[str, str]:
    return {str(each): _(label) for each, label in labels.items()}


def results(here: Here, wanted: Wanted) -> None:
    """Draw what is found, twenty at a time; each opens with the question in its address."""
    shown = int(here.state.get("shown", STEP))
    result = finding.find(here.db, here.actor, wanted=wanted, size=shown)
    if not result.found:
        st.info(_("Nothing has all of this. Take a filter or a word away."), icon=":material/search_off:")
        return
    n = len(result.found)
    if result.more:
        st.caption(_("The %(n)s most recent; add a word or a filter to narrow.", n=n))
    else:
        st.caption(ngettext("%(n)s result", "%(n)s results, most recent first", n))
    for found in result.found:
        _card(here, found, wanted)
    if result.more and st.button(_("Show more"), width="stretch"):
        here.state["shown"] = shown + STEP
        st.rerun()


def _card(here: Here, found: Found, wanted: Wanted) -> None:
    with st.container(border=True):
        note = found.source_kind == "note"
        parts = (
            _(fieldnotes.TEMPLATES[found.kind].label) if found.kind else f"{_('Document')} · {page.plain(found.title)}",
            day(date.fromisoformat(found.held_on)) if found.held_on else "",
            territory.sector_label(found.sector) if found.sector else "",
            found.person_code,
            found.author_name if note and found.author_id != here.actor.id else "",
        )
        st.caption(" · ".join(part for part in parts if part))
        st.html(notes.marked(found.segments))
        with st.container(horizontal=True, vertical_alignment="center"):
            if note:
                notes.state_badge(cleared=found.cleared, binned=False)
            label = _("Open %(code)s", code=fieldnotes.note_code(found.source_id)) if note else _("Open the document")
            _open(here, found.source_kind, found.source_id, label, "open_in_new", wanted)


def _open(here: Here, kind: str, source_id: str, label: str, icon: str, wanted: Wanted) -> None:
    """Draw the way to a note or a document, the question in its address so that one may go on from it."""
    screen, name = ("fieldnotes_note", "note") if kind == "note" else ("fieldnotes_documents", "document")
    here.link(screen, label, icon=f":material/{icon}:", **{name: source_id}, **finding.kept(wanted))


def reading(here: Here, source_id: str) -> None:
    """Draw, above what is read, the way back to the results and to those before and after; nothing without them."""
    wanted = in_address()
    if wanted.empty:
        return
    around = finding.neighbours(here.db, here.actor, wanted=wanted, source_id=source_id)
    with st.container(horizontal=True, vertical_alignment="center", key="find_reading"):
        here.link("fieldnotes_search", _("Results"), icon=":material/search:", **finding.kept(wanted))
        for each, label, icon in (
            (around.before, _("Previous result"), "arrow_back"),
            (around.after, _("Next result"), "arrow_forward"),
        ):
            if each is not None:
                _open(here, each[0], each[1], label, icon, wanted)


def printing(key: str) -> None:
    """Draw the button that prints the page as it reads: words alone, without menu or buttons."""
    print_button({"label": _("Print")}, key)
