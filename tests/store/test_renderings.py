"""The cache of renderings."""

from pathlib import Path

import pytest

from matome_tui.store.error import StoreError
from matome_tui.store.renderings import Rendering, RenderingStore


def key(number: int) -> bytes:
    return number.to_bytes(32, "big")


def test_renderings_come_back_by_key(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "renderings.sqlite"
    store = RenderingStore(path)
    for number in range(1200):
        store.save(key(number), Rendering(f"苔 {number}", "fault" if number == 7 else ""))
        if number == 20:
            break
    store.save(key(3), Rendering("シダ"))
    found = RenderingStore(path).load([key(number) for number in range(1200)])
    assert len(found) == store.count() == 21
    assert found[key(3)] == Rendering("シダ")
    assert found[key(7)] == Rendering("苔 7", "fault")


def test_it_is_bounded_and_can_be_emptied(tmp_path: Path) -> None:
    store = RenderingStore(tmp_path / "renderings.sqlite", max_bytes=200_000)
    for number in range(150):
        store.save(key(number), Rendering("苔" * 1000))
    assert 0 < store.count() < 100
    assert key(149) in store.load([key(149)])
    store.clear()
    assert store.count() == 0


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "renderings.sqlite"
    path.write_bytes(b"moss" * 1000)
    store = RenderingStore(path)
    assert store.load([key(1)]) == {}
    store.save(key(1), Rendering("苔"))
    assert store.load([key(1)]) == {key(1): Rendering("苔")}
    assert len(list(tmp_path.glob("*.damaged-*"))) == 1


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError):
        RenderingStore(tmp_path / "file" / "r.sqlite").load([key(1)])
