"""Finds messages by the syntax tree: those inside f-strings too, which the extractor that reads tokens misses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, BinaryIO


def extract(
    source: BinaryIO, keywords: dict[str, Any], comment_tags: list[str], options: dict[str, str]
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """Yield (line, function, messages, comments) as pybabel asks of an extraction method."""
    del comment_tags, options
    for node in ast.walk(ast.parse(source.read())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords):
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if texts:
            plural = node.func.id == "ngettext"
            yield node.lineno, node.func.id, tuple(texts[:2]) if plural else texts[0], []
