import streamlit as st

from codesign import partners
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design, design_partners, forms, page

here = page.open(
    _("Partners and services"),
    Permission.SCENARIO_EDIT,
    purpose=_("Who offers what in the borough: the list that scenarios draw on."),
)
found = partners.partners(here.db, here.actor)
chosen = next((each for each in found if each.id == here.id("partner")), None)

if chosen is not None:
    design_partners.edit_screen(here, chosen)
    st.stop()

with st.popover(_("Add an organisation"), icon=":material/add:", type="primary"):
    key = design.new_id(here, "partner")
    draft = design_partners.partner_form(key, None, _("Add the organisation"))
    if draft is not None and here.act(partners.add_partner, draft=draft, id=key, rerun=False):
        design.done(here, "partner")
        here.keep(partner=key)
        st.rerun()

design.offer_undo(here, partners.restore_partner, _("An organisation is in the bin."))
if not found:
    page.empty(_("No organisation yet. Add the first one, then what it offers."), icon="handshake")
    st.stop()

left, right = st.columns(2)
with left:
    words = st.text_input(_("Search"), key="partner_words", placeholder=_("Name or service"))
with right:
    barrier = forms.choice(_("Barrier it lowers"), design.code_names("barrier"), key="partner_barrier")
shown = tuple(each for each in found if design_partners.matches(each, words, barrier))
design_partners.listing(here, shown)
if not shown:
    page.empty(_("Nothing matches. Change the search, or add what is missing."), icon="search_off")
