"""The launcher of the bare pages: as the platform's own, without sign-in, database or worker."""

from __future__ import annotations

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:  # noqa: ANN401 - Streamlit's application object
    """Load what is heavy, then freeze it, as the platform does."""
    for name in ("pandas", "pyarrow", "plotly.graph_objects", "orjson"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).with_name("main.py"), lifespan=lifespan)
