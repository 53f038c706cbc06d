"""Text that is slow to read for careless readers: units to repeat, and the readers."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from matome_tui.core.comment.markup import parse_html
from matome_tui.core.comment.passage import Passage
from matome_tui.core.draft.post_options import Style
from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.files import fix
from matome_tui.hugo.check.goldmark import Dialect
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.post import encode
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.post.compose import read_draft, update
from matome_tui.hugo.post.front_matter.yaml import YAML
from tests.support.odd_posts import post, quote

UNITS = (
    *("*", "_", "~", "`", "[", "![", "](", "[](", "[x](<", '[x]("', "(a", "&a", "a*", "*a_", "'a"),
    *("a`b", "`a`` ", "*a **b", "a@", "(https://", "https://a.b/(", "http://a/", ":a", "..", "--"),
    *("<", "<a b='", "<!--", "<?", "<!A", "<![CDATA[", "<a href='https://a'>", "<a href='", "</a>"),
    *("{{", "x{{", "{{<", "__h", "{{__hugo_ctx ", "{{</*", "{{<a b=", '{{<a "b" ', "{{< a `"),
    *('{{< matomeQuote body="', '{{<matomeQuote body="a" ', "{{< a >}}", "{{< /a >}}", '{{% ref "'),
    *('{{< details summary="a">}}', "{{</details>}}", "{{< details x >}}", "[^a]:", "引用元：["),
    *("> a\n", ">\n", "> — [ab](", "\n", " ", "\r", "苔", "\u3000", "1.", "|", "\\", '\\"', "…"),
    *("<p>", "<i>", "<a href=x>y</a>", "<a href=x>", "<pre>", "+++\n", "---\n", "a = [", "a: [\n"),
    *("a: ", "- x\n", "a: '", "a:\n- b\n", "a: b #", "+++ \n+++x\n", '{{<details a="b"   ', "\r\n"),
    *(
        "{{<matomeQuote ",
        '{{<matomeQuote a="b"\n\n',
        '{{<matomeQuote a="\\"',
        "[x]({{% ref ",
        "{{</",
    ),
    *(".)", "「", "。」と", "a.", "!?", "x ", "1,"),
)
"""Starts and ends of marks, brackets, links, elements, shortcodes, front matter and sentences."""

STYLES: tuple[Style, ...] = ("typographic", "exact")
CONTEXT = PostContext(Dialect(typographer=True, emoji=True), frozenset())


def repeated(unit: str, size: int) -> str:
    """Return a unit repeated to about `size` characters."""
    return unit * (size // len(unit))


def in_a_quote(text: str) -> str:
    """Return a post whose quote has the text as its body, not encoded."""
    return post(quote(text.replace("\n", " ").replace("\\", "").replace('"', "'")))


def _open(text: str) -> None:
    for written in (post(text), in_a_quote(text), f"+++\n{text}\n+++\n", f"---\n{text}"):
        read = parse(written)
        try:
            draft = read_draft(read)
            update(read, replace(draft, entries=draft.entries[1:]))
        except PostError:
            continue


def _encode(text: str) -> None:
    for style in STYLES:
        encode.decode_body(encode.encode_body(text, style))
    encode.decode_quoted(encode.encode_quoted(text))
    encode.clean_title(text)
    encode.decode_body(text)


def _check(text: str) -> None:
    lint(post(text), CONTEXT)
    lint(f"---\n{text}\n---\n", CONTEXT)
    lint(post("> " + text.replace("\n", " ") + "\n>\n> — " + SIGNATURE), CONTEXT)


def _comment(text: str) -> None:
    Passage.from_document(parse_html(text))


def _yaml(text: str) -> None:
    for written in (f"title: {text}", f"tags: [{text}"):
        with suppress(ValueError):
            YAML.read(written)


SIGNATURE = "[ab](https://news.ycombinator.com/item?id=1), 2025/01/01 00:00:00\n"

READERS: dict[str, Callable[[str], object]] = {
    "check": _check,
    "check a quote": lambda text: lint(in_a_quote(text), CONTEXT),
    "fix a quote": lambda text: fix(in_a_quote(text), CONTEXT),
    "open": _open,
    "encode": _encode,
    "comment": _comment,
    "YAML": _yaml,
}
"""The readers of untrusted text, by name."""
