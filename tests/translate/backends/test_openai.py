"""Chat Completions: what a service can do wrong, and what the user is told."""

import pytest

from matome_tui.translate.backends import openai
from matome_tui.translate.events import Done, Failed
from tests.support.renderings import end_of, ends_of
from tests.support.translation_server import TranslationServer
from tests.translate.conftest import Make


@pytest.mark.parametrize("chunk", [1, 2, 3, 50, 100_000])
async def test_pieces_of_any_size(server: TranslationServer, make: Make, chunk: int) -> None:
    server.chunk = chunk
    assert await end_of(make(), "Moss, 5 GB 🌱") == Done(1, "苔の話 5 GB です。")
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert (asked.value["model"], asked.value["stream"]) == ("moss-7b", True)
    assert "Authorization" not in asked.headers


@pytest.mark.parametrize(
    ("fault", "requests", "reason", "text"),
    [
        ("401", 1, "127.0.0.1 refuses the key; check key_env, key_command or key_file", ""),
        ("403", 1, "127.0.0.1 refuses the key; check key_env, key_command or key_file", ""),
        ("402", 1, "127.0.0.1 says that your quota is used up", ""),
        (
            *("404", 1),
            "127.0.0.1 has no such address or model; check url and model in [translate]",
            "",
        ),
        (
            *("limited", 3),
            "127.0.0.1 is asked too often; lower concurrency in [translate], or try later",
            "",
        ),
        ("500", 3, "127.0.0.1 answered 500 Internal Server Error", ""),
        ("garbage", 1, "127.0.0.1 sent an invalid response", ""),
        ("cut", 2, "it is cut off", "苔の話"),
        ("length", 2, "it is cut off", "苔の話です。"),
        ("filter", 1, "127.0.0.1 refuses to translate it", ""),
    ],
)
async def test_a_fault_has_its_message(
    server: TranslationServer, make: Make, fault: str, requests: int, reason: str, text: str
) -> None:
    server.fault = fault
    assert await end_of(make(), "I like moss") == Failed(1, reason, text)
    assert len(server.asked) == requests


async def test_a_giant_answer_is_not_read_to_its_end(server: TranslationServer, make: Make) -> None:
    server.fault = "endless"
    end = await end_of(make(), "I like moss")
    assert isinstance(end, Failed)
    assert end.reason == "it is far longer than asked for"
    assert len(end.text) == 2000
    assert server.wait_until_quiet()


async def test_silence_is_noticed(server: TranslationServer, make: Make) -> None:
    server.fault = "silence"
    end = await end_of(make(read_timeout=0.3), "I like moss")
    assert end == Failed(1, "127.0.0.1 does not answer")
    assert len(server.asked) == 1
    assert server.wait_until_quiet()


async def test_a_service_that_wants_a_pause_gets_it(
    server: TranslationServer, make: Make, pauses: list[float]
) -> None:
    server.faults.extend(["limited", "500", "ok"])
    assert isinstance(await end_of(make(), "I like moss"), Done)
    assert len(pauses) >= 2
    assert pauses[0] > 1.9


async def test_nobody_at_the_address(make: Make) -> None:
    first, second = await ends_of(make(url="http://127.0.0.1:1/v1", concurrency=1), "Moss", "Fern")
    assert isinstance(first, Failed)
    assert first.reason.startswith("127.0.0.1 cannot be reached: ")
    assert isinstance(second, Failed)
    assert second.reason == first.reason


async def test_thoughts_are_left_out(
    server: TranslationServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = lambda _text: "\n<think>Moss is </thin koke.\nSo:</think>\n\n苔が好きだ"
    assert await end_of(make(), "I like moss") == Done(1, "苔が好きだ")
    server.answer = lambda _text: "<苔が好きだ"
    assert await end_of(make(), "I like <moss") == Done(1, "<苔が好きだ")
    server.answer = lambda _text: "<think>Moss is"
    assert await end_of(make(), "I like ferns") == Failed(1, "it is empty")
    monkeypatch.setattr(openai, "_MAX_THOUGHT", 500)
    server.answer = lambda _text: f"<think>{'moss ' * 200}"
    end = await end_of(make(), "I like lichen")
    assert end == Failed(1, "127.0.0.1 does not finish its answer")
