"""How many people a persona is made from, as those outside the team may read it: the set leaves no few people over."""

from __future__ import annotations

from codesign.personas import portrait_store
from codesign.privacy import Masked, rounded_parts
from codesign.storage import Database


def told_size(db: Database, persona_id: str, count: int, total: int) -> Masked:
    """Return the `count` people of a persona rounded to base 5, hidden where those in no persona would be told.

    The dashboard says how many people were heard (`total`). What one persona leaves of them, and what published
    personas without anybody in common leave together, is nobody, enough people, or any of five numbers at least.
    """
    alone = rounded_parts({persona_id: count}, total)[persona_id]
    people = portrait_store.published(db)
    everybody = frozenset().union(*people.values())
    sizes = {each: len(who) for each, who in people.items()}
    if alone.hidden or persona_id not in sizes or sum(sizes.values()) > len(everybody):
        return alone
    return rounded_parts(sizes, total)[persona_id]
