"""The safety card: what to do when someone is in danger, one touch away in the field."""

from __future__ import annotations

import streamlit as st

from codesign.i18n import _


def card() -> None:
    """Draw the button that opens the card."""
    with st.popover(_("Safety: 911, 811, 211"), icon=":material/emergency:"):
        st.subheader(_("Someone is in danger?"), anchor=False)
        st.markdown(
            "\n".join(
                (
                    "- "
                    + _("**911**: danger now, for the person, for you or for someone else. Call first, write later."),
                    "- " + _("**811**: a nurse (option 1) or a social worker (option 2), day and night."),
                    "- " + _("**211**: shelter, food, help near here; in many languages."),
                )
            )
        )
        st.markdown(
            _(
                "Stay only if you are safe. Tell the person what you do and why. Promise nothing, investigate nothing."
                " Then tell the coordination the same day. A note can wait."
            )
        )
