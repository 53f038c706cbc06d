"""The whole program on sites of many kinds: only what is saved or fixed is written."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from matome_tui import __main__
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.flows.existing_post import open_post
from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.browsing import page, record_pages
from tests.support.draft_editor import DEMO, draft_of
from tests.support.files import write
from tests.support.hugo_posts import files_of
from tests.support.program import Driver, Program, notified, press, rebuild, record_notes, until
from tests.support.sites import KINDS, Kind

pytestmark = [
    pytest.mark.bulk,
    pytest.mark.skipif(sys.platform == "win32", reason="the preview is started by a POSIX shell"),
]

NAMES = ("plain", "languages", "hosts", "mounts-in-a-folder", "yaml", "json", "comma-mounts")

FRONT_MATTER = {
    "toml": "+++\ndate = '2025-03-08T00:00:00'\ntitle = 'Old'\ntags = ['a']\n+++\n",
    "yaml": '---\ntitle: >-\n  An old\n  post\ndate: 2025-03-08\ntags:\n  ["a b", "c"]\n---\n',
    "json": '{\n "title": "JSON",\n "date": "2025-03-08",\n "tags": ["a"]\n}\n',
}
OLD_THREAD = {"toml": 44900002, "yaml": 101, "json": 102}
QUOTES = [
    ('苔の図鑑', "rin"),
    ("`a`<br>` b`<br>`c`", "sho"),
    ("a *b* c", "mei"),
]  # fmt: skip


def old_post(language: str) -> str:
    """Return a post as they were before April 2025, in one of the languages of front matter."""
    quotes = "\n\n".join(
        f'{{{{<matomeQuote body="{body}" userName="{name}" createdAt="2025-03-08T01:52:37"'
        ' color="">}}'
        for body, name in QUOTES
    )
    source = f"引用元：https://news.ycombinator.com/item?id={OLD_THREAD[language]}"
    folded = '{{< details summary="もっとコメントを表示（1）">}}\n\n' + quotes.replace(
        'userName="', 'userName="x'
    )
    return (
        f"{FRONT_MATTER[language]}\n> Old\n\n{source}\n\n\n\n{quotes}\n\n{folded}"
        '\n\n{{< /details >}}\n\n[記事一覧へ]({{% ref "/posts/" %}})\n'
    )


@pytest.fixture(params=[kind for kind in KINDS if kind.name in NAMES], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def root(tmp_path: Path, kind: Kind, program: Program) -> Path:
    """A site with old posts, one in each language of front matter."""
    root = kind.make(tmp_path)
    for language in FRONT_MATTER:
        write(old_file(root, kind, language).parent, {"index.md": old_post(language)})
    program.site = root
    return root


def old_file(root: Path, kind: Kind, language: str) -> Path:
    return (root / kind.file).parent.with_name(f"old_{language}") / "index.md"


def changed(before: dict[str, bytes], root: Path) -> list[str]:
    after = files_of(root)
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """Run `matome check`; return its findings."""
    capsys.readouterr()
    status = __main__.main(["check", "--format", "json", *arguments])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert status == bool(found)
    return found


async def preview(pilot: Driver, opened: list[str], words: str) -> None:
    opened.clear()
    await press(pilot, "B")
    await until(pilot, lambda: bool(opened))
    assert words in page(opened[0])
    await press(pilot, "B")
    await notified(pilot, "The preview has ended")


async def test_a_new_post_is_all_that_is_written(
    program: Program, kind: Kind, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = record_pages(monkeypatch)
    before = files_of(root)
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: draft_of(pilot).metadata.is_draft)  # as in the archetype
        await press(pilot, "space", "k", "enter", *"moss", "ctrl+s")
        await preview(pilot, opened, "moss")
        assert changed(before, root) == []
        await press(pilot, "ctrl+s")
        await notified(pilot, "Saved")
        (new,) = changed(before, root)
        assert (root / new).parent.parent == (root / kind.file).parent.parent
        text = (root / new).read_text(encoding="utf-8")
        assert 'body="moss"' in text
        assert "draft: true\n" in text
        await press(pilot, "P", "escape", "G", "space", "ctrl+s")
        await until(pilot, lambda: (root / new).read_text().count("matomeQuote") == 2)
    assert changed(before, root) == [new]


async def test_an_edit_of_an_old_post_changes_its_line(
    program: Program, kind: Kind, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = record_pages(monkeypatch)
    language = sorted(FRONT_MATTER)[NAMES.index(kind.name) % len(FRONT_MATTER)]
    before, file = files_of(root), old_file(root, kind, language)
    services = program.services()
    session = open_post(services, file)
    app = MatomeApp(services, ThreadScreen(session.draft.thread, session))
    record_notes(app)
    async with app.run_test(size=(120, 40)) as pilot:
        await rebuild(pilot)
        await press(pilot, "tab", "g", "enter", "f7", *"new", "ctrl+s")
        await preview(pilot, opened, "new")
        assert changed(before, root) == []
        await press(pilot, "ctrl+s")
        await notified(pilot, "Saved")
    assert changed(before, root) == [file.relative_to(root).as_posix()]
    assert file.read_text(encoding="utf-8") == old_post(language).replace("苔の図鑑", "new", 1)


def test_checking_writes_nothing_and_fixing_only_what_is_found(
    kind: Kind, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(root)
    found = check(capsys, str(root))
    emphasis = {"emphasis"}
    old = [old_file(root, kind, language) for language in sorted(FRONT_MATTER)]
    assert {finding["kind"] for finding in found if Path(finding["path"]) in old} == emphasis
    rendered = check(capsys, "--render", *map(str, old))
    assert {finding["kind"] for finding in rendered} == emphasis
    assert changed(before, root) == []
    check(capsys, "--fix", "--yes", *map(str, old))
    assert changed(before, root) == [path.relative_to(root).as_posix() for path in old]
    for path in old:
        name = path.relative_to(root).as_posix()
        fixed = before[name].decode().replace("a *b* c", "a &#42;b&#42; c")
        assert path.read_text(encoding="utf-8") == fixed
    assert check(capsys, "--render", *map(str, old)) == []
