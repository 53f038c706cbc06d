"""`matome draft`: a first draft from the best comments of a thread, stored and saved."""

import json
import os
import random
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from matome_tui import __main__, paths
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.hn.demo.nodes import Json
from matome_tui.hugo.executable import find_hugo
from matome_tui.hugo.site.site import create_site
from matome_tui.store.drafts import DraftStore
from matome_tui.store.threads import ThreadStore
from tests.support.files import write
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, made_up
from tests.support.languages import spoken
from tests.support.translation_server import TranslationServer, render

COLORS = ("#38d3d3", "#ff5733")
TAGGED = (
    "+++\ntitle = 'T'\ndate = 2025-08-24\ntags = ['苔', 'Moss', 'Rust', 'made-up']\n+++\n\n> T\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    create_site(root)
    write(root, {"content/posts/other/index.md": TAGGED})
    return root


def drafting(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
    thread: Json | None = None,
) -> tuple[int, str, str]:
    """Run `matome draft` on a thread, else a made-up one; return status, output and errors."""
    root = thread or made_up(60)
    with HNServer([root]) as server:
        for name, url in (
            ("ALGOLIA", server.algolia_url),
            ("FIREBASE", server.firebase_url),
            ("PAGES", server.url),
        ):
            monkeypatch.setenv(f"MATOME_{name}_URL", url)
        status = __main__.main(["draft", str(root["id"]), *arguments])
    return status, *capsys.readouterr()


def kept() -> list[Draft]:
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        opened = [store.open(summary.id) for summary in store.summaries()]
        return [session.draft for session in opened if session]


def test_the_best_comments_become_an_ordinary_draft(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, errors = drafting(monkeypatch, capsys, "--pick", "10")
    assert (status, errors) == (0, "")
    (draft,) = kept()
    assert out == (f"Draft 1: 10 clips of A made-up thread\nEdit it with: matome {STORY}\n")
    assert len(draft.clips) == 10
    assert all(clip.is_untouched for clip in draft.clips)
    assert [clip.color for clip in draft.clips if clip.color].count(COLORS[0]) == 1
    assert [clip.color for clip in draft.clips if clip.color].count(COLORS[1]) == 2
    # A second one does not replace it.
    status, out, errors = drafting(monkeypatch, capsys)
    assert (status, out) == (2, "")
    assert "There is a draft of this thread" in errors
    assert kept() == [draft]


def test_json_has_the_scores_and_the_site_gives_the_tags(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "_use_language", lambda _words: None)
    with spoken("ja"):
        status, out, _ = drafting(
            monkeypatch, capsys, "--pick", "5", "--json", "--site", str(site), "--save"
        )
    made: dict[str, Any] = json.loads(out)
    assert (status, made["problems"]) == (0, [])
    assert "top level, place " in made["clips"][0]["reason"]  # English in each language
    (draft,) = kept()
    assert set(made["tags"]) == {"made-up", "Moss", "苔"}
    assert made["tags"][0] == "made-up"  # which is in the title
    assert tuple(made["tags"]) == draft.metadata.tags
    assert [clip["comment"] for clip in made["clips"]] == [clip.comment for clip in draft.clips]
    assert all(0 < clip["score"] <= 100 and clip["reason"] for clip in made["clips"])
    saved = Path(made["path"])
    assert saved.is_relative_to(site)
    assert saved.read_text(encoding="utf-8").count("matomeQuote") == 5
    if hugo := find_hugo():
        hugo.build(site, site / "public")
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        session = store.of_thread(STORY)
        assert session is not None
        assert session.publication.path == str(saved)


def test_a_post_is_never_replaced(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"https://news.ycombinator.com/item?id={STORY}"
    theirs = site / "content/posts/theirs/index.md"
    write(site, {"content/posts/theirs/index.md": f"{TAGGED}\n引用元：[{url}]({url})\n"})
    before = theirs.read_bytes()
    status, out, errors = drafting(monkeypatch, capsys, "--site", str(site), "--save")
    assert status == 1
    assert f"Not saved: The site has a post of this thread: {theirs}" in errors
    assert "Draft 1: 30 clips" in out
    assert theirs.read_bytes() == before
    assert len(list(site.glob("content/posts/**/index.md"))) == 2


def test_a_thread_that_was_opened_before_needs_no_network(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drafting(monkeypatch, capsys, "--pick", "3")
    (paths.data_directory() / "drafts.sqlite").unlink()
    assert __main__.main(["draft", str(STORY), "--offline", "--pick", "4"]) == 0
    assert [len(draft.clips) for draft in kept()] == [4]


def test_kept_threads_with_drafts_stay_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths.config_file().parent, {"config.toml": "[hn]\noffline_megabytes = 1\n"})
    threads = ThreadStore(paths.cache_directory() / "threads.sqlite")
    for number in (70, 80):
        html = random.Random(number).randbytes(600_000).hex()
        threads.save(Story(number, "T"), [Comment(CommentId(number + 1), number, "a", 1, html)], {})
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        store.keep(Draft.begin(Story(70, "T")))
    assert drafting(monkeypatch, capsys, "--pick", "3")[0] == 0
    assert {story.id for story in threads.stories()} == {70, STORY}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x"], "'x' is not an HN id or an HN address"),
        (["1", "--pick", "0"], "'0' is not a number from 1 to 1000"),
        (["1", "--save"], "--save needs a Hugo site; name one with --site"),
        (["1", "--offline"], "Cannot load thread 1: Not stored on this machine"),
    ],
)
def test_what_cannot_be_done_makes_no_draft(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert __main__.main(["draft", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert kept() == []


def translated(text: str) -> str:
    """Return a rendering, hostile and with markup, that passes the checks."""
    return f"{render(text)}\x1b[m{{{{< x >}}}}\u202e<script>"


def config(url: str) -> Path:
    folder = Path(os.environ["MATOME_CONFIG_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.toml"
    file.write_text(f'[translate]\nbackend = "openai"\nmodel = "m"\nurl = "{url}/v1"\n')
    return file


def test_clips_title_and_tags_of_a_service_are_flagged_and_what_fails_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with TranslationServer() as service:
        config(service.url)
        answers = {"score": "1 100 一次情報", "title": "苔の題", "tags": "Rust\nNo such tag"}
        service.reply = lambda system, _: next(
            answer for word, answer in answers.items() if word in system
        )
        service.answer = lambda text: "No Japanese" if "thread" in text[:8] else translated(text)
        status, out, errors = drafting(
            monkeypatch,
            capsys,
            "--pick",
            "6",
            "--json",
            "--site",
            str(site),
            "--translate",
            "--save",
        )
    made: dict[str, Any] = json.loads(out)
    (draft,) = kept()
    assert draft.metadata.title == "苔の題"
    assert draft.metadata.tags[0] == "Rust"
    assert "No such tag" not in draft.metadata.tags
    machine = [clip for clip in draft.clips if clip.is_machine]
    untouched = [clip for clip in draft.clips if clip.is_untouched]
    assert len(machine) + len(untouched) == 6
    assert machine
    assert all("\x1b" not in clip.text and "\u202e" not in clip.text for clip in machine)
    assert len(made["problems"]) == len(untouched) == errors.count("Not translated")
    assert status == (1 if untouched else 0)
    assert "一次情報" in {clip["reason"] for clip in made["clips"]}
    if hugo := find_hugo():
        hugo.build(site, site / "public")


def test_without_a_service_no_draft_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["draft", "1", "--translate"]) == 2
    assert "[translate]" in capsys.readouterr().err
    assert kept() == []


@pytest.mark.corpus
def test_the_whole_sample_thread_is_drafted_translated_and_built(
    shared: Path,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = shared / "hn" / "threads" / "44139454.json"
    if not file.exists():
        pytest.skip("the thread is not stored")
    if (hugo := find_hugo()) is None:
        pytest.skip("there is no Hugo")
    with TranslationServer() as service:
        config(service.url)
        service.answer = translated
        service.reply = lambda *_: ""
        root = json.loads(file.read_text(encoding="utf-8"))
        _status, out, _errors = drafting(
            monkeypatch,
            capsys,
            *("--pick", "1000", "--json", "--site", str(site), "--translate", "--save", "--yes"),
            thread=root,
        )
    made: dict[str, Any] = json.loads(out)
    assert len(made["clips"]) > 50
    assert sum(clip["machine"] for clip in made["clips"]) > 40
    hugo.build(site, site / "public")
    page = next((site / "public").glob("posts/**/*20*/index.html")).read_text(encoding="utf-8")
    assert "<script>" not in page.split("<main", 1)[-1]
    assert "\x1b" not in page
    assert "\u202e" not in page
