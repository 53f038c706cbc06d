"""Styled spans become segments of one style each."""

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from matome_tui.ui.drawing.spans import StyledSpan, styled_segments

STYLES = {"bold": Style(bold=True), "italic": Style(italic=True), "link": Style(color="red")}
TEXT = "some text in spans"
PLACES = st.integers(0, len(TEXT))
SPANS = st.lists(st.tuples(PLACES, PLACES, st.sampled_from(sorted(STYLES))), max_size=5)


@given(SPANS, PLACES, PLACES)
def test_each_character_has_the_styles_of_its_spans(
    spans: list[StyledSpan], start: int, end: int
) -> None:
    start, end = sorted((start, end))
    base = Style(dim=True)
    segments = styled_segments(TEXT, spans, base, STYLES.__getitem__, start=start, end=end)
    found = [(character, s.style) for s in segments for character in s.text]
    expected = []
    for at in range(start, end):
        style = base
        for first, last, name in spans:
            if first <= at < last:
                style += STYLES[name]
        expected.append((TEXT[at], style))
    assert found == expected


def test_a_plain_text_is_one_segment() -> None:
    (segment,) = styled_segments(TEXT, [], Style(), STYLES.__getitem__)
    assert segment.text == TEXT
