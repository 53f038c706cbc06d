"""The linter's findings compared with the real Hugo's pages and errors."""

import base64
import os
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.goldmark import Dialect
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.post.encode import decode_body
from tests.support.files import write
from tests.support.odd_posts import (
    CAN_READ,
    CANNOT_READ,
    HARMLESS,
    PIECES,
    SHOWN_DIFFERENTLY,
    UNSEEN,
)

pytestmark = pytest.mark.bulk

BODIES = int(os.environ.get("MATOME_FUZZ_BODIES", "4000"))
SEED = int(os.environ.get("MATOME_FUZZ_SEED", "0"))
BODIES_A_PAGE = 500

CONTEXT = PostContext(Dialect(emoji=True))
CONFIG = """
    enableEmoji = true
    disableKinds = ["home", "taxonomy", "term", "sitemap", "RSS", "404"]
    [markup.goldmark.renderer]
    unsafe = true
"""


class Text(HTMLParser):
    """Reads what a page shows: line breaks as line feeds, code between backticks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown = ""
        # A browser shows nothing of what has no end, nor of characters without a look.
        hidden = r"<!--(?!.*-->).*|<!\[.*|<[?/a-z](?!.*>).*|[\x01-\x08\x0e-\x1f]"
        self.feed(re.sub(hidden, "", page, flags=re.IGNORECASE))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shown += {"br": "\n", "code": "`"}.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        self.shown += "`" if tag == "code" else ""

    def handle_data(self, data: str) -> None:
        self.shown += data


def pages(hugo: Hugo, site: Path, bodies: list[str]) -> list[str]:
    """Return what Hugo makes of bodies, each for itself."""
    files = {
        "hugo.toml": CONFIG,
        "layouts/_default/single.html": "{{ .Content }}",
        "layouts/shortcodes/q.html": "[{{ .Get 0 | markdownify | base64Encode | safeHTML }}]",
    }
    starts = range(0, len(bodies), BODIES_A_PAGE)
    for start in starts:
        quotes = (f'{{{{< q "{body}" >}}}}' for body in bodies[start : start + BODIES_A_PAGE])
        files[f"content/{start}.md"] = "+++\ntitle = 'x'\n+++\n" + "\n\n".join(quotes)
    hugo.build(write(site, files), site / "public", "--noBuildLock")
    texts = ((site / f"public/{start}/index.html").read_text(encoding="utf-8") for start in starts)
    found = [part for text in texts for part in re.findall(r"\[([A-Za-z0-9+/=]*)\]", text)]
    return [base64.b64decode(part).decode() for part in found]


def reads_differently(body: str, page: str) -> bool:
    shown = Text(page).shown.replace("\u2060", "")
    ends = " \t\n"
    return shown.strip(ends) != decode_body(body.replace('\\"', '"')).strip(ends)


def is_found(body: str) -> bool:
    quote = f'{{{{<matomeQuote body="{body}" userName="rin" createdAt="2025/01/02 03:04:05">}}}}'
    return any(
        finding.kind not in UNSEEN for finding in lint(quote, CONTEXT) if finding.offset > 20
    )


def odd_body(rng: random.Random) -> str:
    """Return a body that Hugo's lexer takes and in which it executes nothing."""
    while True:
        body = "".join(rng.choices(PIECES, k=rng.randint(1, 9)))
        if rng.random() < 0.3:
            at = rng.randrange(len(body))
            body = body[:at] + rng.choice(("", " ", body[at] * 2)) + body[at + 1 :]
        attributes = r"^ {0,3}(~~~|```|#).*\{"  # of a block: in all other bodies they are text
        odd = rf"\{{\{{[<%_]|HAHAHUGO|HUGOMORE|__h|\{{&#|\\`|\\$|&#\d*;?&|{attributes}"
        if not re.search(odd, body):
            return body


def test_the_examples_come_out_as_reported(hugo: Hugo, tmp_path: Path) -> None:
    bodies = [body for kind, body in SHOWN_DIFFERENTLY if kind not in UNSEEN]
    found = pages(hugo, tmp_path, [*bodies, *HARMLESS])
    assert len(found) == len(bodies) + len(HARMLESS)
    both = list(zip([*bodies, *HARMLESS], found, strict=True))
    same = [body for body, page in both[: len(bodies)] if not reads_differently(body, page)]
    assert same == []
    other = [(body, page) for body, page in both[len(bodies) :] if reads_differently(body, page)]
    assert other == []


def test_odd_bodies_come_out_as_reported(hugo: Hugo, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    bodies = [odd_body(rng) for _ in range(BODIES)]
    found = pages(hugo, tmp_path, bodies)
    both = list(zip(bodies, found, strict=True))
    wrong = [(body, page) for body, page in both if reads_differently(body, page) != is_found(body)]
    assert sum(map(is_found, bodies)) > BODIES / 4
    # Versions of Hugo differ in where links end.
    assert len(wrong) <= BODIES / 1000, wrong[:20]


def test_shortcodes_are_read_as_reported(hugo: Hugo, tmp_path: Path) -> None:
    files = {
        "hugo.toml": CONFIG,
        "layouts/_default/single.html": "{{ .Content }}",
        "layouts/_default/list.html": "",
        "layouts/shortcodes/none.html": "x",
        "content/posts/_index.md": "",
    }
    write(tmp_path, files)

    def builds(shortcode: str) -> bool:
        page = "+++\ntitle = 'x'\n+++\n\n" + shortcode.replace("youtube", "none") + "\n"
        (tmp_path / "content" / "a.md").write_text(page, encoding="utf-8")
        try:
            hugo.build(tmp_path, tmp_path / "public", "--noBuildLock")
        except HugoError:
            return False
        return True

    assert [shortcode for shortcode, _ in CANNOT_READ if builds(shortcode)] == []
    assert [shortcode for shortcode in CAN_READ if not builds(shortcode)] == []
