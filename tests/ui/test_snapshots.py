"""Snapshots of the screens, as text, at three sizes. `pytest --snapshot-update` renews them."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.support.program import Program, press, screen_text, type_text

NOW = 1757000000.0
SIZES = [(80, 24), (120, 40), (200, 60)]
THREAD = 44900001


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_stories(
    program: Program, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    async with program.run(size=size) as pilot:
        assert screen_text(pilot) == snapshot


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_thread(program: Program, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with program.run(THREAD, size=size) as pilot:
        await press(pilot, "space", "2", "j", "1", "j", "z")
        assert screen_text(pilot) == snapshot


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_editor(program: Program, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with program.run(THREAD, size=size) as pilot:
        await press(pilot, "j", "enter")
        await type_text(pilot, "苔が生える前に読もう。")
        assert screen_text(pilot) == snapshot


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_post(program: Program, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with program.run(THREAD, size=size) as pilot:
        await press(pilot, "space", "2", "P")
        await pilot.pause(0.2)
        assert screen_text(pilot) == snapshot
