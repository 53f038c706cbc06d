"""`matome drafts`: list, export and import."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from matome_tui import __main__, paths
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import Publication
from matome_tui.store.transfer import dump

STORY = Story(77, "A story", "poster", 1_700_000_000)


@pytest.fixture
def draft() -> Draft:
    """The draft that is kept."""
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        session = store.begin(Draft.begin(STORY))
        comment = Comment(CommentId(78), 77, "ann", 1_700_000_001, "<p>one\x1b[31m <i>two</i>")
        session.edit("Mark", session.draft.add((comment,), lambda _: 0).add_remark("一言\x1b", 1))
        return session.draft


def kept() -> list[Draft | None]:
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        sessions = [store.open(summary.id) for summary in store.summaries()]
        return [session.draft if session else None for session in sessions]


def test_without_drafts_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["drafts"]) == 0
    assert capsys.readouterr().out == "There are no drafts.\n"


def test_drafts_are_listed(draft: Draft, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["drafts"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[0] == "1"
    assert line.split()[3:] == ["77", "1", "clip", "draft", "A", "story"]
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        session = store.of_thread(77)
        assert session is not None
        session.publish(Publication("/p/index.md", "text"))
    __main__.main(["drafts"])
    assert "clip  saved" in capsys.readouterr().out


@pytest.mark.usefixtures("draft")
def test_an_unreadable_time_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        store._file.connection.execute("UPDATE draft SET touched = 'x'")
    assert __main__.main(["drafts"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[1:] == ["unknown", "77", "1", "clip", "draft", "A", "story"]


def test_a_file_that_is_no_text_is_in_plain_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "draft.json"
    file.write_bytes(b"\xff")
    assert __main__.main(["drafts", "import", str(file)]) == 2
    assert capsys.readouterr().err == f"matome: {file} cannot be read: not UTF-8\n"


def test_a_draft_goes_through_a_file(
    draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "draft.json"
    assert __main__.main(["drafts", "export", "1", str(file)]) == 0
    assert capsys.readouterr() == ("", f"Exported draft 1 to {file}\n")
    assert json.loads(file.read_text(encoding="utf-8"))["thread"] == 77
    assert __main__.main(["drafts", "import", str(file)]) == 0
    assert kept() == [draft, draft]


def test_without_a_file_the_draft_is_printed(
    draft: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["drafts", "export", "1"]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert json.loads(printed)["version"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "9"], "There is no draft 9"),
        (["export", "1", "there.json"], "already exists"),
        (["export", "1", "no/such/folder.json"], "cannot be written"),
        (["import", "nowhere.json"], "cannot be read"),
        (["import", "there.json"], "not a draft"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    draft: Draft,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.json").write_text("{}", encoding="utf-8")
    assert __main__.main(["drafts", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert kept() == [draft]


def test_an_import_warns_of_live_html(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = Draft.begin(STORY).add_remark("**fine**", 0).add_remark("<script>alert(1)</script>", 1)
    file = tmp_path / "draft.json"
    file.write_text(dump(draft), encoding="utf-8")
    assert __main__.main(["drafts", "import", str(file)]) == 0
    line = "1 remark has raw HTML or a script link, active in the post"
    assert capsys.readouterr().out == f"Imported as draft 1.\n{line}: read before saving.\n"
