from dashboard.state import View


def render(view: View) -> None:
    """."""
