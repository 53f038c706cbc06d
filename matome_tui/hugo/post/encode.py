r"""Text of strangers, made fit for a Hugo post.

A body stands in `body="..."` of a shortcode whose template is `{{ .Get "body" | markdownify }}` on
a site with goldmark's `unsafe = true`. So it passes three readers: Hugo's shortcode lexer, Markdown
with raw HTML, and, inside `{{< details >}}`, the page lexer a second time on the finished HTML.

The rule: the reader of the page sees exactly the text, with `<br>` for its line breaks and links
for its http(s) URLs, and nothing in the text can make an element, attribute, URL scheme or
shortcode. Only what one of the three would take for its own is written otherwise; the rest stands
as typed, so that posts stay readable and easy to edit by hand.

Encoding goes in four stages: `clean_body`, `typographic` (that style only), `break_tokens`, and one
scan that writes links, marks and line breaks. `decode_body` goes back.

Rules on Markdown are those of CommonMark 0.31 and of goldmark's extensions footnote, linkify,
strikethrough, typographer and emoji, as Hugo configures them.
"""

import html
import re
from html.entities import html5
from typing import Literal

from matome_tui.core.text import sanitize

Style = Literal["typographic", "exact"]
"""How a body writes the characters that a shortcode or HTML can not hold: by look-alikes or by
entities."""

_WORD_JOINER = "\u2060"

_TYPOGRAPHIC = str.maketrans("\"'<>\\", "”’＜＞＼")

_LONGEST_TAG = 255
"""Bytes of UTF-8: a tag becomes the name of a folder."""

# Hugo looks for these in page sources or in finished HTML, where entities are decoded again. Each
# pattern matches the empty place in a token where a word joiner parts it.
TOKEN_JOINT = re.compile(
    r"""
      (?<={)(?={)                              # shortcodes, and {{__hugo_ctx
    | (?<=HAHAHUGO)(?=SHORTCODE)               # placeholder of a shortcode's output
    | (?<=HUGO)(?=MORE42)                      # placeholder of the summary divider
    | (?<=__h)(?=_pp_l1|deferred/)             # post-processing, deferred templates
    """,
    re.VERBOSE,
)

# `&amp;` and `&#38;` are decoded by Markdown; `&copy` and the like, the names HTML 5 also knows
# without a semicolon, by a theme that passes link addresses on as HTML.
_LEGACY_ENTITIES = "|".join(sorted(name for name in html5 if not name.endswith(";")))
ENTITY_LIKE = re.compile(rf"&(?=\#[0-9xX]|[A-Za-z][A-Za-z0-9]*;|(?:{_LEGACY_ENTITIES}))")
_EMOJI_COLON = re.compile(r":(?=[A-Za-z0-9_+-]+:)")

# Parentheses and brackets belong to a URL only in pairs, and punctuation not at its end, so that
# prose around it stays prose. Spaces, quotes, `<`, `>`, `\`, `{`, backticks and all that is not
# ASCII (Japanese follows without a space) end it.
_URL_CHARACTER = r"[A-Za-z0-9\-._~:/?\#@!$&'*+,;=%]"
# A footnote mark at the end is prose too.
_FOOTNOTE = rf"(?:\[[0-9]{{1,3}}\])+ [?!.,:;*_~']* (?!{_URL_CHARACTER})"
_URL_PAIR = rf"\({_URL_CHARACTER}*\) | (?!{_FOOTNOTE}) \[{_URL_CHARACTER}*\]"
_URL = rf"""
    (?<![A-Za-z0-9]) https?://
    [A-Za-z0-9] (?: [A-Za-z0-9._-]* [A-Za-z0-9] )? (?: :[0-9]+\b )?
    (?: [/?\#] (?: {_URL_CHARACTER} | {_URL_PAIR} )* (?<![?!.,:;*_~']) )?
"""

URL = re.compile(_URL, re.VERBOSE)
"""An address that is written as a link."""

# A span of one backtick on each side, with nothing in it that Markdown would trim.
_CODE = r"(?<!`) ` (?![\s`]) [^`\n]* (?<!\s) ` (?!`)"

# One character each that Markdown or the shortcode would take for its own: written as an entity.
_MARK = rf"""
      ["'<>\\`*~]                            # shortcode parameter, HTML, code, emphasis
    | _ (?: (?<![A-Za-z0-9]_) | (?![A-Za-z0-9]) )  # emphasis, which snake_case is not
    | \[ (?! [0-9]+\] (?![\[(:]) )           # link, image, footnote; a plain [1] is none
    | {ENTITY_LIKE.pattern}
    | (?<=-) - | (?<=\.) \.                  # typographer: dashes, ellipsis
    | {_EMOJI_COLON.pattern}
    | : (?=//)                               # linkify: any scheme
    | (?<=www) (?<!/www) \.                  # linkify: a host, if nothing precedes it
    | (?<=[!-~]) @ (?=[A-Za-z0-9])           # linkify: an address
    | \A [\#+=\[-]                           # heading, list, underline, reference definition
"""
# A list begins with it.
_ORDINAL = r"\A [0-9]{1,9} [.)] (?= \s | \Z )"

_SCAN = rf"""
      (?P<free_url> (?<![^ ]) {_URL} (?= \s | [^\x00-\x7f] | \Z ) )
    | (?P<url> {_URL} )
    | (?P<ordinal> {_ORDINAL} )
    | (?P<mark> {_MARK} )
    | (?P<line_feed> \n )
"""
_SCANNERS: dict[Style, re.Pattern[str]] = {
    "exact": re.compile(_SCAN, re.VERBOSE),
    "typographic": re.compile(rf"(?P<code> {_CODE} ) | {_SCAN}", re.VERBOSE),
}

# Linkify takes a free URL, one at the start or after a space and followed by white space or a
# character that is not ASCII, if its scheme and the last label of its host are in lower case.
_LINKIFIED = re.compile(r"https?://[A-Za-z0-9._-]+\.[a-z]+(?::[0-9]+)?(?:[/?#].*)?")
_MARKS = re.compile(_MARK, re.VERBOSE)

# What `typographic` exchanges, and what it passes over.
_QUOTABLE = re.compile(rf"(?P<url> {_URL} ) | [\"'<>\\]", re.VERBOSE)

_ENTITY = re.compile(r"&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);")
# What `encode_body` writes and older posts hold. Code comes first: Markdown decodes nothing in it.
_WRITTEN = re.compile(
    rf"""
      (?P<code> {_CODE} )
    | (?P<line_break> <[bB][rR]\ ?/?> )
    | <a\ href='(?P<address>[^']*)'>[^<]*</a>
    | <(?P<autolink>https?://[^\s<>]*)>
    | (?P<entity> {_ENTITY.pattern} )
    """,
    re.VERBOSE,
)

_ANCHOR = re.compile(r"<a href='([^']*)'>[^<]*</a>")

_USER_NAME = re.compile(r"[A-Za-z0-9_-]{2,15}")


def clean_body(text: str) -> str:
    """Return `text` as a body can hold it; encoding keeps exactly this.

    `sanitize`d, without word joiners (they are invisible, and ours mean something), and without
    white space at the ends of lines, blank lines at the ends included: HTML does not show it.
    """
    text = sanitize(text).replace(_WORD_JOINER, "")
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def typographic(text: str) -> str:
    r"""Return `text` with `"` `'` `<` `>` `\` as `”` `’` `＜` `＞` `＼`, except inside URLs."""
    return _QUOTABLE.sub(
        lambda match: match[0] if match["url"] else match[0].translate(_TYPOGRAPHIC), text
    )


def break_tokens(markdown: str) -> str:
    """Return `markdown` with shortcode openers and Hugo's internal tokens parted by U+2060.

    The result reads the same and is the same Markdown. Entities would not do: Hugo looks for some
    of the tokens where they are decoded again.
    """
    return TOKEN_JOINT.sub(_WORD_JOINER, markdown)


def encode_body(text: str, style: Style = "typographic") -> str:
    """Return what stands between the quotes of `body="..."` so that a reader sees `text`.

    Args:
        text: Any text. What `clean_body` drops does not reach the page.
        style: `"typographic"` writes as `typographic` does and leaves code spans in single
            backticks to Markdown; `"exact"` keeps every character, by entities.

    Returns:
        One line without `"`, safe as a parameter of a shortcode and as Markdown.
    """
    text = clean_body(text)
    if style == "typographic":
        text = typographic(text)
    return _SCANNERS[style].sub(_write, break_tokens(text))


def encode_quoted(text: str, style: Style = "typographic") -> str:
    """Return a quote of Markdown, each line after `> `, of which a reader sees `text`.

    It needs no raw HTML: line breaks are backslashes, links stand in angle brackets.
    """
    lines = clean_body(text).split("\n")
    written = [_line_start(_ANCHOR.sub(_autolink, encode_body(line, style))) for line in lines]
    following = [*written[1:], ""]
    return "\n".join(
        f"> {line}\\" if line and after else f"> {line}".rstrip()
        for line, after in zip(written, following, strict=True)
    )


def decode_quoted(quote: str) -> str:
    """Return the text of a quote of Markdown, the inverse of `encode_quoted`."""
    lines = (line.removeprefix(">").removeprefix(" ") for line in quote.splitlines())
    return "\n".join(decode_body(line.removesuffix("\\")) for line in lines)


def decode_body(body: str) -> str:
    """Return the text of a body for editing, the inverse of `encode_body`.

    `decode_body(encode_body(text, "exact")) == clean_body(text)`, and in typographic style it is
    `typographic(clean_body(text))`. Markup of other authors stays in the text as it is.
    """
    return _WRITTEN.sub(_read, body).replace(_WORD_JOINER, "")


def clean_title(text: str) -> str:
    """Return `text` as a title can stand in front matter: one line, inert on every page.

    Themes print titles as text, as HTML and with emoji, so the characters those live on become
    full-width ones; an entity would show as such in one of them.
    """
    line = " ".join(part.strip() for part in clean_body(text).split("\n") if part)
    line = line.replace("<", "＜").replace(">", "＞")
    line = _EMOJI_COLON.sub("：", ENTITY_LIKE.sub("＆", line))
    return break_tokens(line)


def clean_remark(text: str) -> str:
    """Return Markdown of the blogger's own as a post can hold it: one block of text, inert to Hugo.

    Shortcodes in it do not run. Two blank lines and more become one: they part remarks.
    """
    text = sanitize(text).replace(_WORD_JOINER, "")
    text = re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", text)
    return break_tokens(text.strip())


def read_remark(written: str) -> str:
    """Return the Markdown of a remark for editing, the inverse of `clean_remark`."""
    return sanitize(written).replace(_WORD_JOINER, "")


def tag_problem(tag: str) -> str | None:
    """Return one line why `tag` can not be used, or None when it can.

    Hugo makes a folder and an address of a tag, from its letters and digits in lower case.
    """
    if tag != clean_body(tag) or "\n" in tag:
        return "holds control characters, line breaks or white space at an end"
    if not any(character.isalpha() or character.isdecimal() for character in tag):
        return "needs a letter or a digit"
    if "/" in tag or "\\" in tag:
        return "must not hold a slash or backslash"
    if len(tag.lower().encode()) > _LONGEST_TAG:
        return f"is longer than {_LONGEST_TAG} bytes"
    # The address ends in a slash and leaves out most punctuation: `__h*Deferred` is `__hdeferred/`.
    if TOKEN_JOINT.search(tag) or "__h" in re.sub(r"\W", "", tag).lower():
        return "holds a mark that Hugo itself uses"
    return None


def is_user_name(name: str) -> bool:
    """Return whether `name` is a user name of Hacker News, and so safe in `userName="..."`."""
    return _USER_NAME.fullmatch(name) is not None


def _line_start(line: str) -> str:
    """Return a line that begins no table and no list of definitions."""
    return f"&#{ord(line[0])};{line[1:]}" if line[:1] in (":", "|") else line


def _autolink(anchor: re.Match[str]) -> str:
    return f"<{html.unescape(anchor[1])}>"


def _write(match: re.Match[str]) -> str:
    """Write one thing that `_SCANNERS` found."""
    found = match[0]
    match match.lastgroup:
        case "code":
            return found
        case "free_url" if _stays_bare(found):
            return found
        case "free_url" | "url":
            return _link(found)
        case "ordinal":
            return f"{found[:-1]}&#{ord(found[-1])};"
        case "line_feed":
            return "<br>"
        case _:
            return _write_mark(match)


def _stays_bare(url: str) -> bool:
    """Return whether Markdown takes a `url` that stands free whole, with linkify and without."""
    return bool(_LINKIFIED.fullmatch(url)) and not _MARKS.search(url, url.index("//"))


def _link(url: str) -> str:
    """Write a URL as a link wherever it stands."""
    if ENTITY_LIKE.search(url):
        return f"<a href='{html.escape(url)}'>{_MARKS.sub(_write_mark, url)}</a>"
    return f"<{url}>"


def _write_mark(match: re.Match[str]) -> str:
    """Write a character so that Markdown takes it for nothing but itself."""
    return f"&#{ord(match[0])};"


def _read(match: re.Match[str]) -> str:
    """Read one thing that `_WRITTEN` found."""
    match match.lastgroup:
        case "line_break":
            return "\n"
        case "address":
            return _ENTITY.sub(lambda entity: _character(entity[0]), match["address"])
        case "autolink":
            return match["autolink"]
        case "entity":
            return _character(match[0])
        case _:
            return match[0]


def _character(entity: str) -> str:
    """Return what an entity stands for: for a name that HTML does not have, itself."""
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity
