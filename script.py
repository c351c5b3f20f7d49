"""What Streamlit runs for every visit and click.

Started by app.py, which guards it; not to be started itself.
"""

from dashboard import app as shell

shell.run()
