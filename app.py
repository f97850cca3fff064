"""The launcher: `streamlit run app.py`, or `python app.py`."""

from __future__ import annotations

import streamlit as st

from codesign.ui import web

app = st.App(
    web.SCRIPT, routes=web.ROUTES, middleware=web.MIDDLEWARE, lifespan=web.lifespan, on_script_error=web.on_script_error
)

if __name__ == "__main__":
    app.run()
