"""JSON of KoboToolbox (API version 2) and of ODK Central (OData), flattened to the columns that their tables have."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from codesign.errors import InvalidInput
from codesign.exchange.archives import cut
from codesign.exchange.collected import BETWEEN
from codesign.exchange.files import decode
from codesign.exchange.moments import is_moments, part_of, parts_in
from codesign.i18n import N_

_DEPTH = 20
_LINK = "@odata."
_LEFT = {"_attachments", "_geolocation", "_notes", "_tags", "_downloads"}


Moments = tuple[Mapping[str, str], ...]


def read_rows(data: bytes, name: str) -> tuple[tuple[dict[str, str], ...], tuple[Moments, ...], bool, bool]:
    """Return the rows by column, the moments of each, whether they are OData, and whether repeats were left out.

    Raises:
        InvalidInput: not JSON, or not of these two tools.
    """
    try:
        content = json.loads(decode(data, name))
        found = [each for each in _list(content) if isinstance(each, dict)]
        odata = any("__id" in each for each in found)
        if not odata and not any({"_uuid", "_id", "meta/rootUuid"} & set(each) for each in found):
            raise InvalidInput(
                N_("%(name)s holds no rows of KoboToolbox or ODK Central: export the data as JSON from there."),
                name=name,
            )
        moments = tuple(_moments(each, name) for each in found)
        return tuple(dict(_flat(each, "", name, 0)) for each in found), moments, odata, b"@odata.navigationLink" in data
    except (ValueError, RecursionError) as error:
        raise cut(name) from error


def _list(content: Any) -> list[Any]:  # noqa: ANN401 - whatever the file holds
    if isinstance(content, dict):
        content = content.get("results", content.get("value", [content]))
    return content if isinstance(content, list) else []


def _moments(held: dict[str, Any], name: str) -> Moments:
    """Take the repeated group of moments out of a row, and return what each says by part; the rest stays there."""
    found: list[Mapping[str, str]] = []
    for key, value in [*held.items()]:
        if isinstance(value, dict):
            found += _moments(value, name)
        elif isinstance(value, list) and is_moments(key) and all(isinstance(each, dict) for each in value):
            flat = [dict(_flat(each, "", name, 0)) for each in value]
            found += [said for each in flat if (said := parts_in(each))]
            held[key] = [{column: text for column, text in each.items() if part_of(column) is None} for each in flat]
    return tuple(found)


def _flat(held: Mapping[str, Any], path: str, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield column and text; a position (GeoJSON) is left out, as everything that says where a person stood."""
    if depth > _DEPTH:
        raise cut(name)
    if "coordinates" in held and "type" in held:
        return
    for key, value in held.items():
        if _LINK in key or key in _LEFT:
            continue
        column = key if not path or key.startswith(f"{path}/") else f"{path}/{key}"
        if isinstance(value, dict):
            yield from _flat(value, column, name, depth + 1)
        elif isinstance(value, list):
            yield from _listed(value, column, name, depth + 1)
        else:
            yield column, _text(value)


def _listed(values: list[Any], column: str, name: str, depth: int) -> Iterator[tuple[str, str]]:
    rows = [dict(_flat(each, column, name, depth)) for each in values if isinstance(each, dict)]
    if not rows:
        yield column, " ".join(_text(each) for each in values if not isinstance(each, list))
        return
    by_question: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        answers = {key: text for key, text in row.items() if text and not key.endswith("/__id")}
        by_question[column].append(BETWEEN.join(" ".join(text.split()) for text in answers.values()))
        for key, text in answers.items():
            by_question[key].append(text)
    yield from ((key, "\n".join(lines)) for key, lines in by_question.items())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
