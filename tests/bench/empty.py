"""An app of one widget, which imports nothing else: `python -m tests.bench.empty`."""

from textual.app import App, ComposeResult
from textual.widget import Widget


class EmptyApp(App[None]):
    """An app of one widget that repaints at a key: what Textual itself costs."""

    class Line(Widget, can_focus=True):
        """A widget whose every line changes with each key."""

        turns = 0

        def render(self) -> str:
            return f"{self.turns} " * (self.size.width * self.size.height // 4)

        def on_key(self) -> None:
            self.turns += 1
            self.refresh()

    def compose(self) -> ComposeResult:
        yield self.Line()

    def on_mount(self) -> None:
        self.query_one(self.Line).focus()


if __name__ == "__main__":
    EmptyApp().run()
