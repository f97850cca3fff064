from __future__ import annotations

import streamlit as st

from codesign import privacy
from codesign.accounts import Permission
from codesign.i18n import _, ngettext
from codesign.ui import aloud, consents, engagement, page, people

here = page.open(
    _("People and consents"),
    Permission.NOTE_RECORD,
    purpose=_("Find someone again under their pseudonym, and keep what they allow up to date."),
)
person_id = here.id("person")
if person_id is None:
    consents.newcomer(here)
    aloud.paper_forms()
    with st.expander(_("Filter"), icon=":material/filter_list:"):
        wanted = people.filter_form("people")
    found = privacy.participants(here.db, here.actor, attributes=wanted)
    if found:
        st.caption(ngettext("%(n)s person", "%(n)s people", len(found)))
        consents.find(here, found)
        consents.cards(here, found)
    elif wanted:
        st.info(_("Nobody has all of this. Take a filter away."), icon=":material/filter_list_off:")
    else:
        page.empty(_("The people whom you meet will be here, under a pseudonym such as P-0001."), icon="how_to_reg")
    st.stop()

here.link("privacy_participants", _("All the people"), icon=":material/arrow_back:")
person = privacy.participant(here.db, here.actor, person_id)
st.subheader(person.code, anchor=False)
st.text(people.attribute_line(person) or _("Nothing was said of themself yet."))
consents.listing(here, person)
consents.attributes(here, person)
engagement.identity(here, person)
consents.merge(here, person)
