r"""Encoding of untrusted text for Hugo posts, and decoding.

A body is the `body="..."` of a shortcode whose template is `{{ .Get "body" | markdownify }}`, on a
site with goldmark's `unsafe = true`. It passes three parsers: Hugo's shortcode lexer, Markdown with
raw HTML, and, inside `{{< details >}}`, the page lexer a second time on the finished HTML.

The reader of the page sees exactly the text, with `<br>` for its line breaks and links for its
http(s) URLs, and nothing in the text can make an element, attribute, URL scheme or shortcode. Only
characters with a meaning to one of the parsers are encoded, so that posts stay readable and easy to
edit by hand.

Encoding has four stages: `clean_body`, `typographic` (that style only), `break_tokens`, and one
scan that writes links, marks and line breaks. `decode_body` is the inverse.

The rules of Markdown are those of CommonMark 0.31 and of goldmark's extensions footnote, linkify,
strikethrough, typographer and emoji, as Hugo configures them.
"""

import html
import re
from collections.abc import Callable
from html.entities import html5

from matome_tui.core.draft.post_options import Style
from matome_tui.core.text import sanitize
from matome_tui.i18n import _

_WORD_JOINER = "\u2060"

_TYPOGRAPHIC = str.maketrans("\"'<>\\", "”’＜＞＼")

_LONGEST_TAG = 255
"""Bytes of UTF-8; a tag becomes the name of a folder."""

# Hugo looks for these tokens in page sources or in finished HTML, where entities are decoded again.
# Each pattern matches the empty string inside a token where a word joiner splits it.
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

# Parentheses and brackets belong to a URL only in pairs, and punctuation not at its end. Spaces,
# quotation marks, `<`, `>`, `\`, `{`, backticks and characters beyond ASCII (Japanese follows
# without a space) end it.
_URL_CHARACTER = r"[A-Za-z0-9\-._~:/?\#@!$&'*+,;=%]"
# A footnote mark at the end is prose too.
_FOOTNOTE = rf"(?:\[[0-9]{{1,3}}\])+ [?!.,:;*_~']* (?!{_URL_CHARACTER})"
_URL_PAIR = rf"\({_URL_CHARACTER}*\) | (?!{_FOOTNOTE}) \[{_URL_CHARACTER}*\]"
_URL = rf"""
    http (?<![A-Za-z0-9]http) s?://  # a search for a literal start is fast
    [A-Za-z0-9] (?: [A-Za-z0-9._-]* [A-Za-z0-9] )? (?: :[0-9]+\b )?
    (?: [/?\#] (?: {_URL_CHARACTER} | {_URL_PAIR} )* (?<![?!.,:;*_~']) )?
"""

URL = re.compile(_URL, re.VERBOSE)
"""An address that is written as a link."""

# Code between single backticks that is written as such. Space at one end, which Markdown keeps, may
# be there only if no word touches the backticks: those of `this' and `that' are no delimiters.
_CODE = r"""
    (?<!`) ` (?![\s`]) [^`\n]* (?<!\s) ` (?!`)
  | (?<![A-Za-z0-9`]) ` (?: [ ]+ [^\s`] [^`\n]* (?<!\s) | [^\s`] [^`\n]* [ ] ) ` (?![A-Za-z0-9`])
"""

# A code span as Markdown reads it: between equal runs of backticks.
_CODE_SPAN = r"""
    (?<!`) (?P<ticks> `+ ) (?!`) (?P<inner> (?: [^`\n]++ | (?! (?P=ticks) (?!`) ) `++ )*+ )
    (?P=ticks) (?!`)
"""
_LINE_BREAK = r"<[bB][rR]\ ?/?>"

# Single characters with a meaning in Markdown or a shortcode: written as entities.
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
# The mark of an ordered list.
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

# Linkify recognizes a free URL (at the start or after a space, before white space or a character
# beyond ASCII) if its scheme and the last label of its host are in lower case.
_LINKIFIED = re.compile(r"https?://[A-Za-z0-9._-]+\.[a-z]+(?::[0-9]+)?(?:[/?#].*)?")
_MARKS = re.compile(_MARK, re.VERBOSE)

_ESCAPED = r"\\[!-/:-@\[-`{-~]"
"""A character that a backslash keeps from having a meaning in Markdown."""

# A backslash at the end of a line breaks it, and `\[` may begin mathematics on a site.
_NEVER_ESCAPED = "\\["

# Characters that `typographic` replaces, and URLs, which it skips.
_QUOTABLE = re.compile(rf"(?P<url> {_URL} ) | [\"'<>\\]", re.VERBOSE)

_ENTITY = re.compile(r"&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);")
# Markup of `encode_body` and of older posts. Code comes first: Markdown decodes nothing in it.
_WRITTEN = re.compile(
    rf"""
      (?P<code> {_CODE_SPAN} )
    | (?P<line_break> {_LINE_BREAK} )
    | <a\ href='(?P<address>[^']*)'>[^<]*</a>
    | <(?P<autolink>https?://[^\s<>]*)>
    | (?P<entity> {_ENTITY.pattern} )
    """,
    re.VERBOSE,
)

_MARKUP = re.compile("[<&`]")
"""What all markup of `_WRITTEN` begins with."""

_WRITTEN_LINE = re.compile(rf"{_WRITTEN.pattern} | (?P<escape> {_ESCAPED} )", re.VERBOSE)
"""Markup of `encode_line` and of Markdown written by hand."""

_BREAK = re.compile(_LINE_BREAK, re.VERBOSE)

_ANCHOR = re.compile(r"<a href='([^']*)'>[^<]*</a>")

_USER_NAME = re.compile(r"[A-Za-z0-9_-]{2,15}")


def clean_body(text: str) -> str:
    """Return the part of `text` that a body can hold, which encoding preserves.

    The text is sanitized; word joiners, which encoding inserts, are dropped, and so is white space
    around lines and blank lines at both ends, which HTML does not show. The Japanese indent, U+3000
    at the start of a line, is kept except at the very start.
    """
    text = sanitize(text).replace(_WORD_JOINER, "")
    return "\n".join(_indent(line) + line.strip() for line in text.split("\n")).strip()


def typographic(text: str) -> str:
    r"""Return `text` with `"` `'` `<` `>` `\` as `”` `’` `＜` `＞` `＼`, except inside URLs."""
    return _QUOTABLE.sub(
        lambda match: match[0] if match["url"] else match[0].translate(_TYPOGRAPHIC), text
    )


def break_tokens(markdown: str) -> str:
    """Return `markdown` with shortcode openers and Hugo's internal tokens split by U+2060.

    The result looks the same and is the same Markdown. Entities would not help: Hugo looks for some
    of the tokens after they are decoded.
    """
    return TOKEN_JOINT.sub(_WORD_JOINER, markdown)


def encode_body(text: str, style: Style = "typographic") -> str:
    """Encode `text` for `body="..."`, so that a reader of the page sees it.

    Args:
        text: Any text, of which `clean_body` is encoded.
        style: `"typographic"` applies `typographic` and keeps code spans in single backticks;
            `"exact"` keeps every character, as an entity if need be.

    Returns:
        One line without `"`, safe as a parameter of a shortcode and as Markdown.
    """
    return _encode(text, style, _entity)


def encode_line(text: str, style: Style = "typographic") -> str:
    """Encode a line of text for Markdown that people edit: with backslashes instead of entities."""
    line = _ANCHOR.sub(_autolink, _encode(text, style, _escape))
    # A line that starts so may be one of a table or of a definition list.
    return _indent(text) + (f"\\{line}" if line.startswith((":", "|")) else line)


def encode_quoted(text: str, style: Style = "typographic") -> str:
    """Encode `text` as a Markdown blockquote, so that a reader of the page sees it.

    The result needs no raw HTML: line breaks are backslashes, links are in angle brackets, and
    characters with a meaning in Markdown follow a backslash.
    """
    lines = clean_body(text).split("\n")
    written = [encode_line(line, style) for line in lines]
    following = [*written[1:], ""]
    return "\n".join(
        f"> {line}\\" if line and after else f"> {line}".rstrip()
        for line, after in zip(written, following, strict=True)
    )


def decode_quoted(quote: str) -> str:
    """Decode a Markdown blockquote, the inverse of `encode_quoted`."""
    lines = (line.removeprefix(">").removeprefix(" ") for line in quote.splitlines())
    return "\n".join(decode_line(line.removesuffix("\\")) for line in lines)


def decode_line(line: str) -> str:
    """Decode a line of Markdown, the inverse of `encode_line`."""
    return _WRITTEN_LINE.sub(_read, line).replace(_WORD_JOINER, "")


def decode_body(body: str) -> str:
    """Decode a body for editing, the inverse of `encode_body`.

    `decode_body(encode_body(text, "exact")) == clean_body(text)`; in typographic style the result
    is `typographic(clean_body(text))`. Other markup stays in the text.
    """
    text = _WRITTEN.sub(_read, body) if _MARKUP.search(body) else body
    return text.replace(_WORD_JOINER, "")


def clean_title(text: str) -> str:
    """Return `text` as a title for front matter: one line, inert on every page.

    Themes print titles as text, as HTML and with emoji, so characters with a meaning there become
    full-width ones; an entity would be visible in one of these.
    """
    line = " ".join(part.strip() for part in clean_body(text).split("\n") if part)
    line = line.replace("<", "＜").replace(">", "＞")
    line = _EMOJI_COLON.sub("：", ENTITY_LIKE.sub("＆", line))
    return break_tokens(line)


def clean_remark(text: str) -> str:
    """Return the Markdown of a remark for a post: one block of text, in which no shortcode runs.

    Two or more blank lines become one, as they separate remarks.
    """
    text = sanitize(text).replace(_WORD_JOINER, "")
    text = re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", text)
    return break_tokens(text.strip())


def read_remark(written: str) -> str:
    """Return the Markdown of a remark in a post for editing, the inverse of `clean_remark`."""
    return sanitize(written).replace(_WORD_JOINER, "")


def tag_problem(tag: str) -> str | None:
    """Return why `tag` cannot be used, to follow the tag and a colon; None if it can.

    Hugo makes a folder and an address from a tag's letters and digits in lower case.
    """
    if tag != clean_body(tag) or "\n" in tag:
        return _("has control characters, line breaks or white space at an end")
    if not any(character.isalpha() or character.isdecimal() for character in tag):
        return _("needs a letter or a digit")
    if "/" in tag or "\\" in tag:
        return _("must not have a slash or backslash")
    if len(tag.lower().encode()) > _LONGEST_TAG:
        return _("is longer than {most} bytes").format(most=_LONGEST_TAG)
    # The address ends in a slash and leaves out most punctuation: `__h*Deferred` is `__hdeferred/`.
    if TOKEN_JOINT.search(tag) or "__h" in re.sub(r"\W", "", tag).lower():
        return _("has a token that Hugo uses itself")
    return None


def is_user_name(name: str) -> bool:
    """Return whether `name` is a Hacker News user name, and so safe in `userName="..."`."""
    return _USER_NAME.fullmatch(name) is not None


def _indent(line: str) -> str:
    """Return the ideographic spaces at the start of a line; none for a blank line."""
    text = line.lstrip()
    return "\u3000" * line[: len(line) - len(text)].count("\u3000") if text else ""


def _autolink(anchor: re.Match[str]) -> str:
    return f"<{html.unescape(anchor[1])}>"


def _encode(text: str, style: Style, mark: Callable[[str], str]) -> str:
    """Encode text with a function that writes characters with a meaning in Markdown."""
    text = clean_body(text)
    if style == "typographic":
        text = typographic(text)
    return _SCANNERS[style].sub(lambda match: _write(match, mark), break_tokens(text))


def _write(match: re.Match[str], mark: Callable[[str], str]) -> str:
    """Encode a match of `_SCANNERS`."""
    found = match[0]
    match match.lastgroup:
        case "code":
            return found
        case "free_url" if _stays_bare(found):
            return found
        case "free_url" | "url":
            return _link(found)
        case "ordinal":
            return f"{found[:-1]}{mark(found[-1])}"
        case "line_feed":
            return "<br>"
        case _:
            return mark(found)


def _stays_bare(url: str) -> bool:
    """Return whether a free `url` needs no brackets: the same with linkify and without."""
    return bool(_LINKIFIED.fullmatch(url)) and not _MARKS.search(url, url.index("//"))


def _link(url: str) -> str:
    """Encode a URL as an explicit link."""
    if ENTITY_LIKE.search(url):
        return f"<a href='{html.escape(url)}'>{_MARKS.sub(_as_entity, url)}</a>"
    return f"<{url}>"


def _entity(character: str) -> str:
    """Return a character as an entity."""
    return f"&#{ord(character)};"


def _escape(character: str) -> str:
    """Return a character after a backslash, if that is safe, else as an entity."""
    return _entity(character) if character in _NEVER_ESCAPED else f"\\{character}"


def _as_entity(match: re.Match[str]) -> str:
    return _entity(match[0])


def _read(match: re.Match[str]) -> str:
    """Decode a match of `_WRITTEN` or `_WRITTEN_LINE`."""
    match match.lastgroup:
        case "line_break":
            return "\n"
        case "address":
            return _ENTITY.sub(lambda entity: _character(entity[0]), match["address"])
        case "autolink":
            return match["autolink"]
        case "entity" | "escape":
            return _character(match[0])
        case "code" if len(match["ticks"]) == 1:
            return "\n".join(f"`{line}`" if line else "" for line in _code_lines(match["inner"]))
        case _:
            return _BREAK.sub("\n", match[0])


def _code_lines(code: str) -> list[str]:
    """Return the lines of code without the space that Markdown trims.

    Markdown shows `<br>` in code as text. It was meant as a line break, unless it is all there is.
    """
    lines = _BREAK.split(code)
    if len(lines) > 1 and any(line.strip() for line in lines):
        return [line.strip() for line in lines]
    is_padded = code.strip() and code[0] == code[-1] == " "
    return [code[1:-1] if is_padded else code]


def _character(entity: str) -> str:
    """Return the character of an entity or behind a backslash.

    It is the entity itself if HTML does not define its name.
    """
    if entity.startswith("\\"):
        return entity[1:]
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity
