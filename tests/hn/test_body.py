"""Bodies of answers."""

import json
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.hn.body import parse_json


def test_a_received_body_is_freed_before_its_values_are_made() -> None:
    body = bytearray('{"a": {"b": "\U0001f98a\u65e5"}}'.encode())
    sizes: list[int] = []

    def take(value: dict[str, str]) -> dict[str, str]:
        sizes.append(len(body))
        return value

    assert parse_json(body, take) == {"a": {"b": "\U0001f98a\u65e5"}}
    assert sizes == [0, 0]


def peak_of_parsing(text: str) -> int:
    """Return the bytes at the peak of parsing much text with some more in it."""
    body = bytearray(json.dumps(["a" * 100] * 20_000 + [text], ensure_ascii=False).encode())
    tracemalloc.start()
    try:
        assert parse_json(body)[-1] == text
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_wide_character_does_not_double_the_memory() -> None:
    assert peak_of_parsing("\u2019") < 1.2 * peak_of_parsing("'")


@given(st.text() | st.dictionaries(st.text(), st.text()))
@example('\u00e9\u2019\\\\\u65e5"\U0001f98a\ufeff\u2028' * 8_000)
def test_any_text_is_parsed_as_it_is(value: object) -> None:
    assert parse_json(bytearray(json.dumps(value, ensure_ascii=False).encode())) == value


@pytest.mark.parametrize("body", [b"", b"\xff", b"[", b'"\xf0\x9f"'])
def test_what_is_not_json_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(body)
