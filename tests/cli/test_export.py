"""`matome export`: drafts and clips as Markdown."""

from contextlib import closing
from pathlib import Path

import pytest

from matome_tui import __main__, paths
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import Publication

ITEM = "https://news.ycombinator.com/item?id="
QUOTE = f"> It's one\n>\n> — [ann]({ITEM}78), 14 Nov 2023\n"
POST = f"# A story\n\nSource: [Hacker News]({ITEM}77)\n\n{QUOTE}\n一言\n"


@pytest.fixture(autouse=True)
def _draft() -> None:
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        session = store.begin(Draft.begin(Story(77, "A story", "poster", 1_700_000_000)))
        comment = Comment(CommentId(78), 77, "ann", 1_700_000_001, "It&#x27;s \x1bone")
        session.edit("Mark", session.draft.add((comment,), lambda _: 0).add_remark("一言\x1b", 1))


def test_a_post_and_a_clip_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["export", f"{ITEM}77"]) == 0
    assert capsys.readouterr().out == POST
    assert __main__.main(["export", "77", "--clip", f"{ITEM}78"]) == 0
    assert capsys.readouterr().out == QUOTE


def test_a_file_is_written_but_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "post.md"
    assert __main__.main(["export", "77", str(file)]) == 0
    assert capsys.readouterr() == ("", f"Exported the draft of thread 77 to {file}\n")
    assert file.read_text(encoding="utf-8") == POST
    clip = tmp_path / "clip.md"
    assert __main__.main(["export", "77", str(clip), "--clip", "78"]) == 0
    assert capsys.readouterr() == ("", f"Exported the clip of comment 78 to {clip}\n")
    file.write_text("mine")
    assert __main__.main(["export", "77", str(file)]) == 2
    assert "already exists; choose another name" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert __main__.main(["export", "77", str(tmp_path / "none" / "x.md")]) == 2
    assert f"Not exported: {tmp_path / 'none' / 'x.md'}: No such" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["78"], "There is no draft of thread 78"),
        (["x"], "'x' is not an HN id or an HN address"),
        (["77", "--clip", "79"], "The draft has no clip of comment 79"),
    ],
)
def test_what_is_missing_is_named(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["export", *arguments]) == 2
    assert problem in capsys.readouterr().err


def test_the_settings_of_the_site_are_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f'[[sites]]\nfolder = "{tmp_path.as_posix()}"\nformat = "blockquote"\n'
        'attribution = "{author}: {url}"\n'
    )
    command = ["export", "77", "--clip", "78", "--config", str(config), "--site", str(tmp_path)]
    assert __main__.main(command) == 0
    assert capsys.readouterr().out == f"> It's one\n>\n> ann: {ITEM}78\n"
    (tmp_path / "hugo.toml").touch()
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        session = store.of_thread(77)
        assert session
        session.publish(Publication(str(tmp_path / "content" / "moss.md"), ""))
    assert __main__.main(command[:-2]) == 0  # the settings of the site that the post is in
    assert capsys.readouterr().out == f"> It's one\n>\n> ann: {ITEM}78\n"
