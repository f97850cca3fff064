"""Any file is read or refused in words, never a fault of ours; and what comes in leaves the database whole.

A few hundred cases here; `python bench/fuzz_imports.py` does ten thousand, and takes up where it stopped.
"""

from __future__ import annotations

import pytest
from fuzzed import DOCUMENTS, SEEDS, File, any_bytes, any_json, any_table, check_life, check_read, damaged_files
from fuzzed import damaged_parts as damaged_archives
from hypothesis import HealthCheck, given, settings

from codesign.exchange.documents import document_text
from codesign.exchange.sources import read_source
from codesign.storage import Database

CASES = 80
_health = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
many = settings(max_examples=CASES, deadline=None, suppress_health_check=_health)


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_themselves_are_read(name: str) -> None:
    """Else the cases below would all stop at the same door."""
    assert document_text(name, SEEDS[name]) if name.rsplit(".", 1)[-1] in DOCUMENTS else read_source(SEEDS[name], name)


@pytest.mark.parametrize("name", [name for name in SEEDS if name.rsplit(".", 1)[-1] not in DOCUMENTS])
def test_the_seeds_come_in_and_leave_whole(db: Database, name: str) -> None:
    """Moments, photos and sounds too."""
    check_life(db, (name, SEEDS[name]))


@given(damaged_files())
@many
def test_damaged_bytes_are_read_or_refused(file: File) -> None:
    """Cut, with bytes changed, doubled or taken out."""
    check_read(file)


@given(damaged_archives())
@many
def test_archives_with_damaged_parts_come_in_or_are_refused(db: Database, file: File) -> None:
    """The wrapping is sound, so that the readers inside see the damage."""
    check_life(db, file)


@given(any_json())
@many
def test_any_json_is_read_or_refused(file: File) -> None:
    """Of any shape, as of these tools."""
    check_read(file)


@given(any_table())
@many
def test_any_table_comes_in_or_is_refused_and_leaves_the_database_whole(db: Database, file: File) -> None:
    """Rows that are refused leave nothing; the preview said what would happen; then the import is undone."""
    check_life(db, file)


@given(any_bytes)
@many
def test_any_bytes_under_any_name_are_read_or_refused(file: File) -> None:
    """A photo renamed, an empty file."""
    check_read(file)
