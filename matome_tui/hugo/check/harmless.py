"""A fast path: quotes without any finding, recognized by one regular expression.

Nearly all quotes of nearly all posts are such quotes.
"""

import re
from collections import Counter
from collections.abc import Sequence

CUT_LINK = re.compile(
    r"(https?://[\w.-]+[/?#][!-;=?-~]{0,300}?)>?(?:\.\.\.|\.&#46;&#46;|…)(?![\w/])", re.ASCII
)
"""A link that Hacker News may have cut: its beginning and an ellipsis, as text or encoded."""


def _time(separator: str) -> str:
    month, day = "(?:0[1-9]|1[0-2])", f"(?:0[1-9]|1[0-9]|2[0-8]|(?<!02{separator})(?:29|30)"
    return (
        f"[0-9]{{4}}{separator}{month}{separator}"
        f"{day}|(?<=0[13578]{separator})31|(?<=1[02]{separator})31)"
    )


# Text that is shown as it is, see `hugo.post.encode`. Long runs come first, and each alternative
# begins with its character, for speed.
_PLAIN = r"""[^-"'<>\\`*~_\[&.:@{H\n]*+"""
_BODY = rf"""
    (?! [\s\#+=>-] | [0-9]+[.)] )
    {_PLAIN}
    (?:
      (?: <br> | H(?!UGO) | -(?!-) | \.(?!\.) | \{{(?!\{{)
      | @(?![A-Za-z0-9])
      | :(?![A-Za-z0-9_+-]+:|//) | :(?<=https:)(?<![^" >]https:)
        //[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+
        (?:/(?:[A-GI-Za-z0-9/?=\#-]|\.(?!\.))*)?(?=[\s<]|[^\x00-\x7f…]|\Z)
      | _(?<=[A-Za-z0-9]_)(?=[A-Za-z0-9]) | \[[0-9]+\](?![\[(:])
      | &(?![\#A-Za-z]) | &(?<=[A-Z]&)(?=[A-Z](?![A-Za-z0-9;]))
      | &\#(?<![!#-=?-~]&\#)(?:3[3-9]|4[0-57-9]|[5-8][0-9]|9[0-6]);
      | `(?<![!#-=?-~]`)(?![\s`])(?:[^"\\`&<{{H_\n…]++|_(?!_))++(?<!\s)`(?!`)
      | <https?://[!\#-%'-;=?-Z^-z|}}]+>(?!…)
      )
      {_PLAIN}
    )*+
    (?<!\s)
"""
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
TIME = re.compile(f"(?:{_time('/')} |{_time('-')}T){_CLOCK}")
"""The time of a comment in the formats that posts use."""

_NAME = r"[ ]?matomeQuote"
_SIGNATURE = rf"""
    [ ]userName="[A-Za-z0-9_-]{{2,15}}" [ ]createdAt="{TIME.pattern.replace(" ", "[ ]")}"
"""
_END = r"""[ ]color="(?:\#[0-9A-Fa-f]{6})?" (?:[ ]id="[0-9]+")? [ ]?>\}\}"""

USUAL_QUOTE = re.compile(
    rf"""\{{\{{< {_NAME} [ ]body="(?P<body>[^"\\\n]+)" {_SIGNATURE} {_END}""", re.VERBOSE
)
"""A quote that can have findings only in its body."""

# The search for its literal start is fast.
_HARMLESS_QUOTE = re.compile(
    rf"""( \{{\{{< (?<=^\{{\{{<) {_NAME} [ ]body="(?!"){_BODY}" {_SIGNATURE} ) {_END} $""",
    re.VERBOSE | re.MULTILINE,
)
_HARMLESS_TEXT = re.compile(_BODY, re.VERBOSE)
_LONG_END = 64


def comment_key(quote: str) -> str:
    """Return the part of a quote that is the same wherever its comment is quoted."""
    return quote.partition(' color="')[0]


def is_harmless(text: str) -> bool:
    """Return whether text that a post contains as Markdown surely has no finding."""
    return _HARMLESS_TEXT.fullmatch(text) is not None


def without_harmless_quotes(text: str) -> str:
    """Return the text of a post without most of the quotes that surely have no finding.

    All other findings stay on their lines. One quote is kept, so that the text is still a post.
    """
    between, quotes = (parts := _HARMLESS_QUOTE.split(text))[::2], parts[1::2]
    if not quotes:
        return text
    repeated = _repeated(quotes, "".join(between))
    kept = [at for at, quote in enumerate(quotes) if at == 0 or (repeated and quote in repeated)]
    parts[1::2] = [""] * len(quotes)
    for at in kept:
        parts[2 * at + 1] = f'{quotes[at]} color="">}}}}'
    return "".join(parts)


def _repeated(quotes: Sequence[str], rest: str) -> set[str]:
    """Return the quotes that occur twice, or also in the rest of the text."""
    others = {comment_key(f"{{{{<{call}") for call in rest.split("{{<")}
    # Author and time are at the end, and most often differ: no need to hash long texts.
    ends = {quote[-_LONG_END:] for quote in quotes}
    if len(ends) == len(quotes) and ends.isdisjoint(other[-_LONG_END:] for other in others):
        return set()
    different = set(quotes)
    repeated = others & different
    if len(different) < len(quotes):
        repeated.update(quote for quote, number in Counter(quotes).items() if number > 1)
    return repeated
