"""The source of a post, to read, with its parts in colours."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text

from matome_tui.hugo.post.highlight import SourceKind, front_matter_lines, source_spans
from matome_tui.ui.widgets.prose_lines import KinsokuArea


class SourceArea(KinsokuArea):
    """Shows a post's source; nothing can be typed."""

    COMPONENT_CLASSES: ClassVar = {
        f"source--{kind}" for kind in ("markup", "key", "heading", "quote", "link")
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, read_only=True, highlight_cursor_line=False)
        self._front_matter_lines = 0

    def load_text(self, text: str) -> None:
        """Show a source."""
        self._front_matter_lines = front_matter_lines(text)
        super().load_text(text)

    def get_line(self, line_index: int) -> Text:
        """Return a line with its colours; see `TextArea.get_line`."""
        line = super().get_line(line_index)
        is_front_matter = line_index < self._front_matter_lines
        for start, end, kind in source_spans(line.plain, is_front_matter=is_front_matter):
            line.stylize(self._style(kind), start, end)
        return line

    def _style(self, kind: SourceKind) -> Style:
        styles = self.get_component_styles(f"source--{kind}")
        color = self.background_colors[1] + styles.color if styles.has_rule("color") else None
        return styles.text_style + Style(color=color.rich_color if color else None)
