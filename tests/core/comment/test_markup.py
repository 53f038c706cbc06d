import gzip
import html as html_module
import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.core.comment.markup import Block, Document, Span, parse_html, plain_text
from matome_tui.core.text import sanitize

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def escape(text: str) -> str:
    """Escape as Hacker News does."""
    return html_module.escape(text).replace("/", "&#x2F;")


def link(href: str) -> str:
    shown = href if len(href) <= 60 else f"{href[:60]}..."
    return f'<a href="{escape(href)}" rel="nofollow">{escape(shown)}</a>'


def visible(text: str) -> str:
    return "".join(text.split())


def spans_of(block: Block) -> list[tuple[str, str, str]]:
    return [(s.kind, block.text[s.start : s.end], s.href) for s in block.spans]


def check(document: Document) -> None:
    """Check what is true of the document of any text."""
    for block in document.blocks:
        assert block.text.strip()
        assert block.text == sanitize(block.text)
        controls = {char for char in block.text if unicodedata.category(char) in ("Cc", "Cs")}
        assert controls <= ({"\n"} if block.kind == "code" else set())
        assert not BIDI & set(block.text)
        assert (block.kind == "quote") == (block.kind != "code" and block.text.startswith(">"))
        assert list(block.spans) == sorted(block.spans, key=lambda span: span.start)
        for span in block.spans:
            assert 0 <= span.start < span.end <= len(block.text)
            assert bool(span.href) == (span.kind == "link")
            if span.kind == "link":
                assert re.match("https?://.", span.href, re.IGNORECASE)
                assert span.href.rstrip() in block.text[span.start : span.end]
    assert document.plain_text == "\n\n".join(block.text for block in document.blocks)


# --- any text -------------------------------------------------------------------------------------

FRAGMENTS = [
    *("<p>", "</p>", "<i>", "</i>", "<pre><code>", "</code></pre>", "<pre>", "</pre>", "</a>"),
    *('<a href="https://example.com/">', "<a href='HTTP://e.co'>", "<a href=https://e.co>", "<a>"),
    *('<a href="javascript:alert(1)">', '<a href="data:text/html,x">', '<a href=" https://e.co ">'),
    *("<", ">", "&", "&gt;", "&amp;lt;", "&#27;", "&#x202e;", "&#xd800;", "&#13;", "&nbsp;"),
    *("text", " ", "\n", "\t", "  indented", "\x1b[2J", "\x85", "\u202e", "\u2028", "\ufeff"),
    *("日本語", "\ud800", "<b>", "<!-- x -->", "<script>", "</", "<3", "example...", "\u3000"),
]
HOSTILE = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)
ANYTHING = HOSTILE | st.text(st.characters(exclude_categories=[]), max_size=60)


@given(ANYTHING)
@example("&#" + "1" * 5_000 + ";")
@example('<a href="https://e.co/&#' + "0" * 5_000 + '">x</a>')
@example('<a href="https://e.co"><i>a longer text</i> than the target</a> ends')
@example('<i>a<a href="https://example.com/">b</i>c</a>')
@example('<a href="https://e.co">long text <i>that</a> is</i> replaced')
def test_any_text_becomes_safe_blocks(html: str) -> None:
    check(parse_html(html))


@given(ANYTHING)
def test_the_plain_text_of_plain_text_loses_nothing(html: str) -> None:
    text = plain_text(html)
    assert visible(plain_text(escape(text))) == visible(text)


@given(st.sampled_from(["javascript:", "data:", "file://", "ftp://", "//", "", "https:/"]), HOSTILE)
def test_only_web_addresses_become_links(scheme: str, rest: str) -> None:
    document = parse_html(f'<a href="{scheme}{escape(rest)}">shown</a>')
    assert document.links == ()
    assert document.plain_text == "shown"


# --- the HTML of Hacker News ---------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "word",
                "it's",
                '"quoted"',
                "a/b",
                "1 < 2",
                "R&D",
                "&amp;",
                "&lt;i&gt;",
                "<b>",
                "x\ny",
            ),
            *("日本語", "e\u0301", "👩\u200d👧", "\x1b[31m", "\u202e", "&#27;", "*", "…"),
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
HREFS = st.text(st.sampled_from("abc/?=&-_.%'日"), max_size=90).map(
    lambda path: f"https://example.com/{path}"
)
INLINES = st.tuples(st.sampled_from(["text", "text", "italic"]), WORDS) | st.tuples(
    st.just("link"), HREFS
)
CODE = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["", "x = 1", "<i>not</i>", "a && b", "日本"])),
    min_size=1,
    max_size=5,
).map(lambda rows: [" " * indent + text for indent, text in rows])
PROSE = st.tuples(
    st.sampled_from(["paragraph", "quote"]), st.lists(INLINES, min_size=1, max_size=4)
)
COMMENTS = st.lists(PROSE | st.tuples(st.just("code"), CODE), max_size=5)


def shown(inline: tuple[str, str]) -> str:
    return " ".join(sanitize(inline[1]).split())


def inline_html(inline: tuple[str, str]) -> str:
    kind, text = inline
    if kind == "link":
        return link(text)
    return f"<i>{escape(text)}</i>" if kind == "italic" else escape(text)


def block_html(kind: str, content: list[Any]) -> str:
    if kind == "code":
        lines = "".join(f"  {line}\n" for line in content)
        return f"<pre><code>{escape(lines)}</code></pre>\n"
    return ("&gt; " if kind == "quote" else "") + " ".join(map(inline_html, content))


def comment_html(blocks: list[tuple[str, list[Any]]], *, is_closed: bool) -> str:
    if is_closed:
        return "".join(f"<p>{block_html(*block)}</p>" for block in blocks)
    html, before = "", ""
    for kind, content in blocks:
        if before and (before != "code" or kind == "code"):
            html += "<p>"
        html += block_html(kind, content)
        before = kind
    return html


def expected_block(kind: str, content: list[Any]) -> tuple[str, str]:
    if kind == "code":
        filled = [line for line in content if line.strip()]
        indent = min((len(line) - len(line.lstrip()) for line in filled), default=0)
        return kind, "\n".join(line.rstrip()[indent:] for line in content).strip("\n")
    text = " ".join(("> " if kind == "quote" else "", *map(shown, content)))
    return kind, " ".join(text.split())


@given(COMMENTS, st.booleans())
def test_every_block_is_kept_as_it_is_shown(
    blocks: list[tuple[str, list[Any]]], is_closed: bool
) -> None:
    document = parse_html(comment_html(blocks, is_closed=is_closed))
    check(document)
    expected = [expected_block(*block) for block in blocks]
    assert [(block.kind, block.text) for block in document.blocks] == [
        (kind, text) for kind, text in expected if text
    ]


@given(st.lists(INLINES, min_size=1, max_size=6))
def test_spans_cover_italics_and_whole_links(inlines: list[tuple[str, str]]) -> None:
    document = parse_html("start " + " ".join(map(inline_html, inlines)))
    assert [(kind, text.strip(), href) for kind, text, href in spans_of(document.blocks[0])] == [
        (inline[0], shown(inline), inline[1] if inline[0] == "link" else "")
        for inline in inlines
        if inline[0] != "text" and shown(inline)
    ]
    assert document.links == tuple(text for kind, text in inlines if kind == "link")


# --- examples -------------------------------------------------------------------------------------

LONG = "https://example.com/a/rather/long/path/that/goes/beyond/sixty/characters?q=1&r=2"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("<p> <p>\n<p></p>", []),
        ("one<p>two", [("paragraph", "one"), ("paragraph", "two")]),
        ("<p>one</p><p>two</p>", [("paragraph", "one"), ("paragraph", "two")]),
        ("one\ntwo  three ", [("paragraph", "one two three")]),
        ("&gt; quoted<p>said", [("quote", "> quoted"), ("paragraph", "said")]),
        ("<i>&gt; quoted</i>", [("quote", "> quoted")]),
        ("1 &gt; 0", [("paragraph", "1 > 0")]),
        (
            "before<p><pre><code>  def f():\n      return 1\n\n  f()\n</code></pre>\nafter",
            [
                ("paragraph", "before"),
                ("code", "def f():\n    return 1\n\nf()"),
                ("paragraph", "after"),
            ],
        ),
        ("<pre><code>\ta\n\t\tb\n</code></pre>", [("code", "a\n    b")]),
        ("<pre><code>  a &lt; b\n", [("code", "a < b")]),
        ("<pre><code>  &gt; not a quote</code></pre>", [("code", "> not a quote")]),
        ("<pre><code>  a\u3000\n  \u3000\n   b</code></pre>", [("code", "a\n\n b")]),
        ("&amp;lt;b&amp;gt; &amp;amp;", [("paragraph", "&lt;b&gt; &amp;")]),
        ("<b>bold</b> <code>code</code><br>", [("paragraph", "bold code")]),
        ("1 < 2 <3 </ <", [("paragraph", "1 < 2 <3 </ <")]),
        ("a\x1b[31mb\u202ec\x9bd&#27;e&#x200f;f", [("paragraph", "a[31mbcdef")]),
        ("\u3000字下げ\u3000", [("paragraph", "\u3000字下げ")]),
    ],
)
def test_blocks(html: str, blocks: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.text) for block in parse_html(html).blocks] == blocks


@pytest.mark.parametrize(
    ("html", "text", "spans"),
    [
        ("an <i>odd</i> one", "an odd one", [("italic", "odd", "")]),
        ("<i>a <i>b</i> c</i>", "a b c", [("italic", "a b", "")]),
        ("<i>never closed", "never closed", [("italic", "never closed", "")]),
        (f"see {link(LONG)}.", f"see {LONG}.", [("link", LONG, LONG)]),
        (
            '<a href="https://e.co">e.co</a>',
            "e.co (https://e.co)",
            [("link", "e.co (https://e.co)", "https://e.co")],
        ),
        (
            '<a href="https://e.co/&amp;amp;">https://e.co/&amp;amp;</a>',
            "https://e.co/&amp;",
            [("link", "https://e.co/&amp;", "https://e.co/&amp;")],
        ),
        ('<a href="https://e.co">', "https://e.co", [("link", "https://e.co", "https://e.co")]),
        (
            '<a href="https://e.co">x<p>',
            "x (https://e.co)",
            [("link", "x (https://e.co)", "https://e.co")],
        ),
        (
            f"<i>see {link(LONG)} there</i>",
            f"see {LONG} there",
            [("italic", f"see {LONG} there", ""), ("link", LONG, LONG)],
        ),
        (
            '<a href="https://e.co"><i>https://</i>e.co</a> end',
            "https://e.co end",
            [("italic", "https://e.co", ""), ("link", "https://e.co", "https://e.co")],
        ),
        (
            '<a href="https://e.co">x <i>y</a> z</i> end',
            "x y (https://e.co) z end",
            [
                ("link", "x y (https://e.co)", "https://e.co"),
                ("italic", "x y (https://e.co) z", ""),
            ],
        ),
        ('<a href="javascript:x">click</a>', "click", []),
        ("text<i> </i>", "text", []),
        (
            '<i>a</i> <a href="https://e.co"><i>https://</i>e.co</a> end',
            "a https://e.co end",
            [
                ("italic", "a", ""),
                ("italic", "https://e.co", ""),
                ("link", "https://e.co", "https://e.co"),
            ],
        ),
        (
            "<a class=x HREF='https://e.co/a'></a>",
            "https://e.co/a",
            [("link",) + ("https://e.co/a",) * 2],
        ),
        (
            "<a rel=x href=https://e.co/a></a>",
            "https://e.co/a",
            [("link",) + ("https://e.co/a",) * 2],
        ),
    ],
)
def test_spans(html: str, text: str, spans: list[tuple[str, str, str]]) -> None:
    (block,) = parse_html(html).blocks
    assert block.text == text
    assert sorted(spans_of(block)) == sorted(spans)


def test_italics_go_on_in_the_next_paragraph() -> None:
    document = parse_html("a <i>b<p>c<pre><code>  d</code></pre>e</i> f")
    assert [spans_of(block) for block in document.blocks] == [
        [("italic", "b", "")],
        [("italic", "c", "")],
        [],
        [("italic", "e", "")],
    ]


def test_plain_text_parts_blocks_by_an_empty_line() -> None:
    html = f"one<p>{link(LONG)}<p><pre><code>    a\n      b\n</code></pre>\nend"
    assert plain_text(html) == f"one\n\n{LONG}\n\na\n  b\n\nend"


def test_a_document_has_its_links_in_order() -> None:
    document = parse_html(f"{link('https://b.example')}<p>{link('https://a.example')}")
    assert document.links == ("https://b.example", "https://a.example")


def test_documents_are_values() -> None:
    assert parse_html("<i>a</i>") == Document((Block("paragraph", "a", (Span(0, 1, "italic"),)),))


# --- the stored real comments ---------------------------------------------------------------------


class Reference(HTMLParser):
    """The text of a comment in a browser, links whole, white space aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self._in_link = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._in_link = True
            self.text += dict(attrs)["href"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._in_link = self._in_link and tag != "a"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_link else data


def stored_texts(shared: Path) -> Iterator[tuple[int, str]]:
    for path in sorted(shared.glob("hn/snapshots/*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            items = [json.loads(line) for line in lines]
        yield from ((item["id"], item["text"]) for item in items if item.get("text"))
    for path in sorted(shared.glob("hn/threads/*.json")):
        waiting = [json.loads(path.read_text(encoding="utf-8"))]
        while waiting:
            node = waiting.pop()
            waiting += node.get("children") or []
            if node.get("text"):
                yield node["id"], node["text"]


@pytest.mark.corpus
def test_real_comments_are_safe_and_whole(shared: Path) -> None:
    texts = dict(stored_texts(shared))
    assert len(texts) > 5_000
    for html in texts.values():
        document = parse_html(html)
        check(document)
        assert visible(document.plain_text) == visible(sanitize(Reference(html).text))
    assert "\x1b" in texts[43732972]
    assert "\x1b" not in plain_text(texts[43732972])


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("HTTPS://EXAMPLE.COM", "https://EXAMPLE.COM"),
        ("https://a.test/\x00\x1bx", "https://a.test/%00%1Bx"),
        ("&#10;https://a.test/&#x2028;b&#9;c", "https://a.test/%E2%80%A8bc"),
        ("https://a.test/\ud800", "https://a.test/%EF%BF%BD"),
    ],
)
def test_links_are_read_as_browsers_read_them(href: str, link: str) -> None:
    assert parse_html(f'<a href="{href}">it</a>').links == (link,)


@pytest.mark.parametrize(
    "href", ["https://a\x00.test", "https://", "http://[", "https://a.test:x/"]
)
def test_addresses_that_no_browser_opens_are_text(href: str) -> None:
    document = parse_html(f'<a href="{href}">it</a>')
    assert (document.links, document.plain_text) == ((), "it")


def test_a_link_in_capitals_is_shown_once() -> None:
    document = parse_html('<a href="HTTPS://EXAMPLE.COM/A">HTTPS://EXAMPLE.COM/A</a>')
    assert document.plain_text == "https://EXAMPLE.COM/A"
