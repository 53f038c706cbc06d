"""Tags of a whole site: variants, renaming, and undoing that."""

from collections import Counter
from pathlib import Path

import pytest

from matome_tui.hugo.site.tags import apply, rename, revert, used_once, variants
from tests.support.files import write

TOML = """\
+++
title = 'Moss' # 苔
tags = ['ai', "Rust"] # two
date = 2026-01-02
+++

ai is 'ai' here.\r
"""
YAML = "---\ntags: [Rust, ai]\ntitle: ai\n---\nai\n"
OTHER = "+++\ntags = ['AI']\n+++\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {"a.md": TOML, "b.md": YAML, "c.md": OTHER})


def texts(site: Path) -> list[str]:
    return [path.read_bytes().decode() for path in sorted(site.glob("*.md"))]


def test_variants_of_a_tag() -> None:
    assert variants(["AI", "moss", "ai", "ＡＩ", "Rust"]) == [["AI", "ai", "ＡＩ"]]
    assert used_once(Counter({"a": 2, "b": 1})) == ["b"]


def test_only_the_tags_change(site: Path) -> None:
    edits, failures = rename(sorted(site.iterdir()), ["ai"], "生成AI")
    assert failures == []
    assert [edit.path.name for edit in edits] == ["a.md", "b.md"]
    for edit in edits:
        changed = [
            (old, new)
            for old, new in zip(edit.old.split("\n"), edit.new.split("\n"), strict=True)
            if old != new
        ]
        assert len(changed) == 1
        assert "生成AI" in changed[0][1]
        assert "tags" in changed[0][0]
    assert texts(site) == [TOML, YAML, OTHER]


def test_merging_leaves_one_of_each(site: Path) -> None:
    write(site, {"d.md": "+++\ntags = ['AI', 'ai', 'moss', 'Ai']\n+++\n"})
    (edit,), _failures = rename([site / "d.md"], ["ai", "Ai"], "AI")
    assert edit.new.count("AI") == 1
    assert "moss" in edit.new
    assert "ai" not in edit.new


@pytest.mark.parametrize(
    "text",
    ["no front matter", "+++\ntags = 'ai'\n+++\n", "---\n---\n", "+++\n[a]\ntags = ['ai']\n+++\n"],
)
def test_posts_without_a_list_of_tags_are_left_alone(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.md": text})
    assert rename([tmp_path / "a.md"], ["ai"], "AI") == ([], [])


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"+++\ntags = ['ai']\n+++\n\xff")
    write(tmp_path, {"b.md": "+++\ntags = ['ai'\n+++\n"})
    edits, failures = rename([tmp_path / n for n in ("a.md", "b.md", "c.md")], ["ai"], "AI")
    assert edits == []
    assert [failure.path.name for failure in failures] == ["a.md", "b.md", "c.md"]
    assert all(failure.reason for failure in failures)


def test_undo_restores_every_byte(site: Path, tmp_path: Path) -> None:
    undo = tmp_path / "undo.json"
    edits, _ = rename(sorted(site.iterdir()), ["ai"], "AI")
    assert apply(edits, undo) == []
    assert texts(site) != [TOML, YAML, OTHER]
    assert revert(undo) == (2, [])
    assert texts(site) == [TOML, YAML, OTHER]
    with pytest.raises(FileNotFoundError):
        revert(undo)


def test_a_file_that_changed_meanwhile_is_left_alone(site: Path, tmp_path: Path) -> None:
    undo = tmp_path / "undo.json"
    edits, _ = rename(sorted(site.iterdir()), ["ai"], "AI")
    write(site, {"a.md": "by hand"})
    (failure,) = apply(edits, undo)
    assert failure.path.name == "a.md"
    assert "changed in the meantime" in failure.reason
    write(site, {"b.md": "by hand too"})
    number, failures = revert(undo)
    assert number == 0
    assert [one.path.name for one in failures] == ["a.md", "b.md"]
    assert texts(site)[:2] == ["by hand", "by hand too"]
    assert undo.exists()


def test_without_room_for_the_old_texts_nothing_is_written(site: Path, tmp_path: Path) -> None:
    edits, _ = rename(sorted(site.iterdir()), ["ai"], "AI")
    with pytest.raises(OSError, match=r".*"):
        apply(edits, tmp_path / "missing" / "undo.json")
    assert texts(site) == [TOML, YAML, OTHER]
