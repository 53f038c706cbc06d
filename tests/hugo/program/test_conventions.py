"""What a site suggests for new posts, read from its files."""

from dataclasses import replace
from pathlib import Path

from matome_tui.core.draft.draft import Metadata
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.metadata import front_matter
from matome_tui.hugo.program.conventions import Conventions, Trait, read_conventions, traits
from matome_tui.hugo.site.guess import Guess
from matome_tui.hugo.site.site import read_site
from tests.support.files import write
from tests.support.hugo_posts import files_of, real_hugo

STOCK = """\
+++
date = '{{ .Date }}'
draft = true
title = '{{ replace .File.ContentBaseName "-" " " | title }}'
+++
"""


def post(day: int, more: str = "") -> str:
    return f"---\ntitle: a\ndate: 2026-01-{day:02}\ntags: [a]\n{more}---\n"


def conventions(root: Path, files: dict[str, str]) -> Conventions:
    write(root, {"hugo.toml": "baseURL = 'https://example.org/'\n", **files})
    before = files_of(root)
    found = read_conventions(read_site(root, None), real_hugo())
    assert files_of(root) == before
    return found


def test_the_newest_dated_posts_of_a_section_count(tmp_path: Path) -> None:
    old = {f"content/old/number-{day}.md": post(day) for day in range(1, 9)}
    new = {f"content/blog/number_{day}/index.md": post(day) for day in range(9, 29)}
    pages = {
        "content/about.md": post(31),
        "content/blog/_index.md": post(31),
        "content/blog/x.md": "",
    }
    found = conventions(tmp_path, {**old, **new, **pages})
    settings = found.settings("blockquote")
    assert settings["path"] == "content/blog/{slug}/index.md"
    assert settings["slug_separator"] == "_"
    assert settings["archetypes"] == "none"
    assert found.guesses["path"].reason == "20 of 20 newest posts"


def test_posts_of_the_default_language_count(tmp_path: Path) -> None:
    found = conventions(
        tmp_path,
        {
            "hugo.toml": "defaultContentLanguage = 'ja'\n[languages.ja]\n[languages.en]\n",
            "content/posts/a.md": post(1),
            "content/posts/b/index.en.md": post(2),
            "content/posts/c/index.en.md": post(3),
        },
    )
    assert found.settings("matome")["path"] == "content/posts/{slug}.md"


def test_the_archetype_of_the_section_gives_the_front_matter(tmp_path: Path) -> None:
    found = conventions(
        tmp_path,
        {
            "content/notes/deep_moss.md": post(1),
            "archetypes/notes.md": "---\ntitle: {{ .Name }}\ndraft: true\nlayout: note\n---\n",
            "archetypes/default.md": STOCK,
        },
    )
    assert found.archetype == "---\ntitle: matome\ndraft: true\nlayout: note\n---"
    assert found.settings("blockquote") == {
        "format": "blockquote",
        "archetypes": "section",
        "path": "content/notes/{slug}.md",
        "slug_separator": "_",
        "section_summary": "More comments ({n})",
    }
    assert "as in archetypes/notes.md" in [trait.value for trait in traits(found, {})]
    matome = found.settings("matome")
    assert matome["tail"] == '[All posts]({{% ref "/notes/" %}})'
    assert matome["source_line"] == "Source: [{url}]({url})"


def test_the_usual_archetype_serves_a_site_without_posts(tmp_path: Path) -> None:
    found = conventions(
        tmp_path,
        {"archetypes/default.md": STOCK, "content/blog/_index.md": "---\ntitle: Blog\n---\n"},
    )
    assert found.archetype.startswith("+++\ndate = '2")
    assert found.settings("blockquote")["archetypes"] == "any"
    assert found.settings("blockquote")["path"] == "content/blog/{slug}.md"


def test_the_usual_archetype_of_a_site_with_posts_gives_the_draft_state(tmp_path: Path) -> None:
    files = {"archetypes/default.md": STOCK, "content/posts/a.md": post(1)}
    found = conventions(tmp_path, files)
    assert found.archetype == ""
    assert found.settings("blockquote")["extra"] == {"draft": True}
    assert found.settings("blockquote")["front_matter_format"] == "yaml"


def test_a_main_section_is_that_of_a_site_without_posts(tmp_path: Path) -> None:
    config = "[params]\nmainSections = ['writing']\n"
    found = conventions(tmp_path, {"hugo.toml": config})
    assert found.settings("blockquote")["path"] == "content/writing/{slug}.md"


def test_an_archetype_that_does_not_work_is_named(tmp_path: Path) -> None:
    found = conventions(tmp_path, {"archetypes/posts.md": "---\na: {{ nothing }}\n---\n"})
    assert found.archetype == ""
    assert any(trait.value.startswith("not used: ") for trait in traits(found, {}))


def test_traits_are_in_words(tmp_path: Path) -> None:
    found = conventions(
        tmp_path,
        {
            "content/posts/a-b.md": post(1),
            "content/posts/b-c.md": post(2, "cover:\n  image: b.png\n"),
        },
    )
    assert "cover.image" in found.settings("blockquote")["front_matter"]
    said = [(trait.name, trait.value) for trait in traits(found, found.editor)]
    assert said == [
        ("Language", "not Japanese; fixed lines in English"),
        ("Path", "content/posts/{slug}.md"),
        ("Slug", "words joined by “-”"),
        ("Front matter", "YAML: title, date, tags, draft"),
        ("Date", "2026-03-04"),
        ("Draft", "no"),
        ("Clips", "in any language, up to 500 characters"),
    ]


def test_dates_have_the_offset_of_the_sites_zone_on_their_day(tmp_path: Path) -> None:
    config = "timeZone = 'America/New_York'\n"
    files = {"content/posts/a.md": "---\ntitle: a\ndate: 2026-07-01T09:00:00-04:00\n---\n"}
    found = conventions(tmp_path, {"hugo.toml": config, **files})
    assert "2026-03-04T00:00:00-05:00 (America/New_York)" in [
        trait.value for trait in traits(found, {})
    ]
    options = replace(PostOptions(), **found.settings("blockquote"))
    for day, offset in (("2026-01-31", "-05:00"), ("2026-07-31", "-04:00")):
        written = front_matter(Metadata("a", day), options)
        assert f"\ndate: {day}T00:00:00{offset}\n" in written
    empty = conventions(tmp_path / "b", {"hugo.toml": config, "archetypes/default.md": STOCK})
    assert empty.settings("blockquote")["time_zone"] == "America/New_York"
    quoted = {"content/posts/b.md": post(9) + "{{<matomeQuote>}}"}
    kept = conventions(tmp_path, {"hugo.toml": config, **quoted})
    assert "time_zone" not in kept.settings("matome")


def test_a_japanese_site_has_japanese_lines(tmp_path: Path) -> None:
    config = "languageCode = 'ja-JP'\n"
    found = conventions(tmp_path, {"hugo.toml": config, "content/posts/a.md": post(1)})
    assert found.guesses["language"] == Guess("ja", "configuration of the site")
    assert found.settings("matome").keys().isdisjoint(("source_line", "section_summary", "tail"))
    clips = Trait("Clips", "in Japanese, up to 200 characters")
    assert traits(found, found.editor)[-1] == clips
    assert clips not in traits(found, {})
