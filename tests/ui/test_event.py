"""Events and their subscriptions."""

from matome_tui.ui.event import Event


def test_subscribers_are_called_in_order_until_they_unsubscribe() -> None:
    event: Event[int] = Event()
    seen: list[tuple[str, int]] = []
    stop = event.subscribe(lambda value: seen.append(("first", value)))
    event.subscribe(lambda value: seen.append(("second", value)))
    event.publish(1)
    stop()
    stop()
    event.publish(2)
    assert seen == [("first", 1), ("second", 1), ("second", 2)]


def test_one_callback_may_subscribe_twice() -> None:
    event: Event[int] = Event()
    seen: list[int] = []
    stop = event.subscribe(seen.append)
    event.subscribe(seen.append)
    stop()
    event.publish(1)
    assert seen == [1]


def test_a_subscriber_that_another_one_ends_is_not_called() -> None:
    event: Event[int] = Event()
    seen: list[int] = []
    event.subscribe(lambda _: stop())
    stop = event.subscribe(seen.append)
    event.publish(1)
    assert seen == []
