"""Bodies of answers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.hn import body
from matome_tui.hn.body import ascii_json

ANY = st.characters(exclude_categories=())


@given(st.text(ANY) | st.dictionaries(st.text(ANY), st.text(ANY)))
def test_escaped_json_has_the_same_values(value: object) -> None:
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    escaped = ascii_json(data)
    assert escaped.isascii()
    # Two halves of a pair that stand side by side become the character that they make.
    assert json.loads(escaped) == json.loads(json.dumps(value))


@pytest.mark.parametrize("size", range(1, 9))
def test_characters_may_be_cut_anywhere(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(body, "_CHUNK", size)
    text = 'a\u00e9\u65e5\U0001f98a"\\' * 3
    data = json.dumps(text, ensure_ascii=False).encode()
    assert json.loads(ascii_json(bytearray(data))) == text


@pytest.mark.parametrize("data", [b'"\xff"', b'"\xe6\x97"', b'"\xe6'])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="codec"):
        ascii_json(data)
