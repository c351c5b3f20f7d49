"""From a click to the changed chart in Chromium, against a script with a single chart.

Headless Chromium on real servers. Inside the page a capturing listener takes the time of the click,
and every animation frame compares the drawn chart (its lines, bars, points and texts) with the one
before; the wait is until the first frame in which it differs. Wall time, for that is what a reader
feels: the scripts take turns, a ratio is the median of the turns' ratios, and a busy machine shows
in the spread. Aim: at most 1.3x of the single chart.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import Any

from browser import DONE, VIEWPORT, chromium
from common import CHART, ROOT, line, ratio, serve, verdict

TURNS = 12

# Resolves with the milliseconds from the click to the first frame of the changed chart.
WATCH = """
() => {
  const drawn = () => [...document.querySelectorAll(".js-plotly-plot .main-svg")].map(one => one.innerHTML).join("");
  const before = drawn();
  window.waited = new Promise(done => {
    window.addEventListener("click", () => {
      const start = performance.now();
      const look = () => {
        const now = drawn();
        if (now && now !== before) done(performance.now() - start);
        else if (performance.now() - start > 15000) done(-1);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}
"""


@dataclass(frozen=True)
class Case:
    """A script's page, and the two segments of a control that are clicked in turn."""

    name: str
    script: str
    address: str
    control: str
    segments: tuple[int, int]


CASES = (
    Case("single chart", "chart", "/", "view", (1, 0)),
    Case("indicator: ranking/trend (fragment)", "app", "/indicator", "view", (1, 0)),
    Case("indicator: language (whole page)", "app", "/indicator", "language", (1, 0)),
)


def click(page: Any, case: Case, turn: int) -> float:
    """Milliseconds from one click to the changed chart."""
    page.evaluate(WATCH)
    page.locator(f"[class*=st-key-{case.control}] button").nth(case.segments[turn % 2]).click()
    waited = float(page.evaluate("() => window.waited"))
    page.wait_for_selector(DONE)
    page.wait_for_timeout(
        400
    )  # let the page come to rest, so that one click's end is not the next one's change
    return waited


def main() -> None:
    """Measure, and print a line for each case."""
    with serve(CHART) as chart, serve(ROOT / "app.py") as app, chromium() as browser:
        urls = {"chart": chart.url, "app": app.url}
        pages = {}
        for case in CASES:
            pages[case] = browser.new_page(viewport=VIEWPORT)
            pages[case].goto(urls[case.script] + case.address)
            pages[case].wait_for_selector(".js-plotly-plot .main-svg")
            pages[case].wait_for_selector(DONE)
            pages[case].wait_for_timeout(1000)
        found: dict[str, list[float]] = {case.name: [] for case in CASES}
        for turn in range(-2, TURNS):
            for case, page in pages.items():
                page.bring_to_front()
                waited = click(page, case, turn)
                if waited < 0:
                    sys.exit(f"{case.name}: no chart changed")
                if turn >= 0:
                    found[case.name].append(waited)
    for name, waits in found.items():
        to_chart = ratio(waits, found["single chart"])
        line(
            name,
            f"{statistics.median(waits):.0f} ms",
            f"{to_chart:5.2f}x  (least {min(waits):.0f}, most {max(waits):.0f})",
            verdict(to_chart, 1.3) if name != "single chart" else "",
        )


if __name__ == "__main__":
    main()
