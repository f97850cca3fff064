"""The pass over all that people typed, on screen: its progress, then what is left to settle, room by room."""

from __future__ import annotations

import streamlit as st

from codesign import bootstrap
from codesign.bootstrap import ROOMS, Remaining
from codesign.fieldnotes import note_code
from codesign.i18n import _, moment, ngettext, number
from codesign.privacy import IDENTIFIER_LABELS
from codesign.ui.jobs_panel import jobs_panel
from codesign.ui.page import Here
from codesign.ui.words import plain, quiet

_LINKS = 6


def screen(here: Here) -> None:
    """Offer the pass, show how far it is, and what the last one left."""
    found = bootstrap.last_pass(here.db, here.actor)
    st.subheader(_("What is left to settle"), anchor=False)
    st.write(
        _("Notes, documents, transcripts, words on photos, relectures and planned visits, read in the background.")
    )
    if found.under_way:
        jobs_panel(here, found.under_way.id)
    elif st.button(_("Look everywhere for what is left"), icon=":material/manage_search:", key="pass"):
        here.act(bootstrap.ask_pass, said=_("Everything is read again; you may go on meanwhile."))
    if found.ended is None:
        return
    quiet(_("As of %(when)s. What was settled since is counted until the next pass.", when=moment(found.ended)))
    for room in found.remaining:
        _room(here, room)
    quiet(_("A text with nothing left may still make somebody known by what it tells, and no program sees everything."))


def _room(here: Here, room: Remaining) -> None:
    with st.container(border=True, key=f"remaining_{room.room}"):
        told = ngettext("%(n)s text read", "%(n)s texts read", room.texts)
        if not room.open:
            icon = "check_circle" if room.texts else "remove"
            st.markdown(f":material/{icon}: **{plain(_(ROOMS[room.room]))}** · {plain(told)}")
            if room.texts:
                quiet(_("Nothing left that this program sees."))
            return
        left = _("%(n)s with something to settle", n=number(room.open))
        st.markdown(f":material/person_alert: **{plain(_(ROOMS[room.room]))}** · {plain(told)} · {plain(left)}")
        kinds = [
            f"{_(label)}{_(': ')}{number(room.kinds[kind])}"
            for kind, label in IDENTIFIER_LABELS.items()
            if room.kinds.get(kind)
        ]
        st.text(" · ".join(kinds))
        _places(here, room)


def _places(here: Here, room: Remaining) -> None:
    """Lead to where it is settled; the first places have the most."""
    shown = room.places[: _LINKS if room.open > _LINKS + 1 else _LINKS + 1]  # never « 1 more »
    match room.room:
        case "notes" | "media":
            with st.container(horizontal=True):
                for owner, n in shown:
                    here.link("fieldnotes_note", f"{note_code(owner)} ({number(n)})", note=owner)
        case "documents":
            quiet(_("A document is settled in its file: put it in the bin, then import it again, corrected."))
            with st.container(horizontal=True):
                for owner, n in shown:
                    here.link("fieldnotes_documents", _("Document (%(n)s)", n=number(n)), document=owner)
        case "relectures":
            quiet(_("Put a relecture in the bin, then record it again with roles in place of names."))
            here.link("personas_relecture", _("Relecture"), icon=":material/hearing:")
        case "visits":
            here.link("territory_gaps", _("Planned visits"), icon=":material/event:", view="visits")
    if room.open > len(shown) and room.room in {"notes", "media", "documents"}:
        quiet(_("and %(n)s more", n=number(room.open - len(shown))))
