from __future__ import annotations

import streamlit as st

from codesign import exchange
from codesign.accounts import Permission
from codesign.exchange import DOCUMENT_TYPES
from codesign.i18n import _
from codesign.ui import forms, imports, kept, page, people, transfers

here = page.open(
    _("Imports and exports"),
    Permission.EXPORT_TEAM,
    purpose=_("Take the work of the team out as files; the coordination also brings files in."),
)
steward = here.actor.may(Permission.STEWARD)
names = [  # short: six of them on one line of a small laptop
    _("Export"), _("Notes"), _("Documents"), _("Waiting"), _("Imports made"), _("Register"),
]  # fmt: skip
shown = st.tabs(names if steward else names[:1])

with shown[0]:
    st.write(_("For the team only: pseudonyms, months and sectors, never to be sent on as it is."))
    words = {
        "json": _("Complete, for machines (JSON)"),
        "csv": _("Sentences and codes, for a spreadsheet (CSV)"),
        "md": _("To be read (Markdown)"),
    }
    kind = forms.radio(_("Format"), words, "json", key="format") or "json"
    st.caption(_("What people decided and what the machine proposes stand apart in every format."))
    here.download(
        _("Export the project"),
        transfers.project_file(kind, demo=here.settings.is_demo),
        f"codesign.{kind}",
        exchange.MIMES[kind],
        type="primary",
        icon=":material/download:",
    )
    if steward:
        st.subheader(_("The data of one person"), anchor=False)
        st.write(_("For a person who asks what is held of them."))
        who = forms.choice(_("Participant"), kept.read(here, people.choice), key="person")
        if who:
            here.download(
                _("Export this person’s data"), transfers.person_file(who), "personne.json", exchange.MIMES["json"]
            )
if not steward:
    st.stop()

with shown[1]:
    st.subheader(_("Import notes"), anchor=False)
    imports.notes(here)
with shown[2]:
    st.subheader(_("Import documents"), anchor=False)
    st.write(_("Reports, minutes, published texts: searched and coded, never counted as people."))
    for file in forms.uploader(_("Documents"), DOCUMENT_TYPES, key="documents", several=True):
        if st.button(_("Bring in %(name)s", name=page.plain(file.name)), key=f"doc_{file.file_id}", type="primary"):
            transfers.bring_document(here, name=file.name, data=file.getvalue())
with shown[3]:
    st.subheader(_("Waiting for a consent"), anchor=False)
    held = exchange.waiting_notes(here.db, here.actor)
    transfers.waiting(here, held)
    if not held:
        page.empty(_("No imported text waits for a consent."), icon="task_alt")
with shown[4]:
    imports.made(here)
with shown[5]:
    transfers.register(here)
