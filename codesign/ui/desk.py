"""What the review desk is told and what it answers: plain values, no Streamlit, so that all of it can be tested."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from codesign.barriers import (
    BARRIER,
    Action,
    Choice,
    Decision,
    Review,
    ReviewedSentence,
    SentenceState,
    Suggestion,
    TagStatus,
)
from codesign.i18n import _, moment
from codesign.ui import codes

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MAX_OUTBOX = 200


@dataclass(frozen=True, slots=True)
class Gesture:
    """One thing that the person did on the desk: a choice, or the undoing of an earlier gesture (`target`)."""

    id: str
    choice: Choice | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says: how many times it spoke, the sentence that it shows, what is not yet known to be recorded."""

    n: int
    selected: str
    gestures: tuple[Gesture, ...]


def read_answer(value: object) -> Answer | None:
    """Return what the desk says, whatever is not of its shape left out: it comes from a browser."""
    if not isinstance(value, Mapping):
        return None
    n, selected, outbox = value.get("n"), value.get("selected"), value.get("outbox")
    if not isinstance(n, int | float) or not isinstance(selected, str):
        return None
    items = outbox if isinstance(outbox, list) else []
    found = [_gesture(item) for item in items[:_MAX_OUTBOX] if isinstance(item, Mapping)]
    return Answer(int(n), selected, tuple(each for each in found if each is not None))


def _gesture(item: Mapping[Any, Any]) -> Gesture | None:
    words = {name: item.get(name, "") for name in ("id", "key", "action", "family", "code", "target")}
    if not all(isinstance(word, str) for word in words.values()) or not _UUID.fullmatch(words["id"]):
        return None
    if words["action"] == "undo":
        return Gesture(words["id"], target=words["target"]) if words["target"] else None
    if words["action"] not in {Action.ACCEPT, Action.REJECT, Action.NOTHING}:
        return None
    return Gesture(words["id"], Choice(words["key"], Action(words["action"]), words["family"], words["code"]))


def next_to_read(review: Review, after: str | None = None) -> str | None:
    """Return the key of the first sentence to read after `after`, else the first of the text, else None."""
    keys = [each.key for each in review.sentences]
    at = keys.index(after) if after in keys else -1
    order = [*review.sentences[at + 1 :], *review.sentences[: at + 1]]
    return next((each.key for each in order if each.state is SentenceState.TO_READ), None)


def neighbour(review: Review, key: str | None, step: int) -> str | None:
    """Return the key of the sentence `step` places further, staying within the text."""
    keys = [each.key for each in review.sentences]
    if not keys:
        return None
    at = keys.index(key) if key in keys else 0
    return keys[max(0, min(at + step, len(keys) - 1))]


def desk_data(review: Review) -> dict[str, Any]:
    """Return what the desk draws of one source: sentences cut where evidence begins and ends, chips, sections."""
    sentences = []
    section = ""
    for each in review.sentences:
        label = next((_(name) for name, start, end in review.sections if start <= each.start < end), "")
        sentences.append({**_sentence(each), "section": label if label != section else ""})
        section = label
    return {"source": review.source_id, "sentences": sentences, "undoable": list(review.undoable)}


def _sentence(each: ReviewedSentence) -> dict[str, Any]:
    marked = _marked(each)
    return {
        "key": each.key,
        "state": str(each.state),
        "parts": parts(each, marked),
        "lines": [_id(one.family, one.code) for one in each.suggestions if one.evidence],
        "chips": chips(each),
    }


def _marked(sentence: ReviewedSentence) -> list[Suggestion]:
    """Return the suggestions whose words are underlined: those pending and those that people kept."""
    held = {(tag.family, tag.code) for tag in sentence.tags}
    held |= {(each.family, each.code) for each in sentence.pending}
    return [each for each in sentence.suggestions if (each.family, each.code) in held and each.evidence]


def _id(family: str, code: str) -> str:
    return f"{family}:{code}"


def parts(sentence: ReviewedSentence, marked: list[Suggestion]) -> list[dict[str, Any]]:
    """Cut a sentence where evidence begins and ends; joined, the parts are the sentence, letter for letter."""
    spans = [
        (max(0, span.start - sentence.start), min(len(sentence.text), span.end - sentence.start), each)
        for each in marked
        for span in each.evidence
    ]
    spans = [span for span in spans if span[0] < span[1]]
    cuts = sorted({0, len(sentence.text), *(span[0] for span in spans), *(span[1] for span in spans)})
    found = []
    for start, end in pairwise(cuts):
        over = {_id(each.family, each.code): each for s, e, each in spans if s <= start and end <= e}
        marks = [
            {"id": name, "label": codes.label(each.family, each.code), "hue": codes.hue(each.family, each.code)}
            for name, each in over.items()
        ]
        found.append({"text": sentence.text[start:end], "codes": marks})
    return found


def chips(sentence: ReviewedSentence) -> list[dict[str, Any]]:
    """Return the codes of a sentence as they are drawn: decided first, then proposed, then refused; barriers first."""
    decided = [_chip("tag", each.family, each.code, each.status) for each in sentence.tags]
    proposed = [_chip("proposal", each.family, each.code, each.status) for each in sentence.pending]
    refused = [_chip("rejected", each.family, each.code, each.status) for each in sentence.rejected]
    first = [*decided, *proposed]
    return [*sorted(first, key=lambda chip: chip["family"] != BARRIER), *refused]


def _chip(kind: str, family: str, code: str, status: TagStatus | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "family": family,
        "code": code,
        "status": str(status or ""),
        "label": codes.label(family, code),
        "hue": codes.hue(family, code),
        "spoken": spoken(kind, family, code, status),
    }


def spoken(kind: str, family: str, code: str, status: TagStatus | None) -> str:
    """Return a chip in words, for the ear and for those who rest on it: what its border and marks say."""
    values = {
        "family": codes.family_label(family),
        "code": codes.label(family, code),
        "status": _(codes.STATUSES[status]) if status else "",
    }
    if kind == "proposal":
        return _("%(family)s: %(code)s, %(status)s; proposed by the machine", **values)
    if kind == "rejected":
        return _("%(family)s: %(code)s; refused", **values)
    return _("%(family)s: %(code)s, %(status)s; decided", **values)


def words() -> dict[str, Any]:
    """Return what the desk says to people; `{name}` is filled there."""
    return {
        "region": _("The note, sentence by sentence"),
        "sentence": _("Sentence {n} of {total}, {state}. {codes}"),
        "states": {
            SentenceState.TO_READ: _("to read"),
            SentenceState.DECIDED: _("coded"),
            SentenceState.NOTHING: _("read, nothing to code"),
        },
        "left": _("{n} sentences to read of {total}"),
        "one_left": _("1 sentence to read of {total}"),
        "all_read": _("Everything is read"),
        "keys": _("Keyboard"),
        "accept": _("Accepted: {label}"),
        "reject": _("Refused: {label}"),
        "nothing": _("Nothing to code in this sentence"),
        "no_proposal": _("No proposal left on this sentence"),
        "no_undo": _("No decision of yours to undo here"),
        "accept_button": _("Accept {label}"),
        "reject_button": _("Refuse {label}"),
        "nothing_button": _("Nothing to code here"),
        "undo_button": _("Undo"),
        "help": [
            ["j ↓", _("next sentence")],
            ["k ↑", _("previous sentence")],
            ["a", _("accept the first proposal")],
            ["r", _("refuse the first proposal")],
            ["n", _("nothing to code here")],
            ["u", _("undo my last decision")],
            ["?", _("show or hide these keys")],
        ],
    }


def told(decision: Decision, name: str) -> str:
    """Return one decision as a line of the history: when, who, what, why."""
    did = {
        Action.ACCEPT: _("accepted"),
        Action.REJECT: _("refused"),
        Action.CHANGE: _("changed the status"),
        Action.ADD: _("added"),
        Action.NOTHING: _("nothing to code"),
    }[decision.action]
    when = moment(datetime.fromisoformat(decision.decided_at))
    pieces = [when, name, did]
    if decision.code:
        status = f" ({_(codes.STATUSES[decision.status])})" if decision.status else ""
        pieces.append(f"{codes.family_label(decision.family)}, {codes.label(decision.family, decision.code)}{status}")
    if decision.undone:
        pieces.append(_("undone"))
    line = " · ".join(pieces)
    return f"{line}\n{decision.memo}" if decision.memo else line
