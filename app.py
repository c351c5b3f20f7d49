"""The ASGI application: `./run`, `streamlit run app.py`, `uvicorn app:app`.

What Streamlit draws for a visitor is script.py; what stands in front of it is dashboard/server.py.
"""

from pathlib import Path

import streamlit as st

from dashboard import server

app = st.App(
    Path(__file__).with_name("script.py"),
    lifespan=server.lifespan,
    routes=server.routes(),
    middleware=server.middleware(),
    exception_handlers=server.exception_handlers(),
    on_script_error=server.script_failed,
)
