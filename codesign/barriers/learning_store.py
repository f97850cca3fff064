"""SQL of what is learnt from review: decided sentences, records of rules, the team's own lexicon."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields

from codesign import storage
from codesign.barriers.learning import DecidedSentence, OwnWording
from codesign.barriers.model import TagStatus
from codesign.barriers.review import TAGGING, Action
from codesign.storage import Database

WORDING = storage.register(
    storage.Entity(
        "barriers_wording", scalars=("code", "kind", "pattern", "example", "near_miss", "added_by", "added_at")
    )
)
SILENCE = storage.register(storage.Entity("barriers_silence", scalars=("rule", "silenced_by", "silenced_at")))
_WORDING = ", ".join(field.name for field in fields(OwnWording))

_SENTENCE = 5  # words: fewer come again in many mouths

# A decision whose words are no longer in the text is not learnt: they may have been taken out for a reason.
_DECIDED = """
SELECT d.source_id, d.sentence_key, d.quote, d.code, d.status, d.action,
       EXISTS (SELECT 1 FROM barriers_proposal p
               WHERE p.source_id = d.source_id AND p.sentence_key = d.sentence_key AND p.family = 'barrier'
                 AND NOT EXISTS (SELECT 1 FROM barriers_standing o
                                 WHERE o.source_id = p.source_id AND o.sentence_key = p.sentence_key
                                   AND (o.action = 'nothing' OR (o.family = p.family AND o.code = p.code))))
FROM barriers_standing d JOIN v_fieldnotes_text t ON t.source_id = d.source_id
WHERE (d.family = 'barrier' OR d.action = 'nothing') AND instr(t.text, d.quote) > 0
ORDER BY d.source_id, d.sentence_key, d.decided_at, d.rowid_
"""


def decided(db: Database) -> list[DecidedSentence]:
    """Return the sentences that people decided on, of the texts that may be read now."""
    rows: dict[tuple[str, str], list[tuple[str, str, str | None, Action, bool]]] = defaultdict(list)
    for source_id, key, quote, code, status, action, pending in db.conn.execute(_DECIDED):
        rows[source_id, key].append((quote, code, status, Action(action), bool(pending)))
    found = []
    for (source_id, _key), made in rows.items():
        nothing = any(action is Action.NOTHING for *_, action, _ in made)
        held = {code: TagStatus(status) for _, code, status, action, _ in made if action in TAGGING and status}
        refused = frozenset(code for _, code, _, action, _ in made if action is Action.REJECT)
        settled = nothing or not made[0][4]
        found.append(DecidedSentence(source_id, made[0][0], held, refused, nothing and not held, settled))
    return found


def still_said(db: Database, source_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return those of these sources whose text may be read now → the sentences of it that people ever decided on.

    A decision that was undone counts: its sentence is there still. One whose words were taken out does not.
    """
    asked = json.dumps(sorted(source_ids))
    rows = db.conn.execute(
        "SELECT t.source_id, d.quote FROM v_fieldnotes_text t LEFT JOIN barriers_decision d"
        " ON d.source_id = t.source_id AND instr(t.text, d.quote) > 0"
        " WHERE t.source_id IN (SELECT value FROM json_each(?))",
        [asked],
    )
    found: dict[str, set[str]] = defaultdict(set)
    for source, quote in rows:
        found[str(source)].update([str(quote)] if quote is not None else [])
    return {source: frozenset(quotes) for source, quotes in found.items()}


def latest_texts(db: Database, limit: int) -> list[str]:
    """Return the texts that may be read, the latest first."""
    asked = "SELECT text FROM v_fieldnotes_text ORDER BY source_id DESC LIMIT ?"
    return [str(text) for (text,) in db.conn.execute(asked, [limit])]


def is_said(db: Database, line: str) -> bool:
    """Say whether a whole sentence stands, as it is, in a text that may be read; a few words alone are nobody's."""
    words = line.strip(' .!?…«»"')
    asked = "SELECT 1 FROM v_fieldnotes_text WHERE instr(lower(text), lower(?)) LIMIT 1"
    return len(words.split()) >= _SENTENCE and db.conn.execute(asked, [words]).fetchone() is not None


def rule_decisions(db: Database) -> list[tuple[str, str, str, bool]]:
    """Return (rule, code, sentence, taken) of each decision about a rule's proposal of a barrier, the latest first.

    Words that are no longer in their text are left out, as for learning. « Nothing » on a sentence refuses what
    rules propose for it.
    """
    rows = db.conn.execute(
        "SELECT d.rule, d.code, d.quote, d.action, d.decided_at FROM barriers_standing d"
        " JOIN v_fieldnotes_text t ON t.source_id = d.source_id"
        " WHERE d.family = 'barrier' AND d.origin = 'rule' AND d.action IN ('accept', 'change', 'add', 'reject')"
        " AND instr(t.text, d.quote) > 0"
        " UNION ALL "
        "SELECT (SELECT group_concat(DISTINCT json_extract(e.value, '$[2]')) FROM json_each(p.evidence) e), p.code,"
        " d.quote, 'reject', d.decided_at FROM barriers_standing d"
        " JOIN v_fieldnotes_text t ON t.source_id = d.source_id"
        " JOIN barriers_proposal p ON p.source_id = d.source_id AND p.sentence_key = d.sentence_key"
        " WHERE d.action = 'nothing' AND p.family = 'barrier' AND p.origin = 'rule'"
        " AND instr(t.text, d.quote) > 0"
        " ORDER BY 5 DESC"
    )
    return [
        (rule, str(code), str(quote), action != Action.REJECT)
        for rules, code, quote, action, _ in rows
        for rule in str(rules or "").split(",")
        if rule
    ]


def added_by_hand(db: Database) -> list[tuple[str, str]]:
    """Return (code, sentence) of the barriers that people added where the machine had proposed no rule for them."""
    rows = db.conn.execute(
        "SELECT d.code, d.quote FROM barriers_standing d JOIN v_fieldnotes_text t ON t.source_id = d.source_id"
        " WHERE d.family = 'barrier' AND d.action = 'add' AND d.origin <> 'rule' AND d.status = 'present'"
        " AND instr(t.text, d.quote) > 0 ORDER BY d.decided_at DESC"
    )
    return [(str(code), str(quote)) for code, quote in rows]


def scored_decisions(db: Database) -> list[tuple[str, float, bool]]:
    """Return (source, score, taken) of the proposals of barriers on which people decided."""
    rows = db.conn.execute(
        "SELECT p.source_id, p.score, max(d.action IN ('accept', 'change', 'add')) FROM barriers_proposal p"
        " JOIN barriers_standing d ON d.source_id = p.source_id AND d.sentence_key = p.sentence_key"
        " AND (d.action = 'nothing' OR (d.family = p.family AND d.code = p.code))"
        " WHERE p.family = 'barrier' GROUP BY p.source_id, p.sentence_key, p.code"
    )
    return [(str(source), float(score), bool(taken)) for source, score, taken in rows]


# --- the team's own lexicon ------------------------------------------------------------------------------------------


def wordings(db: Database) -> tuple[OwnWording, ...]:
    """Return the wordings that the team added, the oldest first."""
    rows = db.conn.execute(f"SELECT {_WORDING} FROM barriers_wording WHERE NOT deleted ORDER BY id")  # noqa: S608 - names of ours
    return tuple(OwnWording(*row) for row in rows)


def save_wording(db: Database, wording_id: str, values: Mapping[str, object], author: str, *, new: bool) -> None:
    """Add a wording, or take one off (`{"deleted": True}`)."""
    storage.save(db, WORDING, wording_id, dict(values), author=author, new=new)


def wording_exists(db: Database, wording_id: str) -> bool:
    """Say whether there is a wording of this id, taken off or not."""
    return db.conn.execute("SELECT 1 FROM barriers_wording WHERE id = ?", [wording_id]).fetchone() is not None


def silences(db: Database) -> dict[str, list[str]]:
    """Return the rules that the team silenced, with the rows that say so."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule, row_id in db.conn.execute("SELECT rule, id FROM barriers_silence WHERE NOT deleted ORDER BY rule"):
        found[str(rule)].append(str(row_id))
    return found


def save_silence(db: Database, row_id: str, values: Mapping[str, object], author: str, *, new: bool) -> None:
    """Silence a rule, or let it speak again (`{"deleted": True}`)."""
    storage.save(db, SILENCE, row_id, dict(values), author=author, new=new)
