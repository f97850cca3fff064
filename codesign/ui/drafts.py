"""What browsers say of notes being written, and the form that is kept while people type: no keystroke is lost.

A field writes each keystroke to the disk of its device, sends it, and sends again until the run that follows tells it
up to where the server has it. Whoever is signed in decides whose draft it is: what another member's field says is not
listened to, even from the same browser.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from codesign import fieldnotes, media
from codesign.accounts import Actor, Permission
from codesign.errors import UserError
from codesign.fieldnotes import DRAFT_DAYS, MOMENTS, Draft, DraftPiece, DraftText, Field, NoteKind
from codesign.i18n import N_, _
from codesign.storage import MAX_TEXT
from codesign.ui import page
from codesign.ui.components import answer_of, draft_area, draft_keeper
from codesign.ui.forms import packed, unpacked
from codesign.ui.page import Here
from codesign.ui.run import Run

_GONE = "_drafts_gone"
_HEARD = "_drafts_heard"
OCCASION = "occasion"
_MAX_ITEMS = 50
_KEPT_UNDER: Mapping[NoteKind, str] = {
    NoteKind.SHADOWING: N_("Your text of the accompaniment is kept; go back to this occasion to find it."),
    NoteKind.STORY: N_("Your text of the workshop is kept; go back to this occasion to find it."),
    NoteKind.LISTENING_CALL: N_("Your text of the listening call is kept; go back to this occasion to find it."),
}
_NOTHING = DraftText("", 0, "", {}, {})


def read_piece(value: object, actor: Actor) -> DraftPiece | None:
    """Return what a field says, or None when it is not of its shape or speaks for another member."""
    if not isinstance(value, Mapping) or value.get("member") != actor.id:
        return None
    words = [value.get(name) for name in ("id", "field", "text", "writer")]
    counts = [value.get(name) for name in ("rev", "base")]
    note, version = value.get("note"), value.get("version")
    if not all(isinstance(each, str) for each in words):
        return None
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in counts):
        return None
    if not all(each is None or isinstance(each, str) for each in (note, version)):
        return None
    draft_id, name, text, writer = map(str, words)
    rev, base = (int(each) for each in counts if isinstance(each, int | float))
    return DraftPiece(draft_id, name, text, rev, writer, base, note or None, version or None)


@dataclass
class Form:
    """The draft behind a form: its number, the note that it edits (with the version opened), and what is kept of it.

    `key` begins the keys of the form's widgets; another member on the same browser has others.
    """

    here: Here
    id: str
    note_id: str | None = None
    version: str | None = None
    draft: Draft | None = None
    said: dict[str, str] = field(default_factory=dict)
    kind: NoteKind | None = None

    @property
    def key(self) -> str:
        """What the keys of this form's widgets begin with."""
        return f"{self.id}.{self.here.actor.id[-12:]}"

    def area(self, kind: str, of: Field, value: str = "", *, rows: int = 4) -> str:
        """Draw one field of words and return its text: what is kept of it, else `value`."""
        name = f"{kind}/{of.id}"
        kept = self.draft.texts.get(name) if self.draft else None
        shown = kept or DraftText(value, 0, "", {}, {})
        data = {
            "member": self.here.actor.id, "id": self.id, "field": name, "note": self.note_id, "version": self.version,
            "text": shown.text, "seq": shown.seq, "writer": shown.writer, "acks": dict(shown.acks), "rows": rows,
            "most": MAX_TEXT, "words": {"label": _(of.label), "help": _(of.help) if of.help else ""},
        }  # fmt: skip
        self._hear(draft_area(data, f"draft_{self.key}_{kind}_{of.id}"))  # a new session's first run learns it only now
        for other, text in shown.apart.items():
            self._other(name, other, text)
        return self.said.get(name, shown.text)

    def kept(self, kind: str, field_id: str, value: str = "") -> str:
        """Return the text of a field that is not drawn: what is kept of it, else `value`."""
        name = f"{kind}/{field_id}"
        known = self.draft.texts.get(name) if self.draft else None
        return self.said.get(name, known.text if known else value)

    def put(self, kind: str, field_id: str, text: str) -> None:
        """Write a text in the place of what the person typed, as they asked; every screen that shows it follows."""
        name = f"{kind}/{field_id}"
        now = fieldnotes.draft(self.here.db, self.here.actor, self.id)
        shown = now.texts.get(name, _NOTHING) if now else _NOTHING
        writer = str(uuid.uuid5(uuid.UUID(self.id), "guard"))
        rev = shown.acks.get(writer, 0) + 1
        piece = DraftPiece(self.id, name, text, rev, writer, shown.seq, self.note_id, self.version)
        self.here.act(fieldnotes.keep_draft_text, piece=piece, rerun=False, quiet=True)

    def keep_choices(self, participant_id: str | None = None) -> None:
        """Keep what is chosen in the form, once something was; call it when its widgets are drawn."""
        chosen = {**self._set_aside(), **dict(self._chosen())}
        if self.here.id(OCCASION):
            chosen[OCCASION] = self.here.id(OCCASION)
        first = self.here.state.setdefault(f"first_{self.key}", chosen)
        known = self.draft.choices if self.draft else first
        if chosen == known or (self.draft is None and chosen == first):
            return
        self.here.act(
            fieldnotes.keep_draft_choices,
            draft_id=self.id,
            choices=chosen,
            participant_id=participant_id,
            note_id=self.note_id,
            version=self.version,
            rerun=False,
            quiet=True,
        )

    def turn_to(self, kind: NoteKind) -> None:
        """Put back the choices of this kind of note; say on screen which words wait under another occasion."""
        self.kind = kind
        if self.draft is None:
            return
        for name, kept in self.draft.choices.items():
            if name.startswith(f"{kind}_"):
                st.session_state.setdefault(f"{self.key}_{name}", unpacked(kept))
        for other in self.draft.kinds_but(kind):
            st.info(_(_KEPT_UNDER[other]), icon=":material/inventory_2:")

    def _set_aside(self) -> dict[str, Any]:
        """Return what was chosen for the kinds of note that are not on screen."""
        known = self.draft.choices if self.kind and self.draft else {}
        others = tuple(f"{each}_" for each in NoteKind if each is not self.kind)
        return {name: kept for name, kept in known.items() if name.startswith(others)}

    def over(self) -> None:
        """Say that the draft is over: this device forgets its copy."""
        st.session_state[_GONE] = [*st.session_state.get(_GONE, [])[-19:], self.id]

    def listen(self) -> None:
        """Keep what the fields said since the last run, then read the draft as it stands."""
        for name in list(st.session_state):
            if str(name).startswith(f"draft_{self.key}_"):
                self._hear(answer_of(str(name), "draft"))
        self.draft = fieldnotes.draft(self.here.db, self.here.actor, self.id)
        if self.draft and all(_is_of_moment(name) for name, _kept in self._chosen()):
            self._restore(self.draft.choices)
        if self.draft and self.draft.kind and not self.draft.choices:  # its words came before anything of its form
            template = fieldnotes.TEMPLATES[self.draft.kind]
            st.session_state[f"{self.key}_kind"] = template.occasion_kind.value

    def _hear(self, value: object) -> None:
        said = read_piece(value, self.here.actor)
        if said is None or said.draft_id != self.id:
            return
        known = self.draft or fieldnotes.draft(self.here.db, self.here.actor, self.id)
        if known and known.texts.get(said.field, _NOTHING).acks.get(said.writer, 0) >= said.rev:
            return
        self.said[said.field] = said.text  # what the person sees, even when the disk refuses it
        self.here.act(fieldnotes.keep_draft_text, piece=said, rerun=False)

    def _chosen(self) -> Iterator[tuple[str, Any]]:
        for name, value in st.session_state.items():
            if str(name).startswith(f"{self.key}_"):
                kept = packed(value)
                if kept is not None:
                    yield str(name).removeprefix(f"{self.key}_"), kept

    def _restore(self, choices: Mapping[str, Any]) -> None:
        for name, kept in choices.items():
            if name == OCCASION:
                continue
            st.session_state[f"{self.key}_{name}"] = unpacked(kept)

    def _other(self, name: str, other: str, text: str) -> None:
        with st.expander(_("Another version of this text, written elsewhere"), icon=":material/difference:"):
            page.prose(text)
            if st.button(_("Erase this version"), key=f"other_{other}", icon=":material/delete:"):
                self.here.act(fieldnotes.drop_other_text, draft_id=self.id, field=name, name=other)


def _is_of_moment(name: str) -> bool:
    """Say whether a choice is one that no widget holds: it outlives a change of screen, when the others do not."""
    return name.endswith("_open") or f"_{MOMENTS}/" in name


def open_form(here: Here, draft_id: str, *, note_id: str | None = None, version: str | None = None) -> Form:
    """Return the form of this draft, with what is kept of it; what was chosen in another tab is put back."""
    made = Form(here, draft_id, note_id, version)
    made.listen()
    return made


def keeper(of: Run) -> None:
    """Draw what the draft fields of a page share, and answer what lies on this device outside of them."""
    if not of.actor.may(Permission.NOTE_RECORD):
        return
    key = f"draft_keeper_{of.actor.id}"
    said = answer_of(key, "drafts")
    told: dict[str, Any] = {"acks": [], "gone": []}
    if isinstance(said, Mapping) and said.get("member") == of.actor.id:
        if st.session_state.get(_HEARD, (None, None))[0] != said.get("n"):
            st.session_state[_HEARD] = (said.get("n"), _answer(of, said))
        told = st.session_state[_HEARD][1]
    gone = [*told["gone"], *st.session_state.get(_GONE, [])]
    data = {"member": of.actor.id, "days": DRAFT_DAYS, "acks": told["acks"], "gone": gone, "words": words()}
    draft_keeper(data, key)


def _answer(of: Run, said: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what this device never sent; return up to where it is kept, and which drafts it may forget."""
    items, held = said.get("items"), said.get("held")
    pieces = [read_piece(each, of.actor) for each in (items if isinstance(items, list) else [])[:_MAX_ITEMS]]
    acks = []
    for each in pieces:
        if each is not None:
            try:
                fieldnotes.keep_draft_text(of.db, of.actor, piece=each)
            except UserError:
                continue  # it stays on the device, which will send it again
            acks.append([each.draft_id, each.field, each.rev])
    ids = [each for each in (held if isinstance(held, list) else []) if isinstance(each, str)]
    return {"acks": acks, "gone": sorted(fieldnotes.drafts_over(of.db, of.actor, ids))}


def words() -> dict[str, str]:
    """Return what the fields say to people."""
    return {
        "here": _("Kept on this device"),
        "saved": _("Saved in your drafts"),
        "nowhere": _("Not kept yet: this browser refuses. Do not close this page."),
        "lost": _("The link is lost. Go on writing: your text is kept on this device, and will be sent."),
        "lost_nowhere": _("The link is lost. Do not close this page: this browser does not keep your text."),
        "ended": _("Your session has ended. Your text is kept on this device."),
        "sign_in": _("Sign in"),
        "ask_title": _("Some text is only on this device"),
        "ask_text": _("It could not be sent yet. If you sign out, it stays here, unseen by others in this app,"
                      " until you sign in again on this device."),
        "stay": _("Stay, to send it"),
        "leave": _("Sign out all the same"),
    }  # fmt: skip


def let_go(form: Form) -> None:
    """Draw the way to erase what one is writing; nothing while there is nothing."""
    if form.draft and form.draft.words:
        question = _("Erase this draft? Its text cannot be brought back.")
        if form.here.confirm(f"let_go_{form.key}", _("Erase what I wrote"), question):
            form.here.keep(note=None)
            discard(form.here, form.id)


def discard(here: Here, draft_id: str) -> None:
    """Let go of a draft, here and on this device."""
    Form(here, draft_id).over()
    here.act(media.discard_draft, draft_id=draft_id, said=_("The draft is erased."))
