"""`matome find`: drafts and kept threads, with an address for each hit."""

import json
from contextlib import closing

import pytest

from matome_tui import __main__, paths
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.threads import ThreadStore

STORY = Story(77, "A story\x1b[31m", "poster", 1_700_000_000)
COMMENT = Comment(CommentId(78), 77, "ann", 1_700_000_001, "<p>one\x1b[31m <i>two</i> 三つ")


@pytest.fixture(autouse=True)
def stores() -> None:
    """A kept thread and a draft of it with a remark."""
    ThreadStore(paths.cache_directory() / "threads.sqlite").save(STORY, [COMMENT], {})
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        store.keep(Draft.begin(STORY).add_remark("一言\x1b", 0))


def find(*words: str) -> int:
    return __main__.main(["find", *words])


def test_a_hit_has_the_command_that_opens_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert find("by:ann", "ＯＮＥ", "[31m two") == 0
    out, err = capsys.readouterr()
    first, second = out.splitlines()
    assert first.split(maxsplit=3) == ["matome", "78", "2023-11-14", "comment   ann  A story[31m"]
    assert second == "    one[31m two 三つ"
    assert err == ""


def test_json_has_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert find("一言", "--json") == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert hit.pop("time") > 0
    assert hit == {
        "item": 77,
        "thread": 77,
        "draft": 1,
        "kind": "remark",
        "author": "",
        "title": "A story[31m",
        "text": "一言",
    }


def test_nothing_found_is_said_and_the_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert find("elsewhere") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Nothing was found in the drafts and the threads on this machine\n"
    assert find("elsewhere", "--json") == 1
    assert capsys.readouterr().out == "[]\n"


def test_without_words_it_is_a_wrong_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert find(" ") == 2
    assert "There is nothing to search for" in capsys.readouterr().err


def test_a_store_that_cannot_be_read_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    (paths.data_directory() / "drafts.sqlite").write_bytes(b"no database" * 100)
    assert find("one") == 2
    assert "matome: The drafts cannot be read: file is not a database" in capsys.readouterr().err
