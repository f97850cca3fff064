"""Generic pages that draw what `trees.json` lists, and nothing else: same widgets, labels, options, tables, figures.

The list comes from the platform's own pages (see bench/_trees.py). All content is constant and read once.
"""

from __future__ import annotations

import base64
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

Node = dict[str, Any]


@st.cache_resource
def trees() -> dict[str, Any]:
    """Return page -> its elements; figures and tables are made once, so that only drawing is measured."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("trees.json").read_text("utf-8"))
    todo = [part for page in found.values() for part in page.values()]
    while todo:
        node = todo.pop()
        todo += node.get("children", [])
        if node["kind"] == "plotly_chart":
            node["figure"] = go.Figure(json.loads(node["spec"]))
        if node["kind"] == "image":
            node["bytes"] = base64.b64decode(node["png"])
    return found


@st.cache_resource
def component(*, types: bool) -> Any:  # noqa: ANN401 - what Streamlit registers
    """Return the least component of one's own: a text area, or a box that shows nothing."""
    name, html = ("typed", "<textarea rows=6></textarea>") if types else ("unseen", "<div></div>")
    return st.components.v2.component(name, html=html, js="export default function () {}", isolate_styles=False)


def block(node: Node, path: str) -> None:
    """Draw a container and all that is in it."""
    kind, children = node["kind"], node["children"]
    if kind == "columns":
        for column, child in zip(st.columns(node["weights"], gap=node["gap"]), children, strict=True):
            with column:
                inside(child["children"], f"{path}.{child['at']}")
        return
    if kind == "tabs":
        for tab, child in zip(st.tabs(node["labels"]), children, strict=True):
            with tab:
                inside(child["children"], f"{path}.{child['at']}")
        return
    with container(node, path):
        inside(children, path)


def container(node: Node, path: str) -> Any:  # noqa: ANN401 - any of Streamlit's containers
    """Open a container of the same kind."""
    match node["kind"]:
        case "expander":
            return st.expander(node["label"], expanded=bool(node["expanded"]), icon=node["icon"])
        case "popover":
            return st.popover(node["label"], icon=node["icon"])
        case "form":
            return st.form(path, border=bool(node["border"]))
        case "container":
            return st.container(border=node["border"], horizontal=node["horizontal"])
    return nullcontext()


def inside(children: list[Node], path: str) -> None:
    """Draw elements in order."""
    for at, child in enumerate(children):
        where = f"{path}.{at}"
        if "children" in child:
            block(child, where)
        else:
            element(child, where)


def element(node: Node, key: str) -> None:  # noqa: C901, PLR0912 - one line for each kind of element
    """Draw one element."""
    match node["kind"]:
        case "title" | "header" | "subheader":
            getattr(st, node["kind"])(node["text"], anchor=False)
        case "markdown" | "caption" | "text" | "html":
            getattr(st, node["kind"])(node["text"])
        case "info" | "warning" | "error" | "success":
            getattr(st, node["kind"])(node["text"], icon=node["icon"])
        case "divider":
            st.divider()
        case "badge":
            st.markdown(node["text"])
        case "metric":
            st.metric(node["label"], node["value"], border=True, help=node["help"])
        case "selectbox":
            st.selectbox(node["label"], node["options"], index=node["index"], placeholder=node["hint"], key=key)
        case "multiselect":
            st.multiselect(node["label"], node["options"], placeholder=node["hint"], key=key)
        case "radio":
            st.radio(node["label"], node["options"], index=node["index"], horizontal=node["horizontal"], key=key)
        case "button_group":
            st.segmented_control(node["label"], node["options"], default=node["options"][:1], key=key)
        case "text_input" | "text_area":
            getattr(st, node["kind"])(node["label"], placeholder=node["hint"], key=key)
        case "number_input":
            st.number_input(node["label"], value=None, key=key)
        case "date_input":
            st.date_input(node["label"], format="YYYY-MM-DD", key=key)
        case "checkbox" | "toggle":
            getattr(st, node["kind"])(node["label"], node["value"], key=key)
        case "file_uploader":
            st.file_uploader(node["label"], node["types"], key=key)
        case "progress":
            st.progress(node["value"], node["text"])
        case "image":
            st.image(node["bytes"], width=96)
        case "button":
            button(node, key)
        case "download_button":
            st.download_button(node["label"], b"", key=key, on_click="ignore")
        case "page_link":
            st.page_link(PAGES[node["page"]], label=node["label"], icon=node["icon"], query_params=node["ids"])
        case "component":
            component(types=node["types"])(key=key)
        case "dataframe":
            st.dataframe(node["columns"], hide_index=True, width="stretch", key=key)
        case "plotly_chart":
            st.plotly_chart(node["figure"], key=key, config={"displayModeBar": False}, theme=None)


def button(node: Node, key: str) -> None:
    """Draw a button; in a form it is the one that sends it."""
    if node["form"]:
        st.form_submit_button(node["label"], type=node["type"], icon=node["icon"], key=key)
    else:
        st.button(node["label"], type=node["type"], icon=node["icon"], key=key)


def draw(name: str) -> None:
    """Draw one page and its sidebar."""
    page = trees()[name]
    with st.sidebar:
        inside(page["sidebar"]["children"], f"{name}.s")
    inside(page["main"]["children"], f"{name}.m")


def empty() -> None:
    """Draw next to nothing: the floor of the floor."""
    st.title("Page vide", anchor=False)


PAGES = {name: st.Page(lambda name=name: draw(name), title=name, url_path=name) for name in trees()}
PAGES["empty"] = st.Page(empty, title="empty", url_path="empty", default=True)
st.navigation(list(PAGES.values()), position="hidden").run()
