"""Visits of threads on disk."""

import json
from pathlib import Path

import pytest

from matome_tui.store import visits
from matome_tui.store.visits import Visit, VisitStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "visits.json"


def test_the_last_visit_of_each_thread_is_kept(file: Path) -> None:
    VisitStore(file).save(Visit(1, "One", 10, 5))
    VisitStore(file).save(Visit(2, "Two", 20))
    VisitStore(file).save(Visit(1, "One", 30, 6))
    assert VisitStore(file).recent() == [Visit(1, "One", 30, 6), Visit(2, "Two", 20)]


def test_the_oldest_are_forgotten(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "_MOST_VISITS", 2)
    store = VisitStore(file)
    for thread in (1, 2, 3):
        store.save(Visit(thread, "T"))
    assert [visit.thread for visit in store.recent()] == [3, 2]


@pytest.mark.parametrize(
    "text", ["", "{}", "[", "[" * 100_000, "\ud800", '[1, null, [], {"thread": "x"}, {}]']
)
def test_any_file_is_read_and_can_be_written(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert VisitStore(file).recent() == []
    VisitStore(file).save(Visit(1, "One"))
    assert VisitStore(file).recent() == [Visit(1, "One")]


def test_values_are_bounded(file: Path) -> None:
    file.parent.mkdir()
    row = {"thread": 1, "title": "a\x1bb\nc", "moment": 1e99, "comment": -3, "more": 1}
    file.write_text(json.dumps([row]))
    assert VisitStore(file).recent() == [Visit(1, "ab c")]


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    store = VisitStore(tmp_path / "data" / "visits.json")
    store.save(Visit(1, "One"))
    assert store.recent() == []
