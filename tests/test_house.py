"""The house rules that a linter does not know: sizes, front doors, SQL at home, names in the glossary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted([*(ROOT / "codesign").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
ROOMS = {path.name for path in (ROOT / "codesign").iterdir() if (path / "__init__.py").exists()}
SQL_VERBS = {"execute", "executemany", "executescript", "query"}
SQL_HOMES = re.compile(r"codesign/(storage/.*|\w+/(store|migrations)|\w+/\w*store\w*)\.py$")


def relative(path: Path) -> str:
    """The path as a reader writes it."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file names in an import."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_a_file_stays_small_enough_to_be_read(path: Path) -> None:
    """300 lines for a module, 80 for a page, 40 for a function: beyond, it holds two things."""
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= (80 if path.parent.name == "pages" else 300), f"{relative(path)} has {lines} lines"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 40, f"{relative(path)}: {node.name} is too long"


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_a_room_is_entered_by_its_front_door(path: Path) -> None:
    """`from codesign.privacy import …`, never `codesign.privacy.store`, from outside the room."""
    own = path.relative_to(ROOT).parts[1] if path.parent.parent.name == "codesign" else None
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "codesign" and len(parts) > 2 and parts[1] in ROOMS:
            inside = parts[1] == own or (parts[1] == "ui" and (own == "ui" or path.parent == ROOT / "pages"))
            assert inside or path == ROOT / "app.py", f"{relative(path)} reaches into {module}"


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_sql_lives_in_stores(path: Path) -> None:
    """Statements stand in store.py, migrations.py and storage/: elsewhere nobody would look for them."""
    if SQL_HOMES.search(relative(path)):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SQL_VERBS:
            assert False, f"{relative(path)}:{node.lineno} speaks SQL"  # noqa: B011, PT015 - tells where


@pytest.mark.parametrize("path", [p for p in CODE if p.name.endswith("store.py")], ids=relative)
def test_a_store_reads_only_its_own_tables_and_the_views_of_others(path: Path) -> None:
    """Another room's tables are private; its `v_…` views are the contract."""
    own = path.relative_to(ROOT).parts[1]
    text = " ".join(
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    for name in re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+\[?([a-z_]+)", text):
        owner = name.removeprefix("v_").split("_")[0]
        assert name.startswith("v_") or owner not in ROOMS or owner == own, f"{relative(path)} uses {name}"


def test_the_launcher_only_joins() -> None:
    """`app.py` joins routes, middleware and lifespan; the linter cannot see it."""
    allowed = {"__future__", "streamlit", "sys", "pathlib", "codesign.ui", "codesign.ui.web", "codesign.config"}
    assert set(imports(ROOT / "app.py")) <= allowed


def public_names() -> list[str]:
    """Every public class of every model.py."""
    names: set[str] = set()
    for path in (ROOT / "codesign").glob("*/model.py"):
        names |= {n.name for n in tree(path).body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")}
    return sorted(names)


@pytest.mark.parametrize("name", public_names())
def test_a_name_of_the_model_is_in_the_glossary(name: str) -> None:
    """One word for one thing, in both languages, with its meaning."""
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{name}` \| [^|]+ \| [^|]{{8,}} \|$", glossary, re.MULTILINE), f"{name}: no glossary line"
