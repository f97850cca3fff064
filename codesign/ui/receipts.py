"""The receipt of a withdrawal: on screen for printing, and as a text file."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from codesign.bootstrap import Receipt
from codesign.i18n import _, moment, number


def counts(found: Mapping[str, int]) -> None:
    """Show how many things of each kind there are, one line each, so that a phone shows them whole."""
    st.text("\n".join(_("%(what)s: %(n)s", what=_(what), n=number(n)) for what, n in found.items()))


def lines(receipt: Receipt) -> list[str]:
    """Return the receipt line by line."""
    return [
        _("Receipt of withdrawal"),
        _("Participant: %(code)s", code=receipt.code),
        _("Date: %(when)s", when=moment(datetime.fromisoformat(receipt.at))),
        _("Done by: %(who)s", who=receipt.by),
        "",
        *(_("%(what)s: %(n)s", what=_(what), n=number(n)) for what, n in receipt.erased.items()),
        "",
        _("What is listed above was erased from this platform: texts, codes, quotes, consents and pseudonym."),
        _("Copies made before this day (backups, files given to partners) are not on this platform."),
    ]


def show(receipt: Receipt) -> None:
    """Show the receipt, and offer it as a file."""
    written = lines(receipt)
    st.success(_("Everything is erased. Print this receipt or keep the file: the platform keeps no copy of it."))
    body = "<br>".join(html.escape(line) for line in written[1:])
    st.html(f'<section lang="fr"><h2>{html.escape(written[0])}</h2><p style="line-height:1.7">{body}</p></section>')
    text = "\n".join(written)
    name = _("receipt-%(code)s.txt", code=receipt.code)
    st.download_button(_("Download the receipt"), text, file_name=name, on_click="ignore", icon=":material/download:")
