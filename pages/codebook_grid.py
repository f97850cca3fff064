import streamlit as st

from codesign import codebook
from codesign.accounts import Permission
from codesign.i18n import _, language
from codesign.ui import codebook_view, page
from codesign.ui.words import quiet

here = page.open(
    _("Codebook"),
    Permission.NOTE_READ_OWN,
    purpose=_("The words that the team codes with: what each means, how it sounds, what it is not."),
)
book = codebook.load_codebook()
names = {each.id: each.label(language()) for each in book.families}

query = st.text_input(_("Search the codebook"), key="codebook_q", bind="query-params", icon=":material/search:")
family = st.pills(_("Family"), list(names), format_func=lambda each: names[each], key="codebook_family")
with st.expander(_("Present, absent, hypothetical: which status?"), icon=":material/help:"):
    codebook_view.statuses()
codebook_view.grid(book, query, family)
st.divider()
here.download(
    _("Download to print"),
    lambda _db, _actor: codebook_view.paper(book).encode(),
    _("codebook.html"),
    "text/html",
    icon=":material/print:",
)
quiet(_("Version %(version)s", version=book.version))
