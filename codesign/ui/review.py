"""The review screen, in pieces: the queue, the note on the desk, and the same decisions by plain buttons beside it."""

from __future__ import annotations

import streamlit as st

from codesign import accounts, barriers, fieldnotes, storage
from codesign.barriers import (
    Action,
    Choice,
    Decision,
    Review,
    ReviewedSentence,
    SentenceState,
    Suggestion,
    TagStatus,
)
from codesign.errors import Unavailable, UserError
from codesign.i18n import _, ngettext
from codesign.ui import codebook_view, codes, desk, forms, page, queue
from codesign.ui.components import answer_of, review_desk
from codesign.ui.page import Here
from codesign.ui.words import quiet

SCREEN = "barriers_review"


def asked() -> str | None:
    """Return the source that the address names, and give it the whole width: text and codes stand side by side."""
    source = st.query_params.get("source")
    if source:
        st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    return source


def show(here: Here, source_id: str) -> None:
    """Draw one source: the text in the middle, the codes of the chosen sentence beside it."""
    key = f"desk_{source_id}"
    answer = desk.read_answer(answer_of(key))
    _start(here, source_id)
    with st.container():  # what was refused is said in one block: the desk below stays the same one, and its focus
        _record(here, source_id, answer)
    try:
        review = barriers.review(here.db, here.actor, source_id)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    _place(here, review, answer)
    _head(here, review)
    if not review.sentences:
        page.empty(_("There is no text to code in this note."), icon="notes")
        return
    text, side = st.columns([2.1, 1], gap="medium")
    with text:
        review_desk(_data(here, review, answer), key)
        _rest(here, review)
    with side:
        _side(here, review)


def _start(here: Here, source_id: str) -> None:
    """Forget where one stood in another source."""
    if here.state.get("source") != source_id:
        kept = {name: value for name, value in here.state.items() if name == "filter"}
        here.state.clear()
        here.state.update(kept, source=source_id, selected=None, turn=0, heard=0, done=set(), after=None, said="")


def _record(here: Here, source_id: str, answer: desk.Answer | None) -> None:
    """Record what the desk says was done, each gesture once: it repeats until it knows."""
    for gesture in answer.gestures if answer else ():
        if gesture.id in here.state["done"]:
            continue
        error = _record_one(here, source_id, gesture)
        if not isinstance(error, Unavailable):  # the disk refused: the desk keeps it, the next run tries again
            here.state["done"].add(gesture.id)


def _record_one(here: Here, source_id: str, gesture: desk.Gesture) -> UserError | None:
    if gesture.choice is not None:
        wish, name = gesture.choice, gesture.id
        return here.act(barriers.decide, rerun=False, source_id=source_id, choice=wish, id=name).error
    here.state["said"] = _("Undone")
    return here.act(barriers.undo_decision, rerun=False, gesture=gesture.target or "").error


def _place(here: Here, review: Review, answer: desk.Answer | None) -> None:
    """Settle which sentence is chosen: the desk's, or the one that a button here led to."""
    state = here.state
    if answer and answer.n > state["heard"]:
        state["heard"], state["selected"] = answer.n, answer.selected
    after = review.sentence(state["after"])
    state["after"] = None
    if after is not None and after.state is not SentenceState.TO_READ:
        _go_to(here, desk.next_to_read(review, after.key) or after.key)
    if review.sentence(state["selected"]) is None:
        _go_to(here, here.id("sentence") if review.sentence(here.id("sentence")) else desk.next_to_read(review))
    if review.sentence(state["selected"]) is None and review.sentences:
        _go_to(here, review.sentences[0].key)


def _go_to(here: Here, key: str | None) -> None:
    here.state["selected"] = key
    here.state["turn"] += 1


def _data(here: Here, review: Review, answer: desk.Answer | None) -> dict[str, object]:
    said, here.state["said"] = here.state["said"], ""
    return {
        **desk.desk_data(review),
        "words": desk.words(),
        "selected": here.state["selected"],
        "turn": here.state["turn"],
        "acked": [each.id for each in (answer.gestures if answer else ()) if each.id in here.state["done"]],
        "said": said,
    }


def _head(here: Here, review: Review) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_name(here, review), anchor=False)
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if review.source_kind == "note":
                here.link("fieldnotes_note", _("Open the note"), icon=":material/description:", note=review.source_id)
            if st.button(_("Back to the list"), icon=":material/list:", type="tertiary"):
                here.go(SCREEN)
    place = st.container()  # always there: a block that comes above the desk would build it anew, and take its focus
    if review.sentences and not review.to_read:
        with place.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/check_circle: {_('Every sentence of this note is read.')}")
            if st.button(_("Next note"), type="primary", icon=":material/arrow_forward:"):
                _next_source(here, review.source_id)


def _name(here: Here, review: Review) -> str:
    """Return what people call the source: its title, or the occasion, month and sector of the note."""
    if review.source_kind != "note":
        return review.title
    occasion = fieldnotes.note(here.db, here.actor, review.source_id).occasion
    return queue.note_name(occasion.kind, occasion.month, str(occasion.head.get("sector") or ""))


def _next_source(here: Here, source_id: str) -> None:
    rows = barriers.queue(here.db, here.actor).rows
    following = next((row.source_id for row in rows if row.source_id != source_id), None)
    if following:
        here.go(SCREEN, source=following)
    here.go(SCREEN)


# --- the codes of the chosen sentence, by plain buttons --------------------------------------------------------------


def _side(here: Here, review: Review) -> None:
    sentence = review.sentence(here.state["selected"])
    if sentence is None:
        return
    _steps(here, review, sentence)
    page.prose(sentence.text, quote=True)
    for proposed in sentence.pending:
        _pending(here, review, sentence, proposed)
    for tag in sentence.tags:
        _decided(here, review, sentence, tag)
    for refused in sentence.rejected:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(codes.chip_html(refused.family, refused.code, refused.status, kind="rejected"))
            if st.button(_("Take it after all"), key=f"take_{sentence.key}_{refused.family}_{refused.code}"):
                _choose(here, review, _take(sentence, refused.family, refused.code))
    if not sentence.suggestions and not sentence.decisions:
        quiet(_("The machine proposes nothing for this sentence."))
    _whole_sentence(here, review, sentence)
    _add(here, review, sentence)
    _meaning(sentence)
    _history(here, review, sentence)


def _take(sentence: ReviewedSentence, family: str, code: str) -> Choice:
    """A refused code is accepted when the machine proposes it, added when a person had put it."""
    proposed = any((each.family, each.code) == (family, code) for each in sentence.suggestions)
    return Choice(sentence.key, Action.ACCEPT if proposed else Action.ADD, family, code)


def _choose(here: Here, review: Review, choice: Choice, *, move_on: bool = False) -> None:
    """Record a choice made beside the desk; go on to the next sentence when this one is settled and `move_on`."""
    memo = str(st.session_state.get(f"memo_{choice.sentence_key}", ""))
    wish = Choice(choice.sentence_key, choice.action, choice.family, choice.code, choice.status, memo)
    here.state["after"] = choice.sentence_key if move_on else None
    here.act(barriers.decide, source_id=review.source_id, choice=wish)


def _steps(here: Here, review: Review, sentence: ReviewedSentence) -> None:
    at = [each.key for each in review.sentences].index(sentence.key)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for step, icon, words in (
            (-1, "arrow_upward", _("Previous sentence")),
            (1, "arrow_downward", _("Next sentence")),
        ):
            if st.button("", icon=f":material/{icon}:", key=f"step_{step}", help=words):
                _go_to(here, desk.neighbour(review, sentence.key, step))
                st.rerun()
        st.markdown(f"**{_('Sentence %(n)s of %(total)s', n=at + 1, total=len(review.sentences))}**")


def _pending(here: Here, review: Review, sentence: ReviewedSentence, each: Suggestion) -> None:
    key = f"{sentence.key}_{each.family}_{each.code}"
    with st.container(border=True, gap="small"):
        st.html(codes.chip_html(each.family, each.code, each.status, kind="proposal"))
        said = (_("Proposed by the machine"), codes.family_label(each.family), _(codes.STATUSES[each.status]))
        st.markdown(f":material/smart_toy: :small[:gray[{' · '.join(said)}]]")
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Accept"), key=f"accept_{key}", icon=":material/check:", type="primary"):
                _choose(here, review, Choice(sentence.key, Action.ACCEPT, each.family, each.code), move_on=True)
            if st.button(_("Refuse"), key=f"refuse_{key}", icon=":material/close:"):
                _choose(here, review, Choice(sentence.key, Action.REJECT, each.family, each.code), move_on=True)
            _other_status(here, review, sentence, each)


def _decided(here: Here, review: Review, sentence: ReviewedSentence, each: Decision) -> None:
    with st.container(border=True, gap="small"):
        st.html(codes.chip_html(each.family, each.code, each.status))
        with st.container(horizontal=True, gap="small"):
            _other_status(here, review, sentence, each)
            if st.button(_("Take off"), key=f"off_{sentence.key}_{each.family}_{each.code}", icon=":material/close:"):
                _choose(here, review, Choice(sentence.key, Action.REJECT, each.family, each.code))


def _other_status(here: Here, review: Review, sentence: ReviewedSentence, each: Suggestion | Decision) -> None:
    """Offer the two other statuses; choosing one records the code with it."""
    with st.popover(_("Status"), icon=":material/swap_horiz:"):
        for other, words in codes.STATUSES.items():
            key = f"{other}_{sentence.key}_{each.family}_{each.code}"
            if other is not each.status and st.button(_(words), key=key):
                wish = Choice(sentence.key, Action.CHANGE, each.family, each.code, other)
                _choose(here, review, wish, move_on=True)


def _whole_sentence(here: Here, review: Review, sentence: ReviewedSentence) -> None:
    with st.container(horizontal=True):
        if sentence.state is not SentenceState.NOTHING and st.button(
            _("Nothing to code here"), key=f"nothing_{sentence.key}", icon=":material/remove:"
        ):
            _choose(here, review, Choice(sentence.key, Action.NOTHING), move_on=True)
        if review.undoable and st.button(_("Undo"), key="undo", icon=":material/undo:"):
            here.act(barriers.undo_decision, gesture=review.undoable[-1], said=_("Undone"))


def _rest(here: Here, review: Review) -> None:
    """Offer to settle at once the sentences for which nothing is proposed."""
    bare = sum(each.state is SentenceState.TO_READ and not each.pending for each in review.sentences)
    words = ngettext("Nothing in the %(n)s sentence left", "Nothing in the %(n)s sentences without proposal", bare)
    if bare > 1 and st.button(words, key="nothing_rest", type="tertiary", icon=":material/done_all:"):
        here.act(barriers.nothing_in_rest, source_id=review.source_id, id=storage.uuid7(), said=_("Noted"))


def _add(here: Here, review: Review, sentence: ReviewedSentence) -> None:
    with st.expander(_("Add a code, say why"), icon=":material/add:"):
        family = forms.choice(_("Family"), {each: codes.family_label(each) for each in codes.families()}, "barrier")
        code = _code_field(here, family or "barrier", sentence.key)
        names = {str(status): _(words) for status, words in codes.STATUSES.items()}
        status = forms.radio(_("Status"), names, str(TagStatus.PRESENT), key=f"status_{sentence.key}", horizontal=True)
        st.text_area(_("Why (optional)"), key=f"memo_{sentence.key}", max_chars=2000, height=80)
        if st.button(_("Add the code"), key=f"add_{sentence.key}", type="primary", disabled=not code):
            wish = Choice(sentence.key, Action.ADD, family or "barrier", code or "", TagStatus(status or "present"))
            _choose(here, review, wish)


def _code_field(here: Here, family: str, sentence_key: str) -> str | None:
    key = f"code_{family}_{sentence_key}"
    known = codes.codes_of(family)
    if known:
        return forms.choice(_("Code"), {each.id: codes.label(family, each.id) for each in known}, key=key)
    used = {each: each for each in barriers.free_codes(here.db, here.actor, family)}
    words = _("In a few words") if family != "leader" else _("The role, never a name")
    return forms.choice(words, used, key=key, accept_new_options=True, placeholder=_("Choose or write…"))


def _meaning(sentence: ReviewedSentence) -> None:
    named = dict.fromkeys(
        [(each.family, each.code) for each in sentence.pending] + [(tag.family, tag.code) for tag in sentence.tags]
    )
    found = [(family, each) for family, code in named if (each := codes.find(family, code)) is not None]
    if found:
        with st.expander(_("What these codes mean"), icon=":material/menu_book:"):
            for family, each in found:
                st.markdown(f"**{codes.label(family, each.id)}**")
                codebook_view.definition(each)


def _history(here: Here, review: Review, sentence: ReviewedSentence) -> None:
    made = barriers.decisions_of(here.db, here.actor, review.source_id, sentence.key)
    if made:
        with st.expander(ngettext("%(n)s decision", "%(n)s decisions", len(made)), icon=":material/history:"):
            names = accounts.member_names(here.db)
            for each in made:
                st.text(desk.told(each, names.get(each.decided_by, _("Someone who left"))))
