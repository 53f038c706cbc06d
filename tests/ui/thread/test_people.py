"""Followed and muted people in threads and lists."""

from dataclasses import replace

import pytest

from matome_tui.config.settings import ListSettings, PeopleSettings, Settings
from matome_tui.hn.demo import load_demo
from tests.support.draft_editor import DEMO, reader_of
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, press, rebuild, screen_text, until


def person_with_replies(hn: HNServer) -> tuple[int, str]:
    """Return a top-level comment with a reply, and its author."""
    story = load_demo().item(DEMO) or {}
    first = load_demo().item(story["kids"][1]) or {}
    assert first["kids"]
    return int(first["id"]), str(first["by"])


def line_of(pilot: Driver, name: str) -> str:
    return next(line for line in screen_text(pilot).split("\n") if f"{name}  " in line)


async def test_a_muted_persons_comments_are_folded_until_they_are_opened(
    program: Program, hn: HNServer
) -> None:
    muted_id, muted = person_with_replies(hn)
    followed = "quietlathe"
    people = PeopleSettings(follow=(followed,), mute=(muted,))
    program.settings = replace(Settings(), people=people)
    async with program.run(DEMO, size=(80, 40)) as pilot:
        reader = reader_of(pilot)
        assert not reader.has_moved
        assert "followed" in line_of(pilot, followed)
        await press(pilot, "J")
        assert reader.current is not None
        assert reader.current.id == muted_id
        text = line_of(pilot, muted)
        assert "muted" in text
        assert "folded" in text
        assert text.split("muted")[1].split("  ", 1)[0] == ""
        await press(pilot, "l")
        assert "folded" not in line_of(pilot, muted)
        late = hn.grow(DEMO, muted_id, "One more.", muted)
        await press(pilot, "r")
        await rebuild(pilot)
        assert "folded" not in line_of(pilot, muted)
        assert reader.thread is not None
        assert reader.view is not None
        at = reader.thread.find(late)
        assert at is not None
        assert reader.view.outline.is_folded(at)
        await press(pilot, "z", "at")
        await rebuild(pilot)
        await press(pilot, "m")
        await press(pilot, "q")
        assert "muted" not in screen_text(pilot)
        assert not reader.view.outline.folded


@pytest.mark.parametrize("is_offline", [False, True])
async def test_muted_stories_leave_the_lists_and_followed_ones_are_marked(
    program: Program, is_offline: bool
) -> None:
    if is_offline:
        async with program.run(DEMO):
            pass
        program.server = None
    program.settings = replace(
        Settings(),
        people=PeopleSettings(follow=("kokemori_77",), mute=("tinplate_ivy",)),
        lists=ListSettings(mute_words=("ask hn", "端末"), mute_sites=("koke.example.org",)),
    )
    async with program.run(size=(80, 60)) as pilot:
        if is_offline:
            assert "1 muted (m shows)" in screen_text(pilot)
            await press(pilot, "m")
            assert "Koke: a terminal" in screen_text(pilot)
            return
        await until(pilot, lambda: "muted (m shows)" in screen_text(pilot))
        text = screen_text(pilot)
        for gone in ("flip-dot display", "Ask HN", "端末で縦書き", "Koke: a terminal"):
            assert gone not in text
        assert "5 muted (m shows)" in text
        await press(pilot, "m")
        await rebuild(pilot)
        text = screen_text(pilot)
        assert "muted" not in text
        assert "flip-dot display" in text
        facts = next(line for line in text.split("\n") if "  kokemori_77 " in line)
        assert facts.endswith("  followed")
