"""DeepL and LibreTranslate."""

from pathlib import Path
from typing import Any

import pytest

from matome_tui.translate.events import Done, Failed, Request
from tests.support.renderings import end_of
from tests.support.translation_server import TranslationServer
from tests.translate.conftest import Make

TEXT = "Moss & <b> 5 GB\n\n> quoted\nhttps://moss.test/\nThe latency"
RENDERED = "苔の話 5 GB です。\n\n> quoted\nhttps://moss.test/\n苔の話 遅延 です。"
ENGINES = [
    {"backend": "deepl", "key_env": "MOSS_KEY"},
    {"backend": "libretranslate", "key_env": "MOSS_KEY"},
]


@pytest.fixture(params=ENGINES, ids=["deepl", "libretranslate"])
def engine(
    request: pytest.FixtureRequest, server: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """Settings of an engine, with a glossary."""
    monkeypatch.setenv("MOSS_KEY", "s3cret")
    return {**request.param, "url": server.url, "glossary": {"latency": "遅延"}}


async def test_lines_with_words_are_sent_and_the_rest_stays(
    server: TranslationServer, make: Make, engine: dict[str, Any]
) -> None:
    end = await end_of(make(**engine), Request(1, TEXT, title="Moss online", parent="Ferns"))
    assert end == Done(1, RENDERED)
    (asked,) = server.asked
    lines = ['Moss &amp; &lt;b&gt; <x id="1"/>', 'The <x id="4"/>']
    if engine["backend"] == "deepl":
        assert asked.path == "/v2/translate"
        assert asked.headers["Authorization"] == "DeepL-Auth-Key s3cret"
        assert asked.value == {
            "text": lines,
            "target_lang": "JA",
            "tag_handling": "xml",
            "context": "Story: Moss online\nIt replies to: Ferns\n",
        }
    else:
        assert asked.path == "/translate"
        assert asked.value == {
            "q": lines,
            "source": "auto",
            "target": "ja",
            "format": "html",
            "api_key": "s3cret",
        }


async def test_a_long_text_is_sent_whole(
    server: TranslationServer, make: Make, engine: dict[str, Any]
) -> None:
    server.answer = lambda _line: '苔&amp;<x id="1"></x>' * 3 if not _line else "苔"
    text = "\n".join(["Moss is green and wet"] * 120)
    assert await end_of(make(**engine), text) == Done(1, "\n".join(["苔"] * 120))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("403", "127.0.0.1 refuses the key; check key_env, key_command or key_file"),
        ("456", "127.0.0.1 says that your quota is used up"),
        ("garbage", "127.0.0.1 sent an invalid response"),
        ("500", "127.0.0.1 answered 500 Internal Server Error"),
    ],
)
async def test_a_fault_has_its_message(
    server: TranslationServer, make: Make, engine: dict[str, Any], fault: str, reason: str
) -> None:
    server.fault = fault
    assert await end_of(make(**engine), "Moss") == Failed(1, reason)


async def test_a_bad_rendering_is_not_paid_for_again(
    server: TranslationServer, make: Make, engine: dict[str, Any]
) -> None:
    server.answer = lambda _line: "I am a fern"
    end = await end_of(make(**engine), "Moss")
    assert end == Failed(1, "it has no Japanese", "I am a fern")
    assert len(server.asked) == 1


async def test_deepl_needs_a_key(server: TranslationServer, make: Make) -> None:
    end = await end_of(make(backend="deepl", url=server.url), "Moss")
    assert end == Failed(1, "DeepL needs a key; set key_env, key_command or key_file")
    assert server.asked == []


async def test_engines_take_no_other_tasks(make: Make, tmp_path: Path) -> None:
    translator = make(backend="deepl")
    assert not translator.takes_prompts
