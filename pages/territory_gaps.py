import streamlit as st

from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import gaps, page, references, visits

here = page.open(
    _("Who have we not heard yet?"),
    Permission.DASHBOARD_SEE,
    purpose=_("The people heard, beside those who live here: who is missing, and where to go and meet them."),
)
VIEWS = {"gaps": _("Gaps")}
if gaps.may_visit(here):
    VIEWS[gaps.VISITS] = _("Planned visits")
VIEWS["references"] = _("Reference shares")

asked = here.id("view")
view = st.segmented_control(
    _("View"),
    list(VIEWS),
    default=asked if asked in VIEWS else "gaps",
    format_func=lambda each: VIEWS[each],
    required=True,
    key=f"gap_view_{asked}_{here.id('aims')}",
    label_visibility="collapsed",
    width="stretch",
)
if view == gaps.VISITS:
    visits.screen(here)
    st.stop()
if view == "references":
    references.screen(here)
    gaps.limits()
    st.stop()

found = gaps.read(here)
if not found.people.value:
    page.empty(
        _("Nobody was heard yet, or too few people to show: the gaps will appear with the notes."), icon="groups"
    )
    here.link("fieldnotes_new", _("Write a first note"), icon=":material/edit_note:")
    gaps.limits()
    st.stop()
page.quiet(gaps.heard(found.people))
gaps.board(here, found)
if found.unnamed.value:
    page.quiet(_("Notes without a pseudonym, of whom nothing is known: %(n)s.", n=found.unnamed))
gaps.limits()
