"""Hands: the Streamlit script, its page frame and widgets, and the web routes beside it."""
