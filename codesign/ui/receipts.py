"""The receipt of a withdrawal: on screen for printing, and as a text file."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from codesign import bootstrap, privacy
from codesign.bootstrap import KEPT_DAYS, Receipt
from codesign.i18n import _, moment, number
from codesign.ui.page import Here
from codesign.ui.words import plain


def counts(found: Mapping[str, int]) -> None:
    """Show what there is, one line each, so that a phone shows it whole; zeros would hide the line that counts."""
    told = [_("%(what)s: %(n)s", what=_(what), n=number(n)) for what, n in found.items() if n]
    st.text("\n".join([*told, _("Nothing else.") if told else _("Nothing.")]))


def merged(here: Here, participant_id: str) -> None:
    """Say that other pseudonyms go with a person's: somebody may have merged two people by mistake."""
    code, *others = privacy.all_codes(here.db, here.actor, participant_id)
    if others:
        told = _(
            "%(others)s was merged into %(code)s: here they are one person, and all that was written under any of these"
            " pseudonyms is erased. If they are two people, separate them first (People and consents).",
            others=", ".join(others),
            code=code,
        )
        st.warning(plain(told), icon=":material/merge:")


def lines(receipt: Receipt, copies: Sequence[Path] = ()) -> list[str]:
    """Return the receipt line by line; `copies` are the files of this machine that hold the past."""
    if copies:
        kept = [
            _("These copies on this machine were made before and still hold it:"),
            *(f"– {path.name}" for path in copies),
            _(
                "A copy that is put back erases it again. Each new backup deletes those older than %(n)s days.",
                n=KEPT_DAYS,
            ),
        ]
    else:
        kept = [_("No copy made before this day is left on this machine.")]
    return [
        _("Receipt of withdrawal"),
        _("Participant: %(code)s", code=receipt.code),
        _("Date: %(when)s", when=moment(datetime.fromisoformat(receipt.at))),
        _("Done by: %(who)s", who=receipt.by),
        "",
        *(_("%(what)s: %(n)s", what=_(what), n=number(n)) for what, n in receipt.erased.items()),
        "",
        _("What is listed above was erased from this platform: texts, codes, quotes, consents and pseudonym."),
        *kept,
        _("Files taken elsewhere before this day (backups kept apart, files given to partners) are out of its reach."),
    ]


def show(here: Here, receipt: Receipt) -> None:
    """Show the receipt, offer it as a file, and offer to delete the copies of this machine that hold the past."""
    made = datetime.fromisoformat(receipt.at).timestamp()
    copies = [path for path in bootstrap.copies(here.settings.database) if path.stat().st_mtime < made]
    written = lines(receipt, copies)
    st.success(_("Everything is erased. Print this receipt or keep the file: the platform keeps no copy of it."))
    body = "<br>".join(html.escape(line) for line in written[1:])
    st.html(f'<section lang="fr"><h2>{html.escape(written[0])}</h2><p style="line-height:1.7">{body}</p></section>')
    text = "\n".join(written)
    name = _("receipt-%(code)s.txt", code=receipt.code)
    st.download_button(_("Download the receipt"), text, file_name=name, on_click="ignore", icon=":material/download:")
    question = _("Make a backup of today, then delete the copies named above? They cannot be had back.")
    if copies and here.confirm("copies", _("Delete these copies"), question):
        here.act(bootstrap.renew_copies, database=here.settings.database, said=_("The copies are deleted."))
