"""Files of posts: read, compared, written whole or not at all."""

import os
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError, render
from matome_tui.hugo.post.compose import compose

CLIP = Clip(EntryKey(1), 1, "user", 5, "", "text")
DRAFT = Draft(9, "A Title", Metadata("題", "2025-01-31"), (CLIP,), EntryKey(2))


def _reason(error: pytest.ExceptionInfo[PostError]) -> str:
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_text_of_a_new_post_and_of_one_that_is_there() -> None:
    options = PostOptions(style="exact")
    new = post_file.text_of(DRAFT, "", options)
    assert new == render(compose(DRAFT, options))
    theirs = new.replace("text", "te&#120;t").replace("> 題", "> 題\n\nmine")
    assert post_file.text_of(DRAFT, theirs, options) == theirs
    changed = post_file.text_of(DRAFT.set_text(EntryKey(1), "other"), theirs, options)
    assert changed == theirs.replace("te&#120;t", "other")


def test_a_file_comes_back_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "new" / "month" / "index.md"
    text = "\ufeff題\r\nx\ry\0\u2028\n\n"
    post_file.write(path, text)
    assert path.read_bytes() == text.encode()
    assert post_file.read(path) == text
    assert list(path.parent.iterdir()) == [path]


def test_no_file_is_none(tmp_path: Path) -> None:
    assert post_file.read(tmp_path / "missing" / "index.md") is None


def test_what_is_no_text_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "index.md"
    path.write_bytes("題".encode("shift_jis"))
    with pytest.raises(PostError, match="not UTF-8") as caught:
        post_file.read(path)
    assert str(path) in _reason(caught)


def test_a_folder_or_a_file_in_the_way_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PostError, match="cannot be read") as caught:
        post_file.read(tmp_path)
    _reason(caught)
    with pytest.raises(PostError, match="cannot be written") as caught:
        post_file.write(tmp_path, "x")
    _reason(caught)
    (tmp_path / "file").write_text("kept")
    with pytest.raises(PostError, match="cannot be read") as caught:
        post_file.read(tmp_path / "file" / "index.md")
    _reason(caught)
    with pytest.raises(PostError, match="cannot be written") as caught:
        post_file.write(tmp_path / "file" / "index.md", "x")
    _reason(caught)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_name_that_is_too_long_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PostError, match="cannot be written") as caught:
        post_file.write(tmp_path / ("a" * 300) / "index.md", "x")
    _reason(caught)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everywhere")
def test_missing_permissions_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "index.md"
    path.write_text("kept")
    path.chmod(0)
    with pytest.raises(PostError, match="cannot be read: Permission denied") as caught:
        post_file.read(path)
    _reason(caught)
    path.chmod(0o600)
    tmp_path.chmod(0o500)
    try:
        for target in (path, tmp_path / "new" / "index.md"):
            with pytest.raises(PostError, match="cannot be written: Permission denied") as caught:
                post_file.write(target, "x")
            _reason(caught)
    finally:
        tmp_path.chmod(0o700)
    assert path.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index.md"
    path.write_text("kept")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PostError, match="No space left on device") as caught:
        post_file.write(path, "x")
    _reason(caught)
    assert path.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    link.symlink_to(real)
    post_file.write(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_differences_show_what_changes() -> None:
    lines = post_file.differences("a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n")
    assert lines == [
        *["--- the file as it is", "+++ this draft", "@@ -2,3 +2,3 @@", " b", "-c", "+C", " d"]
    ]
    assert post_file.differences("a\n", "a\n") == []


@pytest.mark.parametrize(
    ("theirs", "ours"), [("a\r\n", "a\n"), ("a", "a\n"), ("a\x0cb", "a\nb"), ("a\t", "a")]
)
def test_invisible_differences_are_shown(theirs: str, ours: str) -> None:
    assert post_file.differences(theirs, ours)


def test_differences_do_not_steer_the_terminal() -> None:
    lines = post_file.differences("a\x1b[2J\x9b\u202e\0\n", "b\n")
    assert "-a␛[2J␀" in lines


def test_a_shown_post_cannot_steer_the_terminal() -> None:
    assert post_file.legible("a\r\n\x1b[31m\x9b\u202eb\r\n") == "a\n␛[31mb\n"
