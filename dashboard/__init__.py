"""Showing. The only Streamlit code."""
