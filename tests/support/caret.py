"""The caret of a field, as it is painted."""

from textual.geometry import Offset
from textual.widgets import Input, TextArea

from tests.support.program import Driver


def painted_caret(pilot: Driver) -> Offset:
    """Return the place of the caret of the focused field on the screen."""
    app = pilot.app
    field = app.focused
    assert isinstance(field, Input | TextArea), field
    name = "input--cursor" if isinstance(field, Input) else "text-area--cursor"
    style = field.get_component_rich_style(name)
    strips = app.screen._compositor.render_strips(app.size)
    for y in field.content_region.line_range:
        x = 0
        for segment in strips[y]:
            drawn = segment.style
            if drawn and (drawn.color, drawn.bgcolor) == (style.color, style.bgcolor):
                return Offset(x, y)
            x += segment.cell_length
    raise AssertionError("no caret is painted")
