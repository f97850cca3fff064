"""Rules that people refuse, words that no rule knows yet, and the team's own lexicon."""

from __future__ import annotations

import streamlit as st

from codesign import accounts, barriers, storage
from codesign.accounts import Permission
from codesign.barriers import OWN_KINDS, Kind, MissedWords, OwnWording, Reach, RuleRecord
from codesign.errors import InvalidInput
from codesign.i18n import N_, _, ngettext, number
from codesign.ui import codes, forms, kept, page, paging
from codesign.ui.page import Here
from codesign.ui.words import plain, quiet

PAGE_SIZE = 8
SHOWN = 12  # proposals of words at once; others come when these are dealt with
KINDS = {
    Kind.PHRASE: N_("A whole wording: « nobody calls back »"),
    Kind.PROBLEM: N_("An obstacle, which a negation denies: « afraid », « too expensive »"),
    Kind.RESOURCE: N_("A means, whose lack is the barrier: « a car », « an interpreter »"),
    Kind.RESOLVED: N_("It is over: « found a place at last »"),
}


def rules(here: Here) -> None:
    """List the rules on which people decided, those refused most first, and silence one for this project."""
    found = kept.read(here, barriers.rule_records, shared=Permission.CODEBOOK_EDIT)
    if not found:
        page.empty(_("Once you have decided on what rules propose, you will see here which ones mislead."), icon="rule")
        return
    for record in paging.part(here, found, PAGE_SIZE):
        _rule(here, record)
    paging.turn(here, len(found), PAGE_SIZE)


def _rule(here: Here, record: RuleRecord) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(codes.label('barrier', record.code))}** · {plain(_record(record))}")
            if record.silenced:
                if st.button(_("Let it speak again"), key=f"speak_{record.rule}", icon=":material/volume_up:"):
                    here.act(barriers.restore_rule, rule=record.rule, said=_("The rule proposes again."))
            elif record.refused and st.button(
                _("Silence this rule"), key=f"silence_{record.rule}", icon=":material/volume_off:"
            ):
                said = _("The rule proposes nothing any more in this project; you can take it back here.")
                here.act(barriers.silence_rule, rule=record.rule, said=said)
        quiet(_("Finds, for instance: %(example)s", example=record.example))
        with st.expander(_("Where it was refused, and how it is written"), icon=":material/format_quote:"):
            for quote in record.examples:
                page.prose(quote, quote=True)
            quiet(f"{record.rule} · {record.pattern}")


def _record(record: RuleRecord) -> str:
    parts = [
        ngettext("followed %(n)s time", "followed %(n)s times", record.right),
        ngettext("refused %(n)s time", "refused %(n)s times", record.refused),
    ]
    return " · ".join([*parts, _("silenced here")] if record.silenced else parts)


def missed(here: Here) -> None:
    """Propose words of sentences coded by hand; a person writes the wording, with an example of their own."""
    found = kept.read(here, barriers.missed_words, shared=Permission.CODEBOOK_EDIT)
    st.write(_("Words that come again in sentences where you added a code and no rule had found it."))
    if not found:
        page.empty(
            _("Nothing comes again yet. Codes that you add by hand will be looked at here."), icon="manage_search"
        )
    for n, each in enumerate(found[:SHOWN]):
        with st.container(border=True):
            times = ngettext("in %(n)s sentence", "in %(n)s sentences", each.sentences)
            st.markdown(f"**{plain(each.words)}** · {plain(codes.label('barrier', each.code))} · {plain(times)}")
            for quote in each.examples:
                page.prose(quote, quote=True)
            key = f"missed_{n}_{each.code}_{each.words}"
            add = st.expander(_("Add to our lexicon"), icon=":material/add:", key=f"{key}_open", on_change="rerun")
            with add:
                if kept.opened(here, add, key):
                    wording_form(here, key, each)


def wording_form(here: Here, key: str, proposed: MissedWords | None = None) -> None:
    """Draw the form of a wording; its tests run when it is sent, and say what to mend."""
    labels = {each.id: codes.label("barrier", each.id) for each in codes.codes_of("barrier")}
    code = forms.choice(_("Code"), labels, proposed.code if proposed else None, key=f"{key}_code")
    pattern = st.text_input(
        _("Wording"),
        value=proposed.words if proposed else "",
        key=f"{key}_pattern",
        max_chars=200,
        help=_("(one|other): one of them; [may be left out]; word*: any ending; {verb}: any form; ~: a few words."),
    )
    kinds = {str(each): _(KINDS[each]) for each in OWN_KINDS}
    kind = forms.choice(_("What it is"), kinds, str(Kind.PHRASE), key=f"{key}_kind")
    example = st.text_input(_("An example that it must find, of your own writing"), key=f"{key}_example", max_chars=300)
    near_miss = st.text_input(_("A sentence close to it that it must leave"), key=f"{key}_near", max_chars=300)
    quiet(_("No sentence of a note: words of people would stay in the lexicon after they withdrew."))
    if code and pattern and kind:
        _reach(here, f"{key}_reach", (code, pattern, kind))
    ready = bool(code and pattern and kind and example and near_miss)
    if st.button(_("Try it and add it"), key=f"{key}_add", type="primary", disabled=not ready):
        here.act(
            barriers.add_wording,
            code=code,
            pattern=pattern,
            kind=kind,
            example=example,
            near_miss=near_miss,
            id=storage.uuid7(),
            said=_("Added to the lexicon of this project; the notes are read again."),
        )


def _reach(here: Here, key: str, wording: tuple[str, str, str]) -> None:
    """Say in how many sentences of the notes a wording would be found, before it is kept; looked for once."""
    known = here.state.get(key)
    if known is None or known[0] != wording:
        code, pattern, kind = wording
        try:
            found = barriers.wording_reach(here.db, here.actor, code=code, pattern=pattern, kind=kind)
        except InvalidInput:
            found = None  # the button says what is wrong with it
        here.state[key] = known = (wording, found)
    reach: Reach | None = known[1]
    if reach is None or not reach.seen:
        return
    quiet(
        _("In your latest notes it would be found in %(n)s of %(of)s sentences.",
          n=number(reach.found), of=number(reach.seen))
    )  # fmt: skip
    for quote in reach.examples:
        page.prose(quote, quote=True)


def own(here: Here) -> None:
    """List what the team added, and take one off."""
    found = barriers.own_wordings(here.db, here.actor)
    st.subheader(_("Our lexicon"), anchor=False)
    if not found:
        quiet(_("Nothing added yet. What you add works in this project, beside the lexicon that comes with it."))
    names = accounts.member_names(here.db)
    for each in found:
        _own(here, each, names.get(each.added_by, _("Someone who left")))
    add = st.expander(_("Add a wording"), icon=":material/add:", key="own_open", on_change="rerun")
    with add:
        if kept.opened(here, add, "own"):
            wording_form(here, f"own_{number(len(found))}")


def _own(here: Here, each: OwnWording, added_by: str) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(codes.label('barrier', each.code))}** · {plain(each.pattern)}")
            if here.confirm(f"remove_{each.id}", _("Take off"), _("Take this wording off our lexicon?")):
                said = _("Taken off; the notes are read again.")
                here.act(barriers.remove_wording, wording_id=each.id, said=said)
        quiet(_("Finds: %(example)s", example=each.example))
        quiet(_("Leaves: %(near_miss)s", near_miss=each.near_miss))
        quiet(_("Added by %(name)s", name=added_by))
