"""What changed on a sheet, on screen: who, when, before and after; older words can be taken again."""

from __future__ import annotations

import streamlit as st

from codesign import personas
from codesign.i18n import _, moment
from codesign.personas import LineDraft, LineView, PersonaView, SheetChange
from codesign.ui import design, kept, page

PAGE_SIZE = 20


def history(here: page.Here, view: PersonaView) -> None:
    """List the changes of a sheet, newest first; read only once somebody opens it."""
    place = st.expander(_("History"), icon=":material/history:", key=f"history_{view.id}", on_change="rerun")
    with place:
        if not kept.opened(here, place, f"history_{view.id}"):
            return
        found = personas.sheet_history(here.db, here.actor, view.id)
        count = int(here.state.get("history_shown", PAGE_SIZE))
        lines = {each.id: each for each in view.lines}
        for each in found[:count]:
            _change(here, each, lines.get(each.line_id or ""))
        if len(found) > count and st.button(_("Show more"), key="history_more", icon=":material/expand_more:"):
            here.state["history_shown"] = count + PAGE_SIZE
            st.rerun()
        page.quiet(_("Exact words of participants are not kept here: their consent decides where they are read."))


def _change(here: page.Here, of: SheetChange, line: LineView | None) -> None:
    what = _(of.label)
    removed = of.line_id and not of.after
    if removed:
        what = _("Line removed")
    elif not of.before:
        what = _("Written: %(what)s", what=what)
    st.caption(f"{moment(of.at)} · {of.author_name or _('Unknown member')} · {what}")
    changed = bool(of.before) and not removed
    st.text(f"{of.before}\n→ {of.after or '–'}" if changed else of.before or of.after)
    older = line is not None and of.after and of.before not in {"", line.text}
    if not older or line is None or line.kind is personas.LineKind.QUOTE:
        return
    # The key names what is shown: a press that a colleague's save has overtaken does nothing, and shows theirs.
    key = f"older_{line.id}_{of.at.isoformat()}_{line.version}"
    if st.button(_("Take the older text again"), key=key, type="tertiary", icon=":material/undo:"):
        design.do(
            here,
            personas.edit_line,
            line_id=line.id,
            draft=LineDraft(line.section, of.before, line.passages),
            base=line.version,
            said=_("The older text is back; the other one stays in the history."),
        )
