"""A site with content of our own, whatever the site's own folders are."""

from pathlib import Path

import pytest

from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.program.isolated import ANY_POST, IsolatedSite
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.hugo_posts import files_of, post, quote, real_hugo

PLACE = "content/posts/2025_08/2025_08_15_a/index.md"
LANGUAGES = "[languages.ja]\ncontentDir = 'content'\n[languages.en]\ncontentDir = 'english'\n"
MOUNTS = (
    "[[module.mounts]]\nsource = 'words'\ntarget = 'content/posts'\n"
    "[[module.mounts]]\nsource = 'assets'\ntarget = 'assets'\n"
    "[[module.mounts]]\nsource = 'styles'\ntarget = 'assets/more'\n"
)


def a_site(root: Path, settings: str = "") -> Path:
    create_site(root)
    config = root / "hugo.toml"
    both = [config.read_text(encoding="utf-8"), settings]
    config.write_text("".join(sorted(both, key=lambda text: "[" in text)), encoding="utf-8")
    return root


def built(site: Path, path: Path, text: str) -> dict[str, bytes]:
    """Build a post alone, and return the pages."""
    with IsolatedSite(real_hugo(), site) as around:
        around.add(path).write_text(text, encoding="utf-8")
        around.build(*ANY_POST)
        return files_of(around.output)


def test_only_the_post_is_built_and_the_site_stays_as_it_is(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", "[build.buildStats]\nenable = true\n")
    write(site, {"content/posts/2025_07/other/index.md": post(quote("other"))})
    before = files_of(site)
    pages = built(site, site / PLACE, post(quote("words")))
    assert b"words" in pages["posts/2025_08/2025_08_15_a/index.html"]
    assert not [name for name in pages if "other" in name]
    assert files_of(site) == before


@pytest.mark.parametrize(
    ("settings", "path", "page"),
    [
        ("", PLACE, "posts/2025_08/2025_08_15_a/index.html"),
        ("", "elsewhere/a/index.md", "posts/a/index.html"),
        ("contentDir = 'words'\n", "words/posts/a.md", "posts/a/index.html"),
        (LANGUAGES, "content/posts/a/index.md", "posts/a/index.html"),
        (LANGUAGES, "english/posts/a/index.md", "en/posts/a/index.html"),
        (MOUNTS, "words/2025_08/a/index.md", "posts/2025_08/a/index.html"),
    ],
)
def test_a_post_has_the_place_that_the_site_gives_it(
    tmp_path: Path, settings: str, path: str, page: str
) -> None:
    site = a_site(tmp_path / "site", settings)
    pages = built(site, site / path, post(quote("words")))
    assert b"words" in pages[page]


def test_other_mounts_of_the_site_stay(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", MOUNTS)
    write(site, {"styles/more.css": "p { }"})
    single = site / "layouts" / "_default" / "single.html"
    single.write_text('{{ define "main" }}{{ (resources.Get "more/more.css").Content }}{{ end }}')
    pages = built(site, site / "words/a/index.md", post())
    assert b"p { }" in pages["posts/a/index.html"]


def test_a_configuration_in_a_folder_is_one_too(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    (site / "config" / "_default").mkdir(parents=True)
    (site / "hugo.toml").rename(site / "config" / "_default" / "hugo.toml")
    pages = built(site, site / PLACE, post(quote("words")))
    assert b"words" in pages["posts/2025_08/2025_08_15_a/index.html"]


def test_a_post_keeps_the_files_beside_it_and_what_its_section_says(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    write(
        site,
        {
            PLACE: "as it was saved",
            str(Path(PLACE).with_name("picture.svg")): "<svg/>",
            "content/posts/_index.md": "+++\ntitle = 'All'\n[cascade]\nsubtitle = 'below'\n+++\n",
        },
    )
    single = site / "layouts" / "_default" / "single.html"
    single.write_text(
        '{{ define "main" }}{{ .Params.subtitle }}'
        '{{ range .Resources }}<img src="{{ .RelPermalink }}">{{ end }}{{ end }}'
    )
    pages = built(site, site / PLACE, post())
    page = pages["posts/2025_08/2025_08_15_a/index.html"]
    assert b"below" in page
    assert b"/2025_08_15_a/picture.svg" in page


def test_an_archetype_reaches_no_network(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    fetch = '{{ with resources.GetRemote "https://example.org/" }}{{ .Err }}{{ end }}'
    write(site, {"archetypes/posts.md": f"---\ntitle: a\n---\n{fetch}"})
    with (
        IsolatedSite(real_hugo(), site) as around,
        pytest.raises(HugoError, match="access denied"),
    ):
        around.new_content("posts")


def test_style_sheets_that_the_site_keeps_are_used(tmp_path: Path) -> None:
    site = write(a_site(tmp_path / "site"), {"resources/_gen/assets/a/b.css": "p { }"})
    with IsolatedSite(real_hugo(), site) as around:
        assert (around.folder / "resources/_gen/assets/a/b.css").read_text() == "p { }"


def test_posts_from_elsewhere_do_not_meet(tmp_path: Path) -> None:
    with IsolatedSite(real_hugo(), a_site(tmp_path / "site")) as around:
        files = []
        for name in ("one", "two"):
            files.append(around.add(tmp_path / name / "a" / "index.md"))
            files[-1].write_text(post(), encoding="utf-8")
        assert files[0] != files[1]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with IsolatedSite(real_hugo(), a_site(tmp_path)) as around:
        assert around.add(tmp_path / PLACE).parent.is_dir()
    assert not around.folder.exists()


def test_a_hugo_that_is_too_old_is_reported_with_the_one_needed(tmp_path: Path) -> None:
    with pytest.raises(HugoError, match=r"^Hugo 0\.112 or later is needed; this is 0\.111\.3$"):
        IsolatedSite(Hugo(tmp_path, (0, 111, 3)), tmp_path)
