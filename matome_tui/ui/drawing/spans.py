"""Text with styled spans, as segments."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

StyledSpan = tuple[int, int, str]
"""Start and end of a span in code points, and the name of its style."""


def styled_segments(
    text: str,
    spans: Iterable[StyledSpan],
    base: Style,
    style: Callable[[str], Style],
    *,
    start: int = 0,
    end: int | None = None,
) -> Iterator[Segment]:
    """Yield a part of a text in segments of one style each.

    Args:
        text: The text.
        spans: Its spans; where they overlap, later ones are laid over earlier ones.
        base: Style of the text below the spans.
        style: Returns the style of a span by its name.
        start: Where the part starts, in code points.
        end: Where it ends; None for the end of the text.
    """
    end = len(text) if end is None else end
    inside = [span for span in spans if span[0] < end and start < span[1]]
    if not inside:
        if start < end:
            yield Segment(text[start:end], base)
        return
    edges = {at for span in inside for at in span[:2] if start < at < end}
    for first, last in pairwise(sorted({start, end, *edges})):
        segment_style = base
        for span_start, span_end, name in inside:
            if span_start <= first and last <= span_end:
                segment_style += style(name)
        yield Segment(text[first:last], segment_style)
