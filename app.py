"""The front door: `streamlit run app.py`."""

from dashboard import shell

shell.run()
