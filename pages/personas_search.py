import streamlit as st

from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design_search, page

here = page.open(
    _("Find personas in the data"),
    Permission.PERSONA_EDIT,
    purpose=_(
        "The platform compares what people live, code by code, and looks for groups that chance does not explain."
        " When there are none, it says so."
    ),
)
here.link("personas_board", _("All personas"), icon=":material/arrow_back:")
st.caption(
    _("Only codes that people decided count, in notes whose consent allows personas; never age, origin or sector.")
)
design_search.ask(here)
design_search.results(here)
