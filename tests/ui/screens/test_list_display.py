"""Order and filter of the lists of stories."""

from matome_tui.hn.demo import load_demo
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, press, rebuild, screen_text, type_text

STORIES = [story for story in map(load_demo().item, load_demo().story_ids("top")) if story]


def titles(pilot: Driver) -> list[str]:
    rows = pilot.app.screen.query_one(StoryList)
    found = (rows._stories.get(story_id) for story_id in rows._ids)
    return [item.title for item in found if item]


def head(pilot: Driver) -> str:
    return screen_text(pilot).split("\n")[0]


async def test_s_goes_through_the_orders_and_the_header_says_which(
    program: Program, hn: HNServer
) -> None:
    async with program.run(size=(80, 24)) as pilot:
        asked = hn.stats.requests.total()
        assert head(pilot).endswith("by rank")
        first = titles(pilot)[0]
        await press(pilot, "j", "s")
        assert head(pilot).endswith("by points")
        assert pilot.app.screen.query_one(StoryList).cursor == 0
        points = {story["title"]: story["score"] for story in STORIES}
        assert [points[each] for each in titles(pilot)] == sorted(points.values(), reverse=True)
        for name in ("by comments", "by age", "by comments/h"):
            await press(pilot, "s")
            assert head(pilot).endswith(name)
        assert hn.stats.requests.total() == asked
        await press(pilot, "tab")
        await rebuild(pilot)
        assert head(pilot).endswith("by rank")  # each list has its own
        await press(pilot, "shift+tab")
        assert head(pilot).endswith("by comments/h")
        await press(pilot, "s")
        await rebuild(pilot)
        assert titles(pilot)[0] == first


async def test_a_filter_narrows_while_it_is_typed(program: Program, hn: HNServer) -> None:
    async with program.run(size=(80, 24)) as pilot:
        everything = titles(pilot)
        asked = hn.stats.requests.total()
        await press(pilot, "f")
        await type_text(pilot, "半角ｶﾅ")
        assert titles(pilot) == ["半角カナはなぜまだ生きているのか"]
        assert f"Filter 半角ｶﾅ: 1 of {len(everything)} (escape ends)" in screen_text(pilot)
        await press(pilot, "enter")
        assert len(titles(pilot)) == 1
        await press(pilot, "f")
        await type_text(pilot, "xyzzy")
        await press(pilot, "escape")
        assert titles(pilot) == ["半角カナはなぜまだ生きているのか"]
        await press(pilot, "escape")
        assert titles(pilot) == everything
        await press(pilot, "f")
        await type_text(pilot, "points>x")
        assert "points needs a number, as in points>100" in screen_text(pilot)
        assert titles(pilot) == everything
        await type_text(pilot, "zz")
        await press(pilot, "escape", "j", "j")
        assert titles(pilot) == everything
        place = pilot.app.screen.query_one(StoryList).place()
        await press(pilot, "f")
        await type_text(pilot, "xyzzy")
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(StoryList).place() == place
        await press(pilot, "f")
        await type_text(pilot, "xyzzy")
        assert "Nothing that is loaded matches: xyzzy" in screen_text(pilot)
        await press(pilot, "enter")
        assert hn.stats.requests.total() == asked
        await press(pilot, "tab")
        await rebuild(pilot)
        assert len(titles(pilot)) == len(load_demo().story_ids("new"))
        await press(pilot, "f")
        await type_text(pilot, "moss")
        await press(pilot, "enter")
        narrowed = titles(pilot)
        await press(pilot, "left_square_bracket")
        await rebuild(pilot)
        assert "Filter" not in screen_text(pilot)
        await press(pilot, "escape")
        assert "Filter moss" in screen_text(pilot)
        assert titles(pilot) == narrowed
