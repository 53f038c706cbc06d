"""The site we ship: it builds without a word, shows posts as they are, and asks no one."""

import re
import subprocess
import tomllib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matome_tui
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.site.site import create_site
from tests.support.places import SAMPLE

pytestmark = pytest.mark.bulk

CSS = (
    Path(matome_tui.__file__).parent / "hugo" / "site" / "skeleton" / "assets" / "css" / "site.css"
)
COLOURS = ["#38d3d3", "#ff5733", "#45d325", "#785bff", "#ff33a1", "#ff5c5c"]


def quote(body: str, user: str, at: str, color: str) -> str:
    return f'{{{{<matomeQuote body="{body}" userName="{user}" createdAt="{at}" color="{color}">}}}}'


def write_post(day: int, image: str) -> str:
    source = "https://news.ycombinator.com/item?id=1"
    blocks = [
        f"> 試しの記事 {day}\n\n引用元：[{source}]({source})",
        quote("一行目<br>二行目 https://a.example/x", "alice_1", "2025/01/02 03:04:05", "#ff5733"),
        '{{< details summary="もっとコメントを表示（1）">}}',
        quote("内側", "bob", "2025-01-02T03:04:06", ""),
        quote("内側2", "<b>x", '\\"><i>', "red; x: url(//a.example)"),
        "{{</details>}}",
        '[記事一覧へ]({{% ref "/posts/" %}})',
    ]
    front_matter = (
        f"date = '2025-01-0{day}T00:00:00'\nmonths = '2025/01'\ndraft = false\n"
        f"title = '試しの <記事> {day}'\ntags = [\"AI\", \"速度\"]\nfeatureimage = '{image}'\n"
    )
    return f"+++\n{front_matter}+++\n\n" + "\n\n\n\n\n".join(blocks) + "\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, hugo: Hugo) -> dict[str, str]:
    """The files of a built site of three posts, by path."""
    root = tmp_path_factory.mktemp("skeleton")
    create_site(root / "site", title="まとめ & 試し")
    (root / "site" / "assets" / "thumbnails").mkdir()
    (root / "site" / "assets" / "thumbnails" / "a.svg").write_text("<svg/>")
    (root / "site" / "static").mkdir()
    (root / "site" / "static" / "b.svg").write_text("<svg/>")
    for day, image in enumerate(["thumbnails/a.svg", "b.svg", "thumbnails/none.jpg"], 1):
        add_post(root / "site", f"post{day}", write_post(day=day, image=image))
    output = hugo.build(root / "site", root / "out", "--noBuildLock", "--printPathWarnings")
    assert "WARN" not in output
    assert "ERROR" not in output
    return {
        path.relative_to(root / "out").as_posix(): path.read_text(encoding="utf-8")
        for path in (root / "out").rglob("*.*")
    }


def add_post(site: Path, slug: str, text: str) -> None:
    folder = site / "content" / "posts" / "2025_01" / slug
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(text, encoding="utf-8")


def post(pages: dict[str, str], day: int = 1) -> str:
    return pages[f"posts/2025_01/post{day}/index.html"]


class Requests(HTMLParser):
    """Collects what a browser would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # https://html.spec.whatwg.org/#linkTypes: an alternate is not fetched.
        if tag == "link" and values.get("rel") != "alternate":
            self.found.add(values["href"] or "")
        self.found.update(values[name] or "" for name in ("src", "srcset") if name in values)


def test_an_empty_site_builds_without_a_word(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    output = hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    assert "WARN" not in output
    assert (tmp_path / "out" / "posts" / "index.html").is_file()


def test_pages_fetch_nothing_from_elsewhere(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if name.endswith(".html") and "http-equiv" not in text:
            requests = Requests()
            requests.feed(text)
            local = {url for url in requests.found if re.match(r"/(?!/)|data:,$", url)}
            assert requests.found == local, name
            assert any(url.endswith(".css") for url in local), name
            assert "<script" not in text
    assert "@import" not in CSS.read_text(encoding="utf-8")
    assert "url(" not in CSS.read_text(encoding="utf-8")


def test_a_quote_shows_its_parts(pages: dict[str, str]) -> None:
    assert (
        '<blockquote class="comment" style="--color: #ff5733"><div class="by">'
        '<cite>alice_1</cite> <time datetime="2025-01-02T03:04:05Z">2025/01/02 03:04:05 UTC</time>'
        '</div><div class="body">一行目<br>二行目 '
        '<a href="https://a.example/x">https://a.example/x</a></div></blockquote>'
    ) in post(pages)


def test_a_section_has_its_quotes(pages: dict[str, str]) -> None:
    section = re.search(r"<details>(.*?)</details>", post(pages), re.DOTALL)
    assert section
    assert "<summary>もっとコメントを表示（1）</summary>" in section[1]
    assert section[1].count('<blockquote class="comment">') == 2
    assert '<time datetime="2025-01-02T03:04:06Z">2025/01/02 03:04:06 UTC</time>' in section[1]


def test_nothing_in_a_parameter_escapes(pages: dict[str, str]) -> None:
    assert "<cite>&lt;b&gt;x</cite> <span>&#34;&gt;&lt;i&gt;</span>" in post(pages)
    assert "url(" not in post(pages)
    assert "試しの &lt;記事&gt; 1</h1>" in post(pages)
    assert "<記事>" not in pages["index.html"]
    assert "まとめ &amp; 試し" in pages["index.html"]


def test_thumbnails_come_from_assets_or_static_or_not_at_all(pages: dict[str, str]) -> None:
    assert '<img src="/thumbnails/a.svg"' in post(pages, 1)
    assert '<img src="/b.svg"' in post(pages, 2)
    assert "<img" not in post(pages, 3)
    assert pages["index.html"].count("<img") == 2


def test_posts_are_listed_newest_first_wherever_they_belong(pages: dict[str, str]) -> None:
    for name in ("index", "posts/index", "tags/ai/index", "months/2025/01/index"):
        found = re.findall(r'class="title" href="/posts/2025_01/post(\d)/"', pages[f"{name}.html"])
        assert found == ["3", "2", "1"], name
    assert '<a href="/tags/ai/">AI</a> <small>3</small>' in pages["tags/index.html"]
    assert '<a href="/months/2025/01/">2025/01</a> <small>3</small>' in pages["months/index.html"]


def test_an_id_makes_the_time_a_link_to_the_comment(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    ids = ["123", '"12', "javascript:alert(1)", ""]
    quotes = [
        f'{{{{<matomeQuote body="b" userName="u" createdAt="{at}" color="" id=`{each}`>}}}}'
        for at, each in enumerate(ids)
    ]
    add_post(tmp_path / "site", "post", "\n\n".join(["+++\n+++", *quotes]))
    hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    page = tmp_path / "out" / "posts" / "2025_01" / "post" / "index.html"
    bylines = re.findall(r"<cite>u</cite> (.*?)</div>", page.read_text(encoding="utf-8"))
    url = "https://news.ycombinator.com/item?id=123"
    assert bylines == [f'<a href="{url}"><span>0</span></a>'] + [
        f"<span>{at}</span>" for at in (1, 2, 3)
    ]


def test_a_post_by_hand_has_what_posts_have(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    name = "posts/2025_01/a_b/index.md"
    new = [str(hugo.executable), "new", "content", name]
    subprocess.run(new, cwd=tmp_path / "site", check=True, capture_output=True)
    text = (tmp_path / "site" / "content" / name).read_text(encoding="utf-8")
    front_matter = tomllib.loads(text.strip().strip("+"))
    today = front_matter["date"].removesuffix("T00:00:00")
    assert front_matter == {
        "date": f"{date.fromisoformat(today)}T00:00:00",
        "months": today[:7].replace("-", "/"),
        "draft": False,
        "title": "a b",
        "tags": [],
        "featureimage": "",
    }
    hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    assert (tmp_path / "out" / "months" / today[:4] / today[5:7] / "index.html").is_file()


def test_a_post_of_a_day_that_begins_elsewhere_is_there(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    add_post(tmp_path / "site", "post", "+++\ntitle = 'a'\ndate = '2999-01-01T00:00:00'\n+++\n")
    hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    assert "2999年1月1日" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_the_page_one_is_on_is_marked(pages: dict[str, str]) -> None:
    for name in ("index", "posts/index", "tags/index", "months/index"):
        (current,) = re.findall(r'href="(.*?)" aria-current="page"', pages[f"{name}.html"])
        assert current == f"/{name.removesuffix('index')}"
    assert "aria-current" not in post(pages)


def test_the_feed_is_hugos_own(pages: dict[str, str]) -> None:
    assert "<language>ja</language>" in pages["index.xml"]
    assert pages["index.xml"].count("<item>") == 3
    assert 'type="application/rss+xml" href="/index.xml"' in pages["index.html"]


def test_long_lists_have_pages(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    for number in range(21):
        add_post(tmp_path / "site", f"p{number}", f"+++\ntitle = 'a{number}'\n+++\n")
    hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    first = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    second = (tmp_path / "out" / "page" / "2" / "index.html").read_text(encoding="utf-8")
    assert (first.count('class="title"'), second.count('class="title"')) == (20, 1)
    assert '<a rel="next" href="/page/2/">' in first
    assert '<a rel="prev" href="/">' in second


def test_our_details_does_what_hugos_does(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site", hugo=Hugo(hugo.executable, (0, 139, 0)))
    add_post(tmp_path / "site", "post", write_post(day=1, image=""))
    hugo.build(tmp_path / "site", tmp_path / "ours", "--noBuildLock")
    (tmp_path / "site" / "layouts" / "shortcodes" / "details.html").unlink()
    hugo.build(tmp_path / "site", tmp_path / "hugos", "--noBuildLock")
    ours, hugos = (
        (tmp_path / name / "posts" / "2025_01" / "post" / "index.html").read_text(encoding="utf-8")
        for name in ("ours", "hugos")
    )
    assert re.sub(r"\s", "", ours) == re.sub(r"\s", "", hugos)


@pytest.mark.corpus
@pytest.mark.skipif(not SAMPLE.is_file(), reason="no stored sample beside the checkout")
def test_the_sample_builds_whole(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    text = SAMPLE.read_text(encoding="utf-8")
    add_post(tmp_path / "site", "sample", text)
    output = hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    page = tmp_path / "out" / "posts" / "2025_01" / "sample" / "index.html"
    html = page.read_text(encoding="utf-8")
    assert "WARN" not in output
    assert html.count('<blockquote class="comment"') == text.count("{{<matomeQuote")
    assert html.count("<details>") == html.count("</details>") == text.count("{{</details>}}")
    assert html.count("<br>") == text.count("<br>")


# Contrast (WCAG 2.2, 1.4.3 and 1.4.6): https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio

Rgb = tuple[float, float, float]


def scheme(dark: bool) -> dict[str, str]:
    light_block, dark_block = re.findall(r":root \{(.*?)\}", CSS.read_text("utf-8"), re.DOTALL)
    return dict(re.findall(r"--([a-z]+): (.*?);", dark_block if dark else light_block))


def rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mix(colour: Rgb, share: str, base: Rgb) -> Rgb:
    part = float(share.rstrip("%")) / 100
    red, green, blue = (c * part + b * (1 - part) for c, b in zip(colour, base, strict=True))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def card_contrasts(colour: str, dark: bool) -> dict[str, float]:
    """The contrast of each text on a card of `colour` with the card's ground."""
    values = scheme(dark)
    ink, mark = rgb(values["ink"]), rgb(colour)
    ground = mix(mark, values["tint"], rgb(values["card"]))
    texts = {
        "words": mix(mark, values["text"], ink),
        "time": rgb(values["quiet"]),
        "link": rgb(values["link"]),
    }
    return {part: contrast(text, ground) for part, text in texts.items()}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", COLOURS)
def test_cards_of_the_sites_colours_read_well(colour: str, dark: bool) -> None:
    found = card_contrasts(colour, dark)
    assert found["words"] >= 7
    assert min(found.values()) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"))
def test_cards_of_any_colour_can_be_read(dark: bool, colour: str) -> None:
    assert min(card_contrasts(colour, dark).values()) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_reads_well(dark: bool) -> None:
    values = scheme(dark)
    for ground in ("paper", "card"):
        assert contrast(rgb(values["ink"]), rgb(values[ground])) >= 7
        for text in ("quiet", "link"):
            assert contrast(rgb(values[text]), rgb(values[ground])) >= 4.5


def test_a_line_feed_between_japanese_is_no_space(tmp_path: Path, hugo: Hugo) -> None:
    create_site(tmp_path / "site")
    front_matter = "+++\ntitle = 'a'\ndate = '2025-01-01T00:00:00'\n+++\n"
    add_post(tmp_path / "site", "post", f"{front_matter}\n苔は\n石に。\n「むす」\nmoss\ngrows\n")
    hugo.build(tmp_path / "site", tmp_path / "out", "--noBuildLock")
    page = next(tmp_path.glob("out/posts/**/post/index.html")).read_text(encoding="utf-8")
    assert "苔は石に。「むす」" in page
    assert "moss\ngrows" in page
