"""Building a post with the real Hugo, and finding the clip that breaks it."""

from pathlib import Path

import pytest

from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.program.diagnose import Diagnosis, diagnose
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.hugo_posts import HEAD, TAIL, files_of, post, quote, real_hugo

pytestmark = pytest.mark.bulk

GOOD = [quote(f"text {number}", f"user{number}") for number in range(1, 6)]
OPEN, CLOSE = '{{< details summary="more">}}', "{{</details>}}"
# A shortcode in entities: in a section Hugo reads the text a second time, and runs it.
HIDDEN = quote("{&#123;% nothing %}}", "sly")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    create_site(root)
    return write(root, {"content/posts/2025_07/other.md": HEAD, "content/posts/other.md": HEAD})


def fault(site: Path, text: str) -> Diagnosis | None:
    path = site / "content" / "posts" / "2025_08" / "a" / "index.md"
    return diagnose(real_hugo(), site, path, text)


@pytest.mark.parametrize(
    "text",
    [
        post(*GOOD),
        post(
            *GOOD,
            metadata=HEAD.replace("2025-08", "2999-08").replace("title", "draft = true\ntitle"),
        ),
        post('[a]({{< ref "/posts/other" >}}) [b]({{% relref "/posts/2025_07/other" %}})'),
        "no front matter at all\n",
    ],
)
def test_a_post_that_builds_has_no_fault(site: Path, text: str) -> None:
    before = files_of(site)
    assert fault(site, text) is None
    assert files_of(site) == before


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (post(*GOOD[:2], "{{< nothing >}}"), '"{{< nothing >}}"', 'shortcode "nothing" not found'),
        (post(GOOD[0], quote('a " b')), '"{{<matomeQuote body=', "positional parameter 'b'"),
        (
            post(*GOOD[:3], quote("__hdeferred/x__d=", "sly"), GOOD[4]),
            "clip 4 (sly)",
            "__hdeferred",
        ),
        (post(*GOOD[:2], OPEN, *GOOD[2:4], HIDDEN, CLOSE), "clip 5 (sly)", '"nothing" not found'),
        (post(*GOOD[:2], OPEN, GOOD[2]), '"{{< details', "must be closed"),
        (post(metadata=HEAD.replace("'A post'", "'A post")), "the front matter", "toml"),
        (post(metadata=HEAD.replace("2025-08", "2025-99")), "", "not a parsable date"),
        (
            post(*GOOD, '[a]({{< ref "/posts/not_here" >}})'),
            '"[a]({{< ref "/posts/not_here" >}})"',
            'Ref "/posts/not_here" leads to no page of the site',
        ),
    ],
)
def test_a_fault_is_reported_with_its_cause(site: Path, text: str, where: str, what: str) -> None:
    found = fault(site, text)
    assert found
    assert found.where.startswith(where) if where else found.where == ""
    assert what in found.what
    assert "matome-post" not in str(found)
    assert "\n" not in str(found)


def test_one_clip_among_many_is_found(site: Path) -> None:
    clips = [quote("text", f"user{number}") for number in range(300)]
    clips[222] = quote("__hdeferred/x__d=", "sly")
    found = fault(site, HEAD + "\n".join(clips) + TAIL)
    assert found
    assert found.where == "clip 223 (sly)"


def test_a_clip_does_not_steer_the_terminal(site: Path) -> None:
    found = fault(site, post("{{< nothing \x1b[2J\u202e >}}"))
    assert found
    assert str(found).isprintable()


def test_a_site_that_does_not_build_is_no_fault_of_the_post(tmp_path: Path) -> None:
    create_site(tmp_path)
    (tmp_path / "layouts" / "_default" / "single.html").write_text("{{ .Nothing.There }}")
    with pytest.raises(HugoError, match=r"does not build without the post either: .*Nothing"):
        fault(tmp_path, post(*GOOD))


def test_a_hugo_that_does_not_run_is_no_fault_of_the_post(tmp_path: Path) -> None:
    hugo = Hugo(tmp_path / "none", (0, 168, 0))
    with pytest.raises(HugoError, match="cannot be started"):
        diagnose(hugo, tmp_path, tmp_path / "index.md", post(*GOOD))


def test_a_reference_is_no_fault_where_the_site_only_warns(tmp_path: Path) -> None:
    create_site(tmp_path)
    config = tmp_path / "hugo.toml"
    config.write_text('refLinksErrorLevel = "WARNING"\n' + config.read_text(encoding="utf-8"))
    assert fault(tmp_path, post('[a]({{< ref "/posts/not_here" >}})')) is None


def test_a_post_that_hugo_does_not_read_does_not_pass(site: Path, tmp_path: Path) -> None:
    create_site(tmp_path)
    with (tmp_path / "hugo.toml").open("a", encoding="utf-8") as config:
        config.write("[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n")
        is_new = real_hugo().version >= (0, 153, 0)
        config.write(
            "files = ['! **/2025_08/**']\n" if is_new else "excludeFiles = '**/2025_08/**'\n"
        )
    found = fault(tmp_path, post(*GOOD))
    assert found
    assert "Hugo makes no page of" in found.what
