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
VIEWS[gaps.REFERENCES] = _("Reference shares")

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
# to the end of the script in every view: where it stops short, Streamlit keeps choices that are no longer on screen
if view == gaps.VISITS:
    visits.screen(here)
else:
    if view == gaps.REFERENCES:
        references.screen(here)
    else:
        gaps.screen(here)
    gaps.limits()
