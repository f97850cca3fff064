"""What each screen draws, as plain JSON: the list from which the bare pages draw the same, so that nobody chooses it.

    python bench/_trees.py <database's folder> <login> <sid> <output.json>

Kinds, labels, options, texts, shapes of tables and specifications of figures are kept. Where a page draws a component
of its own (`components.v2`), the bare page draws the least one there can be: a text area for a draft field, an empty
box for any other.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from _common import ROOT, need
from streamlit.testing.v1 import AppTest

from codesign import drawing
from codesign.ui.screens import SCREENS, Screen

Node = dict[str, Any]


def screens() -> list[Screen]:
    """Return the screens of the menu, those that open without an id in their address."""
    return [screen for screen in SCREENS if screen.listed]


def tree(name: str, login: str, sid: str) -> Node:
    """Return what a screen draws, by AppTest."""
    app = AppTest.from_file(str(ROOT / "codesign" / "ui" / "main.py"), default_timeout=60)
    app.user = {"login": login, "sid": sid}
    app.run()
    app.switch_page(f"../../pages/{name}.py")
    app.run()
    app.run()  # the second run is what stays on screen
    need(not app.exception, f"{name}: {app.exception}")
    main, sidebar = app._tree.children[0], app._tree.children[1]  # noqa: SLF001 - the public lists lose the order
    return {
        "main": {"kind": "main", "children": _inside(main)},
        "sidebar": {"kind": "main", "children": _inside(sidebar)},
    }


def _inside(block: Any) -> list[Node]:  # noqa: ANN401 - AppTest's own classes
    return [
        {**_block(child), "at": at} if hasattr(child, "children") else _element(child)
        for at, child in block.children.items()
    ]


def _block(block: Any) -> Node:  # noqa: ANN401 - as above
    return {"kind": "column" if block.type == "column" else "plain", "children": _inside(block), **_shape(block)}


def _shape(block: Any) -> Node:  # noqa: ANN401 - as above
    proto, kind, parts = block.proto, block.type, list(block.children.values())
    if kind in {"expander", "popover", "form"}:
        proto = getattr(proto, kind, proto)
        return {
            "kind": kind,
            **{name: getattr(proto, name, None) or None for name in ("label", "icon", "expanded", "border")},
        }
    if kind == "tab_container":
        return {"kind": "tabs", "labels": [each.label for each in parts]}
    if kind == "flex_container" and parts and all(each.type == "column" for each in parts):
        return {"kind": "columns", "weights": [each.proto.weight for each in parts], "gap": "small"}
    if kind == "flex_container":
        flex = proto.flex_container
        return {"kind": "container", "border": flex.border, "horizontal": flex.direction == flex.Direction.HORIZONTAL}
    return {}


def _element(each: Any) -> Node:  # noqa: ANN401 - as above
    proto, kind = each.proto, each.type
    node: Node = {"kind": kind}
    if hasattr(proto, "label"):
        node["label"] = proto.label
    if hasattr(proto, "body"):
        node["text"] = node["value"] = proto.body
    if hasattr(proto, "icon"):
        node["icon"] = proto.icon or None
    if kind == "dataframe":
        node["columns"] = {name: list(values) for name, values in each.value.to_dict("list").items()}
    return node | _MORE.get(kind, lambda _proto: {})(proto)


def _choice(proto: Any) -> Node:  # noqa: ANN401 - as above
    chosen = proto.default if isinstance(proto.default, int) and proto.HasField("default") else None
    hint, across = getattr(proto, "placeholder", ""), getattr(proto, "horizontal", False)
    return {"options": list(proto.options), "index": chosen, "hint": hint or None, "horizontal": across}


def _image(_proto: Any) -> Node:  # noqa: ANN401 - as above
    return {"kind": "image", "png": base64.b64encode(drawing.avatar("bench", 192)).decode()}


_MORE: dict[str, Callable[[Any], Node]] = {
    "selectbox": _choice,
    "radio": _choice,
    "multiselect": _choice,
    "button_group": lambda proto: {"options": [option.content for option in proto.options]},
    "text_input": lambda proto: {"hint": proto.placeholder or None},
    "text_area": lambda proto: {"hint": proto.placeholder or None},
    "checkbox": lambda proto: {"value": proto.default},
    "toggle": lambda proto: {"value": proto.default},
    "metric": lambda proto: {"help": proto.help or None},
    "file_uploader": lambda proto: {"types": [each.lstrip(".") for each in proto.type]},
    "progress": lambda proto: {"value": proto.value, "text": proto.text},
    "button": lambda proto: {"form": proto.is_form_submitter, "type": proto.type or "secondary"},
    "page_link": lambda proto: {"page": proto.page, "ids": dict(parse_qsl(proto.query_string))},
    "plotly_chart": lambda proto: {"spec": proto.spec},
    "image": _image,
    "imgs": _image,
    "bidi_component": lambda proto: {"kind": "component", "types": proto.component_name.endswith("draft_area")},
}


def main() -> None:
    """Write the trees of all screens."""
    login, sid, output = sys.argv[1:4]
    known = {screen.name for screen in screens()}
    found = {name: tree(name, login, sid) for name in sorted(known)}
    for page in found.values():
        for part in page.values():
            _known_links(part, known)
    Path(output).write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _known_links(node: Node, known: set[str]) -> None:
    """Let a link to a screen that is not in the menu lead elsewhere: it is drawn the same."""
    if node["kind"] == "page_link" and node["page"] not in known:
        node["page"] = "empty"
    for child in node.get("children", []):
        _known_links(child, known)


if __name__ == "__main__":
    main()
