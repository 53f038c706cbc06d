"""The demo's post as a reader meets it: built by Hugo, looked at in Chromium."""

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.thread.thread import Thread
from matome_tui.hn.algolia import parse_tree
from matome_tui.hugo.executable import find_hugo
from matome_tui.hugo.post.blocks import render
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.encode import clean_body, typographic
from matome_tui.hugo.post.location import post_path
from matome_tui.hugo.site.site import create_site

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
COLOURS = ["", "#38d3d3", "#ff5733", "#45d325", "#785bff", "#ff33a1", "#ff5c5c"]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1200, 400)]
LANDMARKS: tuple[Literal["banner", "navigation", "main", "contentinfo"], ...] = (
    "banner",
    "navigation",
    "main",
    "contentinfo",
)
OPEN = 30
"""Return the number of visible quotes."""

HOSTILE = (
    "<script>document.title = 'gone'</script><img src=//a.example/x onerror=alert(1)> {{< x >}}\n"
    "*no* _em_ [x](javascript:alert(1)) https://a.example/" + "long/" * 40 + "?a=1&b=2\n"
    "「括弧」、（丸括弧）。「次」 Pythonで書かれたTUIが2025年に"
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 10">'
    '<rect width="16" height="10" fill="#7a9"/><circle cx="8" cy="5" r="3" fill="#fff"/></svg>'
)

# The text of a quote: line breaks as they show, code between backticks as it was written.
_TEXTS = """bodies => bodies.map(body => {
    for (const code of body.querySelectorAll("code")) {
        code.prepend("`");
        code.append("`");
    }
    return body.innerText;
})"""

pytestmark = [
    pytest.mark.bulk,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on PATH"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def draft() -> Draft:
    """A post of the demo's thread, in all colours; its first clip says the worst."""
    raw = files("matome_tui.hn.demo").joinpath("threads", "44900001.json").read_bytes()
    tree = parse_tree(raw)
    assert tree.story
    comments = [comment for comment in tree.comments if comment.author and comment.html]
    draft = Draft.begin(tree.story).add(comments, Thread(tree.story, comments).find)
    for at, clip in enumerate(draft.clips):
        draft = draft.set_color([clip.key], COLOURS[at % len(COLOURS)])
    draft = draft.set_text(draft.clips[0].key, HOSTILE)
    head = Metadata(
        "苔：しおりを忘れる端末", draft.metadata.date, ("端末", "AI"), "thumbnails/koke.svg"
    )
    return draft.with_metadata(head)


@pytest.fixture(scope="module")
def site(draft: Draft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the built site."""
    root = tmp_path_factory.mktemp("browser")
    source, out = root / "site", root / "out"
    create_site(source, "苔の記録")
    picture = source / "assets" / draft.metadata.image
    picture.parent.mkdir()
    picture.write_text(PICTURE)
    post = source / post_path(draft)
    post.parent.mkdir(parents=True)
    post.write_text(render(compose(draft)), encoding="utf-8")
    out.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=out)) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        hugo = find_hugo()
        assert hugo
        hugo.build(source, out, "--noBuildLock", "--baseURL", address)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield address
        server.shutdown()
        serving.join()


class Visit:
    """A page that is looked at, and what happened meanwhile."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", lambda request: self.complaints.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def open_post(self, site: str) -> None:
        """Come to the post as a reader does: by its title on the front page."""
        self.page.goto(site)
        self.page.locator("a.title").click()
        self.page.wait_for_load_state()

    def open_sections(self) -> None:
        """Open each section, with the mouse and by keyboard in turn."""
        for at, summary in enumerate(self.page.locator("summary").all()):
            if at % 2:
                summary.press("Enter")
            else:
                summary.click()

    def visible_quotes(self) -> list[bool]:
        return [quote.is_visible() for quote in self.page.locator(".comment").all()]

    def fits(self) -> bool:
        """Return whether nothing has to be scrolled sideways."""
        root = self.page.locator("html")
        return bool(root.evaluate("root => root.scrollWidth === root.clientWidth"))


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit by day at a draft_editor, or in the colour scheme and the width of the parameter."""
    look: tuple[Literal["light", "dark"], int] = getattr(request, "param", ("light", 1200))
    viewport = ViewportSize(width=look[1], height=900)
    context = browser.new_context(color_scheme=look[0], viewport=viewport)
    yield Visit(context.new_page())
    context.close()


def seen(text: str) -> str:
    """Return text as a browser shows it: runs of spaces as one, word joiners not at all."""
    return re.sub(" +", " ", text.replace("\u2060", ""))


def test_each_quote_says_what_its_clip_says(visit: Visit, site: str, draft: Draft) -> None:
    visit.open_post(site)
    visit.open_sections()
    texts = visit.page.locator(".body").evaluate_all(_TEXTS)
    expected = [seen(typographic(clean_body(clip.text))) for clip in draft.clips]
    assert [seen(text) for text in texts] == expected
    assert visit.page.locator(".by cite").all_inner_texts() == [c.author for c in draft.clips]
    assert visit.page.title() == "苔：しおりを忘れる端末 | 苔の記録"


def test_sections_open(visit: Visit, site: str, draft: Draft) -> None:
    visit.open_post(site)
    count = len(draft.clips)
    assert count > 2 * OPEN
    summaries = visit.page.locator("summary").all_inner_texts()
    assert summaries == [f"もっとコメントを表示（{n + 1}）" for n in range((count - 1) // OPEN)]
    assert visit.visible_quotes() == [at < OPEN for at in range(count)]
    visit.open_sections()
    assert visit.visible_quotes() == [True] * count


def test_links_go_to_the_web(visit: Visit, site: str) -> None:
    visit.open_post(site)
    links = visit.page.locator(".body a")
    assert links.count() > 5
    assert set(links.evaluate_all("all => all.map(link => link.protocol)")) <= {"http:", "https:"}
    visit.page.get_by_role("link", name="記事一覧へ").click()
    assert visit.page.url == f"{site}posts/"


def test_readers_who_do_not_see_find_their_way(visit: Visit, site: str) -> None:
    for path in ("", "posts/", "tags/", "tags/ai/", "months/", "months/2025/08/"):
        visit.page.goto(site + path)
        assert visit.page.locator("html").get_attribute("lang") == "ja"
        assert visit.page.get_by_role("heading", level=1).count() == 1
        for role in LANDMARKS:
            assert visit.page.get_by_role(role).count() == 1, role
    visit.open_post(site)
    summary = visit.page.locator("summary").first
    summary.focus()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Shift+Tab")
    assert summary.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
def test_a_visit_asks_no_one_else_and_raises_no_complaint(
    visit: Visit, site: str, tmp_path: Path
) -> None:
    pictures = tmp_path / "artifacts"
    visit.page.goto(site)
    thumbnail = visit.page.locator(".thumbnail img")
    assert thumbnail.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    assert visit.fits()
    visit.page.screenshot(path=pictures / "list.png")
    visit.open_post(site)
    visit.page.screenshot(path=pictures / "post.png")
    visit.open_sections()
    visit.page.locator("details").first.evaluate("fold => fold.scrollIntoView()")
    assert visit.fits()
    visit.page.screenshot(path=pictures / "fold.png")
    assert visit.complaints == []
    assert len(visit.requests) >= 4
    assert all(url.startswith(site) for url in visit.requests)
