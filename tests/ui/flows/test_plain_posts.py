"""The program on a site of any theme: posts in plain Markdown."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.draft_editor import DEMO, draft_of
from tests.support.files import write
from tests.support.program import Program, notified, press, screen_text, until

ARCHETYPE = "---\ntitle: '{{ .Name }}'\ndate: {{ .Date }}\ndraft: true\ntags: [hn]\n---\n"


@pytest.fixture
def plain_site(program: Program, tmp_path: Path) -> Path:
    """A site without shortcodes, whose every archetype is default.md."""
    site = tmp_path / "blog"
    layout = "<html><body>{{ .Content }}</body></html>"
    files = {"hugo.toml": "", "archetypes/default.md": ARCHETYPE}
    write(site, {**files, "layouts/_default/single.html": layout})
    post = program.settings.post.in_format("blockquote")
    program.site, program.settings = site, replace(program.settings, post=post)
    return site


async def test_a_post_is_saved_changed_by_hand_and_edited_again(
    program: Program, plain_site: Path
) -> None:
    file = plain_site / "content/posts/koke-a-terminal-bookmark-keeper-where-unread-links.md"
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: draft_of(pilot).metadata.tags == ("hn",))
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        (clip,) = draft_of(pilot).clips
    text = file.read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: 'Koke: ")
    assert "\ndate: 2025-08-15T00:00:00" in text
    assert "\ndraft: true\ntags: [hn]\n---\n\nSource: " in text
    link = f"https://news.ycombinator.com/item?id={clip.comment}"
    ending = f"\n>\n> — [{clip.author}]({link}), 15 Aug 2025\n"
    assert text.endswith(ending)

    by_hand = text.replace(ending, f"\n>\n> (said [one of them]({link}))\n")
    file.write_text(by_hand, encoding="utf-8")
    (program.folder / "drafts.sqlite").unlink()
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: "The site has a post of this thread" in screen_text(pilot))
        await press(pilot, "y")
        await until(pilot, lambda: bool(draft_of(pilot).clips))
        await until(pilot, lambda: draft_of(pilot).clips[0].author == clip.author)
        assert draft_of(pilot).clips[0].source == clip.source
        await press(pilot, "tab", "enter", *"ok", "ctrl+s", "ctrl+s")
        await notified(pilot, "Saved")
    head = by_hand[: by_hand.index("> ")]
    assert file.read_text(encoding="utf-8") == f"{head}> ok\n>\n> (said [one of them]({link}))\n"
