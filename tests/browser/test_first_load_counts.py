"""What a browser that has never been here asks for, and is sent, until a page stands: counts, which
are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from dashboard.plotly_bundles import SMALL
from tests.browser.conftest import Visit

FULL_BUNDLE = 1_180
"""Kilobytes by which Plotly's full bundle is larger, compressed, where npm fetched no small one."""


@dataclass
class Answers:
    """The bytes of every answer as it came over the line."""

    sizes: list[float] = field(default_factory=list)

    def add(self, event: dict[str, Any]) -> None:
        self.sizes.append(event["encodedDataLength"])


@pytest.mark.parametrize(
    ("path", "shown", "requests", "kilobytes"),
    [
        # A tenth above what was counted: 104 requests and 1,221 kB, 111 and 1,654 kB. At commit c4ed421
        # it was 104 and 3,108, 139 and 9,402.
        ("/", "[data-testid=stMain] svg", 115, 1_340),
        ("/indicator", ".js-plotly-plot .main-svg", 122, 1_820),
    ],
)
def test_a_first_load_asks_for_few_files_and_is_sent_few_bytes(
    visitor: Visit, path: str, shown: str, requests: int, kilobytes: int
) -> None:
    answers = Answers()
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", answers.add)
    visitor.open(path, wait=shown)
    visitor.page.wait_for_load_state("networkidle")
    asked = [url for url in visitor.asked if url.startswith("http")]
    assert 20 < len(asked) <= requests
    if ".js-plotly-plot" in shown and not SMALL.is_file():
        kilobytes += FULL_BUNDLE
    assert 500 < sum(answers.sizes) / 1000 <= kilobytes
