from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip

from matome_tui.ui.widgets.pane import Pane


class Counting(Pane):
    """Notes the lines that it paints."""

    def __init__(self) -> None:
        super().__init__()
        self.text = "before"
        self.lines: list[int] = []

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        self.lines.append(y)
        return self.strip([Segment(self.text)], self.size.width, self.rich_style)


class Panes(App[None]):
    """Three panes side by side."""

    CSS = "Screen { layout: horizontal; }"

    def compose(self) -> ComposeResult:
        """Yield the panes."""
        yield from (Counting() for _number in range(3))


def shown(app: App[None]) -> str:
    """Return the first line of the screen."""
    return app.screen._compositor.render_strips()[0].text


async def test_paints_only_panes_that_changed() -> None:
    app = Panes()
    async with app.run_test(size=(30, 4)) as pilot:
        left, middle, right = app.query(Counting)
        await pilot.pause()
        for pane in (left, middle, right):
            pane.lines.clear()
            pane.text = "after"
        left.refresh()
        right.refresh()
        await pilot.pause()
        assert left.lines == right.lines == [0, 1, 2, 3]
        assert not middle.lines
        assert shown(app).split() == ["after", "before", "after"]


async def test_paints_for_a_new_size() -> None:
    app = Panes()
    async with app.run_test(size=(30, 4)) as pilot:
        middle = list(app.query(Counting))[1]
        await pilot.pause()
        middle.lines.clear()
        await pilot.resize_terminal(24, 2)
        await pilot.pause()
        assert middle.lines
        assert len(shown(app)) == 24


async def test_paints_in_a_new_theme() -> None:
    app = Panes()
    async with app.run_test(size=(30, 4)) as pilot:
        middle = list(app.query(Counting))[1]
        await pilot.pause()
        middle.lines.clear()
        app.theme = "textual-light"
        await pilot.pause()
        assert middle.lines
