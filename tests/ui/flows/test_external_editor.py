"""Writing in the user's own editor: its text is taken, and each failure is one line."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matome_tui.ui.app import MatomeApp
from matome_tui.ui.flows.external_editor import (
    ExternalEditorError,
    edit_externally,
    left_text,
)
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.draft_editor import DEMO, kept_draft, kept_titles
from tests.support.program import Program, notes, press

HEAD = "import sys, pathlib; file = pathlib.Path(sys.argv[-1]); text = file.read_text('utf-8')\n"


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


def editor(folder: Path, script: str) -> str:
    """Return the command of an editor that does what a script says with `file` and its `text`."""
    program = folder / "my editor.py"
    program.write_text(HEAD + script, encoding="utf-8")
    return f'"{sys.executable}" "{program}"'


def uses(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    monkeypatch.setenv("EDITOR", editor(folder, script))


def test_gives_the_text_with_the_original_below_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    uses(monkeypatch, tmp_path, f"pathlib.Path({str(seen)!r}).write_text(text, 'utf-8')")
    assert edit_externally("苔の本文\n二行目", "the original") == "苔の本文\n二行目"
    lines = seen.read_text("utf-8").splitlines()
    assert lines[:2] == ["苔の本文", "二行目"]
    assert "below this line" in lines[3]
    assert lines[4:] == ["the original"]


def test_takes_what_was_written_above_the_line_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "file.write_text(text.replace('before', '後').replace('ORIGINAL', 'spoilt'), 'utf-8')"
    uses(monkeypatch, tmp_path, script)
    assert edit_externally("before", "ORIGINAL") == "後"


def test_an_editor_that_removes_the_line_has_all_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "file.write_text('a\\r\\nb\\x1b[31m\\n\\n', 'utf-8')")
    assert edit_externally("before", "original") == "a\nb[31m"


def test_visual_goes_before_editor_and_both_take_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    command = editor(tmp_path, "file.write_text(sys.argv[1], 'utf-8')")
    monkeypatch.setenv("VISUAL", f"{command} --wait")
    assert edit_externally("", "") == "--wait"


def test_a_status_of_failure_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uses(monkeypatch, tmp_path, "file.write_text('x', 'utf-8'); sys.exit(3)")
    with pytest.raises(ExternalEditorError, match="ended with status 3; the text stays as it was"):
        edit_externally("", "")


@pytest.mark.parametrize("command", ["no-such-editor-here -w", "unbalanced 'quote"])
def test_an_editor_that_is_not_there_is_reported(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(ExternalEditorError, match=r"cannot be started: .*; set \$EDITOR") as caught:
        edit_externally("", "")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("file.write_bytes(b'\\xff\\xfe')", "not UTF-8"),
        ("file.unlink()", "its file is gone"),
        ("import os; file.unlink(); os.mkfifo(file)", "not a regular file"),
        ("file.unlink(); file.symlink_to('/dev/zero')", "not a regular file"),
    ],
)
def test_what_is_no_text_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    uses(monkeypatch, tmp_path, script)
    with pytest.raises(ExternalEditorError, match=f"cannot be read: {reason}$"):
        edit_externally("", "")


@pytest.mark.parametrize("megabytes", [0.15, 20])
def test_too_much_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: float
) -> None:
    uses(monkeypatch, tmp_path, f"file.write_text('word ' * {int(megabytes * 2e5)}, 'utf-8')")
    with pytest.raises(ExternalEditorError, match="more than 100 KB; the text stays as it was"):
        edit_externally("a", "b")


def test_long_values_of_before_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uses(monkeypatch, tmp_path, "file.write_text(text, 'utf-8')")
    assert edit_externally("word\n" * 100_000, "original") == "word\n" * 99_999 + "word"


def test_ctrl_c_is_the_editors_own_affair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt = "import os, signal; os.kill(os.getppid(), signal.SIGINT)\n"
    uses(monkeypatch, tmp_path, f"{interrupt}file.write_text('kept', 'utf-8')")
    before = signal.getsignal(signal.SIGINT)
    assert edit_externally("", "") == "kept"
    assert signal.getsignal(signal.SIGINT) is before


def test_a_killed_editor_is_named_with_its_signal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(ExternalEditorError, match="was killed by signal 9; the text stays"):
        edit_externally("", "")


def test_what_an_editor_wrote_before_it_was_killed_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "import os; file.write_text('mine'); os.kill(os.getpid(), 1)")
    assert edit_externally("", "") == "mine"


def test_the_folder_is_one_that_the_next_start_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "assert (file.parent / '.matome-lock').exists()")
    assert edit_externally("a", "b") == "a"


def test_a_text_is_left_if_the_editor_changed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = "import shutil; "
    copy = f"shutil.copytree(file.parent, {str(tmp_path / 'copy')!r})"
    uses(monkeypatch, tmp_path, imports + copy)
    edit_externally("a", "b")
    assert left_text(tmp_path) is None
    assert left_text(tmp_path / "copy") is None
    (tmp_path / "copy" / "clip.md").write_text("mine")
    assert left_text(tmp_path / "copy") == tmp_path / "copy" / "clip.md"


def test_no_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    uses(monkeypatch, tmp_path, f"assert list(pathlib.Path({str(folder)!r}).rglob('*.md'))")
    edit_externally("a", "b")
    assert list(folder.iterdir()) == []


# From the editor of clips


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the program hand over the terminal, although tests have none; return the events.

    As with a real one, it is not taken back where an error leaves the block.
    """
    events: list[str] = []

    @contextmanager
    def suspend(app: MatomeApp) -> Iterator[None]:
        events.append("given")
        yield
        events.append("taken back")

    monkeypatch.setattr(MatomeApp, "suspend", suspend)
    return events


async def test_a_terminal_that_cannot_be_handed_over_is_reported(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "file.write_text('x', 'utf-8')")
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"mine", "ctrl+e")
        note = "This terminal cannot be handed to another editor; edit here"
        assert notes(pilot) == [note]
        assert pilot.app.screen.query_one(ProseArea).text == "mine"


@pytest.mark.usefixtures("terminal")
async def test_the_returned_text_is_one_step(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "file.write_text(text.replace('mine', '外で書いた'), 'utf-8')")
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"mine", "ctrl+e")
        assert pilot.app.screen.query_one(ProseArea).text == "外で書いた"
        await press(pilot, "!")
        assert kept_draft(program).clips[0].text == "外で書いた!"
        await press(pilot, "escape", "u")
        assert kept_draft(program).clips[0].text == "外で書いた"
        await press(pilot, "u")
        assert kept_draft(program).clips[0].text == "mine"
    assert kept_titles(program) == ["Mark", "Edit text"]


@pytest.mark.usefixtures("terminal")
async def test_one_goes_on_behind_what_comes_back(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses(monkeypatch, tmp_path, "file.write_text('外で書いた', 'utf-8')")
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", "ctrl+e", "!")
        assert pilot.app.screen.query_one(ProseArea).text == "外で書いた!"


@pytest.mark.parametrize(
    ("script", "status"),
    [("file.write_text('spoilt', 'utf-8')", 1), ("file.write_text('x' * 20_000_000, 'utf-8')", 0)],
)
async def test_a_failure_is_reported_and_the_text_and_the_terminal_stay(
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    terminal: list[str],
    script: str,
    status: int,
) -> None:
    uses(monkeypatch, tmp_path, f"{script}; sys.exit({status})")
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"mine", "ctrl+e")
        assert ["the text stays as it was" in line for line in notes(pilot)] == [True]
        assert terminal == ["given", "taken back"]
        assert kept_draft(program).clips[0].text == "mine"


async def test_on_a_full_disk_the_screen_and_the_text_stay(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: list[str]
) -> None:
    uses(monkeypatch, tmp_path, "")
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"mine")
        with monkeypatch.context() as full:
            full.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
            await press(pilot, "ctrl+e")
        (line,) = notes(pilot)
        assert line.startswith("Cannot write the file for the editor: ")
        assert terminal == ["given", "taken back"]
        assert pilot.app.screen.query_one(ProseArea).text == "mine"
