"""What the benchmarks in Chromium share: the browser, and what a page tells of its charts.

A chart is one of Plotly, of Vega (Streamlit's own charts) or an SVG in a component of ours. Nothing
here waits for a fixed time to see it: every frame is looked at, and every change of the page is
reported by a MutationObserver.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VIEWPORT = {"width": 1600, "height": 1000}
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE = 90_000
"""Milliseconds until a page that shows nothing is given up."""

# Runs before every page. `lastDrawn` is when a chart last changed, in milliseconds since the
# navigation; `painted` has the texts on canvases, where Vega may draw, with the same.
HOOKS = """
(() => {
  const PLOTS = ".js-plotly-plot, .vega-embed";
  const IMAGES = "svg, canvas";
  const isImage = node => node instanceof Element && (node.matches(IMAGES) || node.querySelector(IMAGES));
  window.roots = [document];
  window.lastDrawn = 0;
  window.painted = new Map();
  const inChart = change => {
    const root = change.target.getRootNode();
    if (root instanceof ShadowRoot) return [...change.addedNodes].some(isImage);
    const element = change.target instanceof Element ? change.target : change.target.parentElement;
    return Boolean(element?.closest(PLOTS));
  };
  const observer = new MutationObserver(changes => {
    if (changes.some(inChart)) window.lastDrawn = performance.now();
  });
  const watch = root => observer.observe(
    root, { childList: true, attributes: true, characterData: true, subtree: true }
  );
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    window.roots.push(root);
    watch(root);
    return root;
  };
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    if (this.canvas.closest(".vega-embed, [data-testid=stVegaLiteChart]")) {
      window.painted.set(String(text), performance.now());
    }
    return fillText.call(this, text, ...rest);
  };
  const TITLES = ".js-plotly-plot .infolayer text, .vega-embed svg text";
  window.shows = (text, since) => {
    for (const [words, at] of window.painted) if (at > since && words.includes(text)) return true;
    return window.roots.some(root =>
      [...root.querySelectorAll(TITLES)].some(one => one.textContent.includes(text)));
  };
  watch(document);
})();
"""

# Sets `waited`: the milliseconds from the next click to the first frame in which a chart shows a
# text, in its title or at its axis; -1 where it does not.
WAIT_FOR_TEXT = """
text => {
  window.waited = new Promise(done => {
    window.addEventListener("click", () => {
      const start = performance.now();
      const look = () => {
        if (window.shows(text, start)) done(performance.now() - start);
        else if (performance.now() - start > 60000) done(-1);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}
"""


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium without a window, and end it afterwards."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit(f"None of {', '.join(BROWSERS)} was found.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Any) -> Any:
    """Return a page of a browser that has never been here: nothing is in its cache."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-GB")
    context.add_init_script(HOOKS)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def settle(page: Any, quiet: int = 300) -> None:
    """Wait until the script has ended and no chart has changed for so many milliseconds."""
    page.wait_for_selector(DONE, timeout=PATIENCE)
    page.wait_for_function(
        "quiet => performance.now() - window.lastDrawn > quiet", arg=quiet, timeout=PATIENCE
    )
