"""Bodies of answers."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.hn.body import parse_json, without_astral


@given(st.text() | st.dictionaries(st.text(), st.text()))
@example('a\U0001f98a"\\\u65e5\u00e9\ud7ff\U00010000\U0003ffff\U00040000\U0010ffff')
def test_escaped_json_has_the_same_values(value: object) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    escaped = without_astral(bytearray(data))
    assert json.loads(escaped) == value
    assert not any("\uffff" < character < "\U00040000" for character in escaped.decode())


def test_bytes_that_are_not_utf_8_stay() -> None:
    data = b'"\xf0\xff\xf0\x9f\xa6" \xf0\x80\x80\x80'
    assert without_astral(data) == data


def test_a_received_body_is_freed_before_its_values_are_made() -> None:
    body = bytearray('{"a": {"b": "\U0001f98a\u65e5"}}'.encode())
    sizes: list[int] = []

    def take(value: dict[str, str]) -> dict[str, str]:
        sizes.append(len(body))
        return value

    assert parse_json(body, take) == {"a": {"b": "\U0001f98a\u65e5"}}
    assert sizes == [0, 0]


@pytest.mark.parametrize("body", [b"", b"\xff", b"[", b'"\xf0\x9f"'])
def test_what_is_not_json_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(body)
