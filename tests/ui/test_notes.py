"""How long notes are shown, and which together."""

from collections.abc import Callable

from matome_tui.ui.notes import Notes


class Clock:
    """A clock that a test moves, and what is due then."""

    def __init__(self) -> None:
        self.now = 100.0
        self._due: list[tuple[float, Callable[[], None]]] = []

    def call_later(self, seconds: float, call: Callable[[], None]) -> None:
        self._due.append((self.now + seconds, call))

    def move(self, seconds: float) -> None:
        self.now += seconds
        for at, call in self._due:
            if at <= self.now:
                call()


def notes() -> tuple[Notes, Clock]:
    clock = Clock()
    return Notes(clock.call_later, lambda: clock.now), clock


def texts(shown: Notes) -> list[str]:
    return [note.text for note in shown.shown]


def test_a_note_ends_with_the_next_key_or_after_four_seconds() -> None:
    shown, clock = notes()
    shown.add("saved")
    clock.move(3.9)
    assert texts(shown) == ["saved"]
    clock.move(0.1)
    assert texts(shown) == []
    shown.add("saved")
    shown.end_seen()
    assert texts(shown) == []


def test_information_replaces_information_but_no_warning() -> None:
    shown, _ = notes()
    shown.add("one")
    shown.add("two")
    assert texts(shown) == ["two"]
    shown.add("beware", "warning")
    shown.add("three")
    assert texts(shown) == ["beware", "three"]
    shown.add("beware", "warning")
    assert texts(shown) == ["beware"]


def test_a_warning_is_not_ended_by_a_key_that_was_on_its_way() -> None:
    shown, clock = notes()
    shown.add("beware", "warning")
    shown.end_seen()
    assert texts(shown) == ["beware"]
    clock.move(1)
    shown.end_seen()
    assert texts(shown) == []


def test_a_long_note_stays_as_long_as_it_takes_to_read() -> None:
    shown, clock = notes()
    shown.add("word " * 40)
    clock.move(4)
    assert len(texts(shown)) == 1
    clock.move(6)
    assert texts(shown) == []


def test_a_note_is_one_line_without_control_characters() -> None:
    shown, _ = notes()
    shown.add("a\x1b[31m\nb")
    assert texts(shown) == ["a[31m b"]


def test_changes_are_announced_once() -> None:
    shown, _ = notes()
    seen: list[list[str]] = []
    shown.changed.subscribe(lambda now: seen.append(texts(now)))
    shown.end_seen()
    shown.add("one")
    shown.end_seen()
    shown.end_seen()
    assert seen == [["one"], []]
