"""The About page says what config.yaml and the code say."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import tiny


def draw(config: str) -> None:
    from dashboard import url_state
    from dashboard.pages import about
    from indicators import load

    about.render(url_state.view(load(config, keep=False)))


def text(folder: Path, lang: str) -> str:
    app = AppTest.from_function(
        draw, kwargs={"config": str(tiny.write(folder))}, default_timeout=20
    )
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return "\n".join(part.value for part in app.markdown) + "\n".join(
        part.label for part in app.expander
    )


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "About Tiny board",
                r"Two places and a \*star\*",
                "Both places, 2 places",
                "at least 50%",
                "At 95%",
                "from 60%",
                "from 5 to 10 years",
                "progress chart",
                "[Offline](indicator?",
                r"Online\: 1 published, 1 computed here",
                "Eurostat",
                r"Users \[of\] \*it\*",
            ],
        ),
        (
            "zh",
            [
                "小看板：说明",
                "两地，共2个",
                "50%以上",
                "95%及以上",
                "欧盟统计局",
                "[未上网](indicator?",
                "上网：公布1项，本平台计算1项",
            ],
        ),
    ],
)
def test_written_from_config_and_code(tmp_path: Path, lang: str, said: list[str]) -> None:
    page = text(tmp_path, lang).replace("\\.", ".").replace("\\-", "-")
    assert [words for words in said if words not in page] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_word_is_missing(tmp_path: Path, lang: str) -> None:
    page = text(tmp_path, lang)
    assert "about." not in page.replace("\\", "") and "{" not in page
