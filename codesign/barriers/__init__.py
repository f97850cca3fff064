"""What is understood: sentences, and the codes that the machine proposes for them and that people decide."""

from codesign.barriers import scoring
from codesign.barriers.actions import decide, decide_together, nothing_in_rest, undo_decision
from codesign.barriers.codes import FREE_FAMILIES
from codesign.barriers.component import load_tagger, propose, propose_by_rules
from codesign.barriers.derived import READING, ensure_proposals
from codesign.barriers.learning import (
    SHIPPED,
    Learning,
    MissedWords,
    ModelCard,
    ModelFigures,
    OwnWording,
    Reach,
    Reliability,
    RuleRecord,
    TeamFigures,
    Verdict,
)
from codesign.barriers.learning_actions import (
    OWN_KINDS,
    TRAINING,
    add_wording,
    ask_training,
    choose_model,
    remove_wording,
    restore_rule,
    silence_rule,
)
from codesign.barriers.learning_reads import (
    learnable,
    learning_state,
    missed_words,
    own_wordings,
    reliability,
    rule_records,
)
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.migrations import migrations
from codesign.barriers.model import Entry, Evidence, Kind, Proposal, TagStatus
from codesign.barriers.reach import wording_reach
from codesign.barriers.reads import codes_held, decisions_of, evidence, free_codes, queue, review, tags_of
from codesign.barriers.retraining import train_with_decisions
from codesign.barriers.review import (
    BARRIER,
    Action,
    Choice,
    Decision,
    Queue,
    QueueFilter,
    QueueRow,
    QueueState,
    Review,
    ReviewedSentence,
    SentenceState,
    Suggestion,
    Tag,
    Why,
)
from codesign.barriers.scoring import ScoredSentence
from codesign.barriers.tagger import tagger_version
from codesign.barriers.trained import train_model
from codesign.barriers.withdrawal import decided_sources, erase_participant, forget_sources, preview_withdrawal
from codesign.barriers.working import Reader, reader_of, shipped_reader, version_of

__all__ = [
    "BARRIER",
    "FREE_FAMILIES",
    "OWN_KINDS",
    "READING",
    "SHIPPED",
    "TRAINING",
    "Action",
    "Choice",
    "Decision",
    "Entry",
    "Evidence",
    "Kind",
    "Learning",
    "Lexicon",
    "MissedWords",
    "ModelCard",
    "ModelFigures",
    "OwnWording",
    "Proposal",
    "Queue",
    "QueueFilter",
    "QueueRow",
    "QueueState",
    "Reach",
    "Reader",
    "Reliability",
    "Review",
    "ReviewedSentence",
    "RuleRecord",
    "ScoredSentence",
    "SentenceState",
    "Suggestion",
    "Tag",
    "TagStatus",
    "TeamFigures",
    "Verdict",
    "Why",
    "add_wording",
    "ask_training",
    "choose_model",
    "codes_held",
    "decide",
    "decide_together",
    "decided_sources",
    "decisions_of",
    "ensure_proposals",
    "erase_participant",
    "evidence",
    "forget_sources",
    "free_codes",
    "learnable",
    "learning_state",
    "load_lexicon",
    "load_tagger",
    "migrations",
    "missed_words",
    "nothing_in_rest",
    "own_wordings",
    "preview_withdrawal",
    "propose",
    "propose_by_rules",
    "queue",
    "reader_of",
    "reliability",
    "remove_wording",
    "restore_rule",
    "review",
    "rule_records",
    "scoring",
    "shipped_reader",
    "silence_rule",
    "tagger_version",
    "tags_of",
    "train_model",
    "train_with_decisions",
    "undo_decision",
    "version_of",
    "wording_reach",
]
