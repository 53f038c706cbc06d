"""Garbage collection of the running program."""

import gc
from collections.abc import Iterator

import pytest

from matome_tui.ui import garbage


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    gc.unfreeze()  # what the run of tests has frozen
    yield
    gc.set_threshold(*thresholds)
    gc.freeze()
    gc.enable()


def full_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def test_nothing_is_collected_before_the_first_screen() -> None:
    with garbage.held():
        assert not gc.isenabled()
        garbage.begin()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0


def test_a_hold_ends_also_without_a_screen() -> None:
    with garbage.held():
        pass
    assert gc.isenabled()


def test_a_full_collection_waits_for_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    garbage.begin()
    before = full_collections()
    young, middle, _full = gc.get_threshold()
    kept = [[] for _ in range(20 * young * middle)]  # type: ignore[var-annotated]
    assert full_collections() == before
    garbage.collect_if_due()
    assert full_collections() == before + 1
    garbage.collect_if_due()
    assert full_collections() == before + 1
    assert kept
