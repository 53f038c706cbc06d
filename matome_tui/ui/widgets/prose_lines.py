"""Text areas whose lines break as those of comments do."""

from collections.abc import Iterator

from textual.document._document import DocumentBase
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.widgets import TextArea

from matome_tui.core.comment.wrap import section_starts


class ProseLines(WrappedDocument):
    """A document whose lines break into sections with kinsoku.

    The cursor, the mouse, the selection and scrolling all follow these sections. Tabs are not
    expanded; sanitized text has none.
    """

    def __init__(self, document: DocumentBase, width: int = 0) -> None:
        self._lines: list[str] = []
        super().__init__(document, width)

    def wrap(self, width: int, tab_width: int | None = None) -> None:  # noqa: ARG002
        """Break all lines; those that are as they were keep their sections."""
        lines = list(self.document.lines)
        known = (
            dict(zip(self._lines, self._wrap_offsets, strict=True)) if width == self._width else {}
        )
        for line in lines:
            if line not in known:
                known[line] = section_starts(line, width) if width else []
        self._width, self._lines = width, lines
        self._wrap_offsets = [known[line] for line in lines]
        self._tab_width_cache = [[] for _ in lines]
        self._offset_to_line_info = list(self._sections())
        self._line_index_to_offsets = [[] for _ in lines]
        for offset, (line_index, _) in enumerate(self._offset_to_line_info):
            self._line_index_to_offsets[line_index].append(offset)

    def wrap_range(self, *_edit: tuple[int, int]) -> None:
        """Break the lines of an edit; see `WrappedDocument.wrap_range`."""
        self.wrap(self._width)

    def get_sections(self, line_index: int) -> list[str]:
        """Return the sections of a line."""
        line, starts = self.document.get_line(line_index), self._wrap_offsets[line_index]
        return [line[a:b] for a, b in zip([0, *starts], [*starts, None], strict=True)]

    def _sections(self) -> Iterator[tuple[int, int]]:
        """Yield the line and the section in it of each row."""
        for line_index, starts in enumerate(self._wrap_offsets):
            for section in range(len(starts) + 1):
                yield line_index, section


class KinsokuArea(TextArea):
    """A soft-wrapping `TextArea` that breaks lines as comments do."""

    def _rewrap_and_refresh_virtual_size(self) -> None:
        # `TextArea` makes a new wrapped document with each text, then calls this.
        if not isinstance(self.wrapped_document, ProseLines):
            self.wrapped_document = ProseLines(self.document)
            self.navigator = DocumentNavigator(self.wrapped_document)
        super()._rewrap_and_refresh_virtual_size()
