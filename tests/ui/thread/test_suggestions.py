"""Scores in the reader, the next good comment, and marking the best."""

from matome_tui.core.thread.scores import GOOD, best, score_thread
from tests.support.draft_editor import DEMO, draft_of, kept_titles, reader_of
from tests.support.program import Program, answer, press, rebuild, screen_text


async def test_scores_are_shown_followed_filtered_and_marked_on_demand(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread is not None
        scores = score_thread(thread)
        good = [
            at
            for at, c in enumerate(thread.comments)
            if at and c.id in scores and scores[c.id].value >= GOOD
        ]
        before = screen_text(pilot)
        await press(pilot, "s")
        await press(pilot, "apostrophe")
        assert reader.cursor == good[0]
        first = scores[thread.comments[good[0]].id]
        reason = first.reason_beside_replies
        header = next(line for line in screen_text(pilot).splitlines() if reason in line)
        assert str(first.value) in header
        assert header.count("repl") == 1
        await press(pilot, "apostrophe", "quotation_mark")
        assert reader.cursor == good[0]
        await press(pilot, *["apostrophe"] * len(good))
        assert reader.cursor == good[-1]
        assert f"No further comment scores {GOOD}" in screen_text(pilot)
        await press(pilot, "s", "g")
        assert before.splitlines()[1:-1] == screen_text(pilot).splitlines()[1:-1]
        assert not draft_of(pilot).clips  # nothing was marked unasked

        await press(pilot, "X")
        await answer(pilot, "3")
        await rebuild(pilot)
        assert {clip.comment for clip in draft_of(pilot).clips} == set(best(scores, 3))
        assert kept_titles(program) == ["Mark 3 comments"]

        await press(pilot, "f", *f"score:{GOOD}", "enter")
        await rebuild(pilot)
        assert all(scores[comment.id].value >= GOOD for comment in reader.shown)
        assert {thread.comments[at].id for at in good} <= {c.id for c in reader.shown}
