"""The tables of this room, and the view of the tags that other rooms count."""

from codesign.storage import Database, Migrations

migrations = Migrations("barriers")


@migrations()
def m001_decisions(db: Database) -> None:
    """What people decided: append-only, journaled. `undone` takes a decision back and keeps it."""
    db.execute(
        """CREATE TABLE barriers_decision (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             source_id TEXT NOT NULL, source_kind TEXT NOT NULL, sentence_key TEXT NOT NULL, quote TEXT NOT NULL,
             family TEXT NOT NULL, code TEXT NOT NULL, status TEXT, action TEXT NOT NULL,
             origin TEXT NOT NULL, rule TEXT NOT NULL, tagger_version TEXT NOT NULL, memo TEXT NOT NULL,
             decided_by TEXT NOT NULL, decided_at TEXT NOT NULL, gesture TEXT NOT NULL, undone INTEGER NOT NULL
           ) STRICT"""
    )
    db.execute("CREATE INDEX barriers_decision_sentence ON barriers_decision (source_id, sentence_key)")
    db.execute("CREATE INDEX barriers_decision_gesture ON barriers_decision (gesture)")
    db.execute("CREATE INDEX barriers_decision_code ON barriers_decision (family, code)")


@migrations()
def m002_derived(db: Database) -> None:
    """What the machine read: made again from the texts whenever a text or the tagger changes; not journaled."""
    db.execute(
        """CREATE TABLE barriers_source (
             source_id TEXT PRIMARY KEY, text_version ANY NOT NULL, tagger_version TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE barriers_sentence (
             source_id TEXT NOT NULL, sentence_key TEXT NOT NULL, text_version ANY NOT NULL,
             start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (source_id, sentence_key)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE barriers_proposal (
             source_id TEXT NOT NULL, sentence_key TEXT NOT NULL, family TEXT NOT NULL, code TEXT NOT NULL,
             status TEXT NOT NULL, score REAL NOT NULL, origin TEXT NOT NULL, evidence TEXT NOT NULL,
             text_version ANY NOT NULL, tagger_version TEXT NOT NULL,
             PRIMARY KEY (source_id, sentence_key, family, code)
           ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def m003_views(db: Database) -> None:
    """Which decisions count now, and the tags that follow.

    A decision counts until it is undone, or until a later one settles the same code of the sentence, or says that
    there is nothing in it. Between an edit of a text and its next reading by the machine, a sentence is looked for
    in the text itself, so that no tag disappears from the counts meanwhile.
    """
    db.execute(
        """CREATE VIEW barriers_standing AS
           SELECT d.* FROM barriers_decision d
           WHERE NOT d.deleted AND NOT d.undone AND NOT EXISTS (
             SELECT 1 FROM barriers_decision n
             WHERE n.source_id = d.source_id AND n.sentence_key = d.sentence_key AND NOT n.deleted AND NOT n.undone
               AND (n.decided_at, n.rowid_) > (d.decided_at, d.rowid_)
               AND (n.action = 'nothing' OR (n.family = d.family AND n.code = d.code)))"""
    )
    db.execute(
        """CREATE VIEW v_barriers_tag AS
           SELECT d.source_id AS source_id, d.source_kind AS source_kind, d.sentence_key AS sentence_key,
                  s.start AS start, s."end" AS "end", d.quote AS quote, d.family AS family, d.code AS code,
                  d.status AS status, d.decided_by AS decided_by, d.decided_at AS decided_at
           FROM barriers_standing d
           JOIN v_fieldnotes_text t ON t.source_id = d.source_id
           JOIN barriers_sentence s ON s.source_id = d.source_id AND s.sentence_key = d.sentence_key
                AND s.text_version = t.version
           WHERE d.action IN ('accept', 'change', 'add')
           UNION ALL
           SELECT d.source_id, d.source_kind, d.sentence_key, instr(t.text, d.quote) - 1,
                  instr(t.text, d.quote) - 1 + length(d.quote), d.quote, d.family, d.code, d.status,
                  d.decided_by, d.decided_at
           FROM barriers_standing d
           JOIN v_fieldnotes_text t ON t.source_id = d.source_id
           WHERE d.action IN ('accept', 'change', 'add') AND instr(t.text, d.quote) > 0
             AND NOT EXISTS (SELECT 1 FROM barriers_source r
                             WHERE r.source_id = d.source_id AND r.text_version = t.version)"""
    )


@migrations()
def m004_own_lexicon(db: Database) -> None:
    """What a team adds to the lexicon that comes with the project, and the rules of it that they silenced."""
    db.execute(
        """CREATE TABLE barriers_wording (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             code TEXT NOT NULL, kind TEXT NOT NULL, pattern TEXT NOT NULL, example TEXT NOT NULL,
             near_miss TEXT NOT NULL, added_by TEXT NOT NULL, added_at TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE barriers_silence (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             rule TEXT NOT NULL, silenced_by TEXT NOT NULL, silenced_at TEXT NOT NULL) STRICT"""
    )


@migrations()
def m005_search_views(db: Database) -> None:
    """What a search may ask of the coding of one text: the codes that hold on it, and whether a sentence is to be read.

    `v_barriers_held` says of one text what `v_barriers_tag` lists for all, without its two halves, which SQLite would
    put together whole. `v_barriers_decided` is what may be held, by its indexes alone.

    A sentence is to be read as in the queue: nobody decided on it, or a proposed barrier is not settled.
    """
    db.execute(
        """CREATE VIEW v_barriers_decided AS
           SELECT source_id, family, code FROM barriers_decision WHERE NOT deleted AND NOT undone"""
    )
    db.execute(
        """CREATE VIEW v_barriers_held AS
           SELECT d.source_id, d.family, d.code, d.status FROM barriers_standing d
           JOIN v_fieldnotes_text t ON t.source_id = d.source_id
           WHERE d.action IN ('accept', 'change', 'add') AND (
             EXISTS (SELECT 1 FROM barriers_sentence s WHERE s.source_id = d.source_id
                     AND s.sentence_key = d.sentence_key AND s.text_version = t.version)
             OR (instr(t.text, d.quote) > 0 AND NOT EXISTS (
                   SELECT 1 FROM barriers_source r WHERE r.source_id = d.source_id AND r.text_version = t.version)))"""
    )
    db.execute(
        """CREATE VIEW v_barriers_unread AS
           SELECT s.source_id FROM barriers_sentence s
           WHERE NOT EXISTS (
             SELECT 1 FROM barriers_decision d WHERE d.source_id = s.source_id AND d.sentence_key = s.sentence_key
               AND NOT d.deleted AND NOT d.undone)
           OR EXISTS (
             SELECT 1 FROM barriers_proposal p
             WHERE p.source_id = s.source_id AND p.sentence_key = s.sentence_key AND p.family = 'barrier'
               AND NOT EXISTS (
                 SELECT 1 FROM barriers_decision d WHERE d.source_id = p.source_id AND d.sentence_key = p.sentence_key
                   AND NOT d.deleted AND NOT d.undone
                   AND (d.action = 'nothing' OR (d.family = p.family AND d.code = p.code))))"""
    )
