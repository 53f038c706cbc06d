"""Values that are made when they are first used."""

import threading

from matome_tui.ui.lazy import Lazy


def test_threads_that_ask_at_once_get_the_same_value() -> None:
    made: list[object] = []
    is_asked, may_go_on = threading.Event(), threading.Event()

    def make() -> object:
        is_asked.set()
        may_go_on.wait(10)
        made.append(object())
        return made[-1]

    lazy = Lazy(make)
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(lazy.get())) for _ in range(2)]
    assert lazy.made is None
    for thread in threads:
        thread.start()
    assert is_asked.wait(10)
    may_go_on.set()
    for thread in threads:
        thread.join(10)
    assert got == [*made, *made]
    assert lazy.made is made[0]
