"""The screen of persona kits: for whom, which personas, how they look, and the archive."""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st

from codesign import exchange, personas
from codesign.errors import Conflict
from codesign.exchange import ExportFile
from codesign.i18n import N_, _, number
from codesign.personas import Audience, Handout, PersonaView, State
from codesign.ui import design, forms, kept, page, present

FORMAT_LABELS = {
    "letter": N_("Letter (8.5 × 11 in)"),
    "tabloid": N_("Tabloid (11 × 17 in)"),
    "a4": N_("A4"),
    "slide": N_("Slide (16:9)"),
}


def wish(here: page.Here) -> Audience:
    """Draw for whom the files are, and say what that changes; roles see what they may choose."""
    allowed = [each for each in Audience if personas.may_take_out(here.actor, each)]
    labels = {str(each): _(personas.AUDIENCE_LABELS[each]) for each in allowed}
    chosen = forms.radio(_("For whom"), labels, allowed[0], key="kit_audience")
    audience = Audience(chosen or allowed[0])
    if audience is Audience.TEAM:
        st.caption(_("Drafts too, marked as such. True counts; those under 5 are hidden."))
    else:
        st.caption(_("Published personas only. Counts rounded to 5; small ones hidden, by subtraction too."))
    if len(allowed) < len(Audience):
        st.caption(_("Files for partners and the public are made by the coordination."))
    return audience


def ready(here: page.Here, audience: Audience) -> tuple[PersonaView, ...]:
    """Return the personas that may leave for an audience."""
    found = kept.read(here, personas.personas)
    return tuple(each for each in found if audience is Audience.TEAM or each.state is State.PUBLISHED)


def which(here: page.Here, found: tuple[PersonaView, ...]) -> tuple[str, ...]:
    """Draw which personas go into the archive; none named means all. The address may have named one."""
    names = {"": _("All (%(n)s)", n=len(found)), **{each.id: f"{each.letter} · {each.title}" for each in found}}
    wanted = here.id("persona")
    chosen = forms.choice(_("Which personas"), names, wanted if wanted in names else "", key="kit_which")
    return (chosen,) if chosen else ()


def look(here: page.Here, audience: Audience, found: tuple[PersonaView, ...]) -> None:
    """Draw the sheets as they will leave."""
    names = {each.id: f"{each.letter} · {each.title}" for each in found}
    first, asked = found[0].id, here.id("persona")
    if asked in names:
        first = asked
    # one under the other: half of this column is too narrow for a title
    persona_id = forms.choice(_("Preview"), names, first, key="kit_look") or first
    chosen = forms.choice(_("Format"), design.words(FORMAT_LABELS), "letter", key="kit_format") or "letter"
    wishes: dict[str, Any] = {"audience": audience, "persona_id": persona_id, "format": chosen}
    pages = kept.read(here, exchange.preview_kit, demo=here.settings.is_demo, **wishes)
    for place, data in enumerate(pages, 1):
        said = _("Sheet of %(name)s, page %(n)s of %(total)s", name=names[persona_id], n=place, total=len(pages))
        with st.container(border=True):
            st.image(data, alt=said)
    st.caption(_("The kit also holds the same words without pictures (Word, Markdown), for screen readers."))


def archive(here: page.Here, audience: Audience, chosen: tuple[str, ...]) -> None:
    """Draw the button that makes the archive, saying how far it is, then the one that hands it over.

    What was made is kept in the person's tab alone, and only until they change: no file stays on this machine.
    """
    wishes: dict[str, Any] = {"audience": audience, "demo": here.settings.is_demo, "persona_ids": chosen}
    said = kept.read(here, personas.handouts, **wishes)
    if here.state.get("kit", (None,))[0] != said:
        here.state.pop("kit", None)
        if st.button(_("Make the kit"), icon=":material/folder_zip:", type="primary"):
            _make(here, said, wishes)
        return
    file: ExportFile = here.state["kit"][1]
    size = _("%(n)s MB", n=number(len(file.data) / 1e6, 1))
    here.download(
        _("Download the kit"),
        lambda db, actor: file.data if personas.handouts(db, actor, **wishes) == said else _stale(),
        file.name,
        file.mime,
        icon=":material/download:",
        type="primary",
    )
    page.quiet(f"{size}. " + _("It is in the register of exports. No copy is kept here."))


def _stale() -> NoReturn:
    raise Conflict(N_("These personas changed since the kit was made. Make it again."))


def _make(here: page.Here, said: tuple[Handout, ...], wishes: dict[str, Any]) -> None:
    bar = st.progress(0.0, text=_("Drawing the sheets…"))

    def told(done: int, total: int) -> None:
        bar.progress(done / total, text=_("Drawing the sheets…"))

    outcome = here.act(exchange.export_kit, rerun=False, progress=told, **wishes)
    if outcome:
        here.state["kit"] = (said, outcome.value)
        st.rerun()


def contents() -> None:
    """Say what the archive holds."""
    formats = _("SVG to edit, PDF, PNG, PowerPoint, Word, Markdown, sticky notes (CSV), data (JSON), fonts, LISEZ-MOI.")
    page.quiet(_("In the kit") + _(": ") + formats)


def wall(views: tuple[PersonaView, ...]) -> None:
    """Draw the way to the wall for all that are published, once there is one."""
    if any(view.state is State.PUBLISHED for view in views):
        presenting()


def presenting(view: PersonaView | None = None) -> None:
    """Draw the way to the wall: one persona, or all that are published."""
    st.link_button(
        _("Present"),
        present.address(None if view is None else view.id),
        icon=":material/slideshow:",
        help=_("Full screen, for a meeting: arrow keys go from one slide to the next."),
    )
