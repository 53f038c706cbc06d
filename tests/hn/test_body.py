"""Bodies of answers."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.hn.body import without_astral


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
