"""Reading a Hugo site from disk."""

from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit

from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.site.config import places
from matome_tui.hugo.site.placement import discovery_problem
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import (
    Site,
    create_site,
    images,
    install_shortcodes,
    problems,
    read_site,
    try_read_site,
)
from tests.support.files import write

UNSAFE = "[markup.goldmark.renderer]\nunsafe = true\n"


# Reading a site


CONFIGURATIONS: list[dict[str, str]] = [
    {"hugo.toml": ""},
    {"hugo.toml": UNSAFE + "[params]\na = 1\n"},
    {"config.toml": "ENABLEEMOJI = true\nContentDir = 'text'\nassetDir = 'pictures'\n" + UNSAFE},
    {"hugo.json": '{"enableEmoji": true, "markup": {"goldmark": {"renderer": {"unsafe": true}}}}'},
    {
        "config/_default/hugo.toml": "contentDir = 'text'",
        "config/_default/markup.toml": "[goldmark.renderer]\nunsafe = true",
    },
    {"hugo.toml": "theme = 'plain'", "themes/plain/layouts/shortcodes/matomeQuote.html": ""},
    {"hugo.toml": "theme = ['a', 'b']", "themes/a/x": "", "themes/b/x": ""},
    {"hugo.toml": "", "layouts/_shortcodes/matomeQuote.html": "", "layouts/a.html": ""},
    {"hugo.toml": "layoutDir = 'looks'", "looks/shortcodes/matomeQuote.html": ""},
]


@pytest.mark.parametrize("files", CONFIGURATIONS)
def test_reading_the_files_agrees_with_hugo(
    tmp_path: Path, hugo: Hugo, files: dict[str, str]
) -> None:
    write(tmp_path, files)
    asked, read = read_site(tmp_path, hugo), read_site(tmp_path, None)
    assert (asked.hugo_version, read.hugo_version) == (hugo.version, None)
    assert (asked.has_details, read.has_details) == (True, None)
    assert replace(read, hugo_version=hugo.version, has_details=True) == asked


def test_the_facts(tmp_path: Path, hugo: Hugo) -> None:
    site = read_site(write(tmp_path, CONFIGURATIONS[2]), hugo)
    assert site == Site(
        root=tmp_path,
        places=places(tmp_path, {"contentdir": "text"}),
        assets_dir=tmp_path / "pictures",
        unsafe=True,
        enable_emoji=True,
        has_quote_shortcode=False,
        has_details=True,
        has_posts_section=False,
        hugo_version=hugo.version,
        shortcodes=frozenset(),
    )


def test_the_content_of_the_default_language(tmp_path: Path, hugo: Hugo) -> None:
    files = {
        "config/_default/hugo.toml": "defaultContentLanguage = 'ja'",
        "config/_default/languages.ja.toml": "contentDir = 'content/ja'",
    }
    place = read_site(write(tmp_path, files), hugo).places.find("content/posts/a.md")
    assert place
    assert place.file == tmp_path / "content" / "ja" / "posts" / "a.md"


@pytest.mark.parametrize("place", ["layouts/shortcodes", "themes/t/layouts/_shortcodes"])
@pytest.mark.parametrize("name", ["matomeQuote.html", "matomeQuote.ja.html"])
def test_where_a_shortcode_may_lie(tmp_path: Path, place: str, name: str) -> None:
    write(tmp_path, {"hugo.toml": "theme = 't'", "themes/t/x": "", f"{place}/{name}": ""})
    assert read_site(tmp_path, None).has_quote_shortcode is True
    assert read_site(tmp_path, None).has_details is None


def test_another_shortcode_is_not_ours(tmp_path: Path) -> None:
    write(tmp_path, {"hugo.toml": "", "layouts/shortcodes/matomeQuotes.html": ""})
    assert read_site(tmp_path, None).has_quote_shortcode is False


def test_shortcodes_of_a_module_are_unknown_unless_vendored(tmp_path: Path) -> None:
    name = "github.com/someone/theme"
    write(tmp_path, {"hugo.toml": f"[[module.imports]]\nPath = '{name}'\n"})
    assert read_site(tmp_path, None).has_quote_shortcode is None
    write(tmp_path, {f"_vendor/{name}/layouts/partials/a.html": ""})
    assert read_site(tmp_path, None).has_quote_shortcode is False
    write(tmp_path, {f"_vendor/{name}/layouts/shortcodes/matomeQuote.html": ""})
    assert read_site(tmp_path, None).has_quote_shortcode is True


LANGUAGES = (
    "defaultContentLanguage = 'ja'\n[languages.ja]\ncontentDir = 'content/ja'\n"
    "[languages.en]\ncontentDir = 'content/en'\n"
)
MOUNTS = "[[module.mounts]]\nsource = 'blog'\ntarget = 'content/posts'\n"


@pytest.mark.parametrize(
    ("files", "file"),
    [
        ({"hugo.toml": LANGUAGES}, "content/ja/posts/a.md"),
        ({"hugo.toml": MOUNTS, "blog/x.md": ""}, "blog/a.md"),
        ({"hugo.toml": MOUNTS}, "blog/a.md"),
        (
            {"hugo.toml": "", "config/_default/module.toml": MOUNTS.replace("module.", "")},
            "blog/a.md",
        ),
        ({"hugo.yaml": "contentDir: src/content\n"}, "src/content/posts/a.md"),
        (
            {"hugo.yml": "languages:\n  en:\n    contentDir: english\n  de:\n    weight: 2\n"},
            "english/posts/a.md",
        ),
        (
            {
                "hugo.json": '{"module": {"mounts": [{"source": "a", "target": "content"}]}}',
                "a/x": "",
            },
            "a/posts/a.md",
        ),
        (
            {
                "config/_default/hugo.yaml": "defaultContentLanguage: ja\n",
                "config/_default/languages.yaml": "ja:\n  contentDir: content/ja\n",
                "config/_default/languages.en.toml": "contentDir = 'content/en'",
            },
            "content/ja/posts/a.md",
        ),
        ({"hugo.toml": "", "config/production/hugo.toml": "contentDir = 'p'"}, "p/posts/a.md"),
    ],
)
def test_hugo_and_the_files_agree_on_the_place(
    tmp_path: Path, hugo: Hugo, files: dict[str, str], file: str
) -> None:
    write(tmp_path, files)
    for asked in (hugo, None):
        place = read_site(tmp_path, asked).places.find("content/posts/a.md")
        assert place
        assert place.file == tmp_path / file
    asked_places, read_places = (read_site(tmp_path, one).places for one in (hugo, None))
    assert sorted(asked_places.mounts, key=str) == sorted(read_places.mounts, key=str)


def test_a_section_that_is_mounted_is_one(tmp_path: Path, hugo: Hugo) -> None:
    write(tmp_path, {"hugo.toml": MOUNTS, "blog/_index.md": ""})
    assert read_site(tmp_path, hugo).has_posts_section
    assert read_site(tmp_path, None).has_posts_section


def test_yaml_is_read_like_toml(tmp_path: Path, hugo: Hugo) -> None:
    yaml = "markup:\n  goldmark:\n    renderer:\n      unsafe: true\n"
    write(tmp_path, {"hugo.yaml": yaml})
    for site in (read_site(tmp_path, None), read_site(tmp_path, hugo)):
        assert (site.unsafe, site.enable_emoji, site.has_quote_shortcode) == (True, False, False)


def test_a_theme_folder_that_is_empty_is_unknown(tmp_path: Path) -> None:
    write(tmp_path, {"hugo.toml": "theme = 'a'"})
    (tmp_path / "themes" / "a").mkdir(parents=True)
    assert read_site(tmp_path, None).shortcodes is None


def test_a_configuration_that_hugo_cannot_load_is_read_from_the_files(
    tmp_path: Path, hugo: Hugo
) -> None:
    write(tmp_path, {"hugo.toml": "theme = 'a'\ncontentDir = 'text'\n"})
    site, unread = try_read_site(tmp_path, hugo)
    assert '"a" not found' in unread
    assert site.is_known
    assert site.places.roots == [tmp_path / "text"]
    assert discovery_problem(site, tmp_path / "text" / "posts" / "a.md") == ""


def test_nothing_is_known_of_a_configuration_that_nobody_can_read(
    tmp_path: Path, hugo: Hugo
) -> None:
    write(tmp_path, {"hugo.yaml": "a: [\n"})
    for asked in (hugo, None):
        site, unread = try_read_site(tmp_path, asked)
        assert "\n" not in unread
        assert "hugo.yaml" in unread
        assert "is unknown" in discovery_problem(site, tmp_path / "content" / "posts" / "a.md")


def test_a_hugo_too_old_to_be_asked(tmp_path: Path) -> None:
    old = Hugo(tmp_path / "none", (0, 111, 3))
    write(tmp_path, {"hugo.toml": UNSAFE})
    site = read_site(tmp_path, old)
    assert (site.unsafe, site.has_details, site.hugo_version) == (True, False, (0, 111, 3))
    write(tmp_path, {"layouts/shortcodes/details.html": ""})
    assert read_site(tmp_path, old).has_details is True


def test_a_broken_configuration_is_an_error(tmp_path: Path, hugo: Hugo) -> None:
    write(tmp_path, {"hugo.toml": "title = "})
    with pytest.raises(HugoError, match=r"hugo\.toml"):
        read_site(tmp_path, hugo)
    with pytest.raises(ValueError, match="Invalid value"):
        read_site(tmp_path, None)


@pytest.mark.parametrize(
    ("files", "exists"),
    [
        ({}, False),
        ({"content/posts/2025_01/.keep": ""}, False),
        ({"content/posts/picture.jpg": ""}, False),
        ({"content/posts/_index.md": ""}, True),
        ({"content/posts/2025_01/a/index.md": "+++\ndraft = true\n+++\n"}, True),
        ({"content/posts.md": ""}, True),
    ],
)
def test_the_posts_section_is_there_when_hugo_finds_it(
    tmp_path: Path, hugo: Hugo, files: dict[str, str], exists: bool
) -> None:
    page = {"hugo.toml": "", "content/page.md": '+++\n+++\n[a]({{% ref "/posts/" %}})'}
    layouts = {f"layouts/_default/{kind}.html": "{{ .Content }}" for kind in ("list", "single")}
    site = read_site(write(tmp_path, page | layouts | files), hugo)
    assert site.has_posts_section is exists
    if exists:
        hugo.build(tmp_path, tmp_path / "out", "--renderToMemory")
    else:
        with pytest.raises(HugoError, match="REF_NOT_FOUND"):
            hugo.build(tmp_path, tmp_path / "out", "--renderToMemory")


# Problems


def test_a_new_site_has_no_problems(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path)
    assert problems(read_site(tmp_path, hugo)) == []
    assert problems(read_site(tmp_path, None)) == []


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        ({"unsafe": False}, "drops raw HTML"),
        ({"unsafe": None}, "is unknown"),
        ({"has_quote_shortcode": False}, "matomeQuote"),
        ({"has_details": False}, "details"),
        ({"has_posts_section": False}, "posts section"),
        ({"needed_version": "0.900.0"}, "needs Hugo 0.900.0 or later"),
    ],
)
def test_each_lack_is_one_problem(
    tmp_path: Path, hugo: Hugo, lack: dict[str, bool | str | None], words: str
) -> None:
    create_site(tmp_path)
    site = replace(read_site(tmp_path, hugo), **lack)  # type: ignore[arg-type]
    (problem,) = problems(site)
    assert words in problem.what
    assert problem.remedy.endswith(".")


def test_quotes_of_markdown_need_no_shortcode_and_no_html(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path)
    lacks = {"unsafe": False, "has_quote_shortcode": False, "has_details": False}
    site = replace(read_site(tmp_path, hugo), **lacks)  # type: ignore[arg-type]
    assert len(problems(site)) == 3
    assert problems(site, PostOptions(format="blockquote")) == []


def test_a_section_is_needed_only_for_the_link_to_it(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path)
    site = replace(read_site(tmp_path, hugo), has_posts_section=False)
    assert len(problems(site, PostOptions())) == 1
    assert problems(site, PostOptions(tail="")) == []


def test_a_hugo_that_is_too_old_for_the_site_is_reported(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path)
    with (tmp_path / "hugo.toml").open("a", encoding="utf-8") as config:
        config.write("[module.hugoVersion]\nmin = '0.900.0'\n")
    site = read_site(tmp_path, hugo)
    (problem,) = problems(site)
    assert f"this is {'.'.join(map(str, hugo.version))}." in problem.what
    lack = replace(site, needed_version="", has_details=False, hugo_version=(0, 139, 5))
    assert "Hugo 0.139.5 has none" in problems(lack)[0].what


def test_an_unknown_shortcode_is_no_problem(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path)
    site = replace(read_site(tmp_path, hugo), has_quote_shortcode=None, has_details=None)
    assert problems(site) == []


# Images


def test_images_are_named_from_their_folder(tmp_path: Path) -> None:
    files = ["thumbnails/green3.jpg", "thumbnails/a/Red.PNG", "b.webp", "css/a.css", "c.jpg.txt"]
    folder = write(tmp_path / "assets", dict.fromkeys(files, ""))
    assert images(folder) == ["b.webp", "thumbnails/a/Red.PNG", "thumbnails/green3.jpg"]
    assert images(tmp_path / "nowhere") == []


# Making a site


def test_a_new_site_is_one_with_its_title(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    create_site(folder, title='C\'s "まとめ" \\ 1')
    assert is_site(folder)
    config = tomlkit.parse((folder / "hugo.toml").read_text(encoding="utf-8"))
    assert config["title"] == 'C\'s "まとめ" \\ 1'
    assert (folder / "layouts" / "shortcodes" / "matomeQuote.html").is_file()
    assert not (folder / "layouts" / "shortcodes" / "details.html").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"mine.txt": "mine"})
    with pytest.raises(FileExistsError, match="not empty"):
        create_site(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_shortcodes_are_added_but_never_overwritten(tmp_path: Path, hugo: Hugo) -> None:
    folder = tmp_path / "layouts" / "shortcodes"
    assert install_shortcodes(tmp_path, hugo) == [folder / "matomeQuote.html"]
    old = Hugo(tmp_path / "none", (0, 139, 5))
    (folder / "matomeQuote.html").write_text("mine")
    assert install_shortcodes(tmp_path, old) == [folder / "details.html"]
    assert install_shortcodes(tmp_path, old) == []
    assert (folder / "matomeQuote.html").read_text() == "mine"
