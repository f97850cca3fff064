"""What is looked for: words and facts of notes together, from one result to the next, searches that are kept."""

from codesign.finding.actions import delete_search, rename_search, restore_search, save_search
from codesign.finding.migrations import migrations
from codesign.finding.model import Finding, Found, Neighbours, ReviewState, SavedSearch, Wanted, kept, wanted_of
from codesign.finding.reads import find, neighbours, searches
from codesign.finding.withdrawal import erase_participant, forget_people, preview_withdrawal

__all__ = [
    "Finding",
    "Found",
    "Neighbours",
    "ReviewState",
    "SavedSearch",
    "Wanted",
    "delete_search",
    "erase_participant",
    "find",
    "forget_people",
    "kept",
    "migrations",
    "neighbours",
    "preview_withdrawal",
    "rename_search",
    "restore_search",
    "save_search",
    "searches",
    "wanted_of",
]
