"""The field that wraps: rows, caret, mouse."""

from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.pilot import Pilot

from matome_tui.ui.widgets.wrapped_input import WrappedInput

TEXT = "moss grows 苔むす庭の石 slowly"


class FieldApp(App[None]):
    """An app of one field, eleven cells of text wide."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "WrappedInput { border: none; height: auto; max-height: 3; padding: 0 1; width: 14; }"

    def compose(self) -> ComposeResult:
        yield WrappedInput(TEXT)

    @property
    def field(self) -> WrappedInput:
        return self.query_one(WrappedInput)

    def on_mount(self) -> None:
        self.field.focus()


def rows(app: FieldApp) -> list[str]:
    """Return the rows of the field as they are drawn."""
    field = app.field
    return [field.render_line(y).text.rstrip() for y in range(field.content_size.height)]


def caret(pilot: Pilot[None]) -> Offset:
    """Return the place of the caret in the field."""
    app = pilot.app
    assert isinstance(app, FieldApp)
    return app.field.cursor_screen_offset - app.field.content_region.offset


async def test_a_long_text_takes_rows_up_to_the_greatest_height() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        assert rows(app) == ["moss grows", "苔むす庭の", "石 slowly"]
        app.field.value = "moss"
        await pilot.pause()
        assert rows(app) == ["moss"]
        await pilot.press("end", *" garden in the rain")
        await pilot.pause()
        assert rows(app) == ["moss garden", "in the rain"]


async def test_the_caret_moves_between_rows() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press("home", "right", "right", "down")
        assert caret(pilot) == Offset(2, 1)
        await pilot.press("x")
        assert app.field.value == TEXT.replace("苔", "苔x")
        await pilot.press("up", "up", "end")
        assert caret(pilot).y == 2
        await pilot.press("down", "home")
        assert caret(pilot) == Offset(0, 0)


async def test_a_click_moves_the_caret_to_a_row() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.click(WrappedInput, offset=(1 + 4, 1))
        assert app.field.value[app.field.cursor_position] == "す"
        assert caret(pilot) == Offset(4, 1)


async def test_rows_scroll_to_the_caret() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.field.value = f"{TEXT} {TEXT}"
        await pilot.press("end")
        await pilot.pause()
        assert rows(app)[-1].endswith("slowly")
        assert caret(pilot).y == 2
        await pilot.press("home")
        assert rows(app)[0] == "moss grows"
