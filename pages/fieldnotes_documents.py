from __future__ import annotations

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.exchange import DOCUMENT_TYPES
from codesign.i18n import _
from codesign.ui import finding, forms, page, transfers

here = page.open(
    _("Documents"),
    Permission.TAG_REVIEW,
    purpose=_("Reports, minutes, published texts: read and coded like notes, never counted as people."),
)
document_id = here.id("document")
if document_id is not None:
    here.link("fieldnotes_documents", _("All the documents"), icon=":material/arrow_back:")
    finding.reading(here, document_id)
    document = fieldnotes.document(here.db, here.actor, document_id)
    st.subheader(document.title, anchor=False)
    here.link("barriers_review", _("See the codes"), icon=":material/fact_check:", source=document.id)
    finding.printing(f"print_{document.id}")
    page.prose(document.text)
    st.stop()

with st.expander(_("Add a document"), icon=":material/upload_file:"):
    title = st.text_input(_("Title"), key="document_title", placeholder=_("That of the file if left empty"))
    files = forms.uploader(_("File of the document"), DOCUMENT_TYPES, key="document_file")
    if st.button(_("Add the document"), type="primary", disabled=not files):
        file = files[0]
        here.act(
            transfers.add_document,
            title=title,
            name=file.name,
            data=file.getvalue(),
            said=_("The document is here."),
        )

binned = st.toggle(_("Show the bin"), key="documents_bin")
found = fieldnotes.documents(here.db, here.actor, binned=binned)
if not found:
    page.empty(_("The bin is empty.") if binned else _("The documents that you add will be here."), icon="folder_open")
for each in found:
    with st.container(border=True):
        st.text(each.title)
        st.caption(each.filename)
        with st.container(horizontal=True, vertical_alignment="center"):
            if binned:
                if st.button(_("Take it out of the bin"), key=f"back_{each.id}", icon=":material/undo:"):
                    here.act(fieldnotes.restore_document, document_id=each.id, said=_("The document is back."))
                continue
            here.link("fieldnotes_documents", _("Read"), icon=":material/menu_book:", document=each.id)
            if here.confirm(f"bin_{each.id}", _("Put in the bin"), _("Put this document in the bin?")):
                here.act(fieldnotes.bin_document, document_id=each.id, said=_("The document is in the bin."))
