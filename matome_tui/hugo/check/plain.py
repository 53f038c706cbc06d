"""Text in which nothing can be wrong, told at a glance: nearly all quotes of nearly all posts."""

import re

CUT_LINK = re.compile(
    r"(https?://[\w.-]+[/?#][!-~]{0,300}?)>?(?:\.\.\.|\.&#46;&#46;|…)(?![\w/])", re.ASCII
)
"""A link as Hacker News shows a long one, its first 60 characters and `...`; as text or encoded."""


def _time(separator: str) -> str:
    month, day = "(?:0[1-9]|1[0-2])", f"(?:0[1-9]|1[0-9]|2[0-8]|(?<!02{separator})(?:29|30)"
    return (
        f"[0-9]{{4}}{separator}{month}{separator}"
        f"{day}|(?<=0[13578]{separator})31|(?<=1[02]{separator})31)"
    )


# What no reader of a body takes for its own, see `hugo.encode`. Long runs come first: they are what
# makes this quick.
_BODY = r"""
    (?! [\s\#+=>-] | [0-9]+[.)] )
    (?: [^-"'<>\\`*~_\[&.:{H\n]++ | <br> | H(?!UGO) | -(?!-) | \.(?!\.) | \{(?!\{)
      | :(?![A-Za-z0-9_+-]+:) | _(?<=[A-Za-z0-9]_)(?=[A-Za-z0-9]) | \[[0-9]+\](?![\[(:])
      | &(?![\#A-Za-z]) | (?<=[A-Z])&(?=[A-Z](?![A-Za-z0-9;]))
      | (?<![!#-=?-~])&\#(?:3[3-9]|4[0-57-9]|[5-8][0-9]|9[0-6]);
      | (?<![!#-=?-~])`(?![\s`])(?:[^"\\`&<{H_\n]++|_(?!_))++(?<!\s)`(?!`)
      | <https?://[!\#-%'-;=?-z|}]+>
    )*+ (?<!\s)
"""
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
TIME = re.compile(f"(?:{_time('/')} |{_time('-')}T){_CLOCK}")
"""The time of a comment in the forms that posts have."""

_PLAIN = re.compile(
    rf"""
    ^ ( \{{\{{<[ ]?matomeQuote[ ]body="{_BODY}"
        [ ]userName="[A-Za-z0-9_-]{{2,15}}"
        [ ]createdAt="{TIME.pattern.replace(" ", "[ ]")}"
      )
      [ ]color="(?:\#[0-9A-Fa-f]{{6}})?"(?:[ ]id="[0-9]+")?[ ]?>\}}\}} $
    """,
    re.VERBOSE | re.MULTILINE,
)


_PLAIN_TEXT = re.compile(_BODY, re.VERBOSE)


def is_plain(text: str) -> bool:
    """Tell whether nothing can be wrong with text that stands in a post as Markdown."""
    return bool(_PLAIN_TEXT.fullmatch(text)) and not _has_cut_link(text)


def without_plain_quotes(text: str) -> str:
    """Return the text of a post with the same faults on the same lines, and little else.

    One plain quote stays: that the text is a post is to be seen.
    """
    between, quotes = (parts := _PLAIN.split(text))[::2], parts[1::2]
    if not quotes or _has_cut_link(text) or len(set(quotes)) < len(quotes):
        return text
    return f'{between[0]}{quotes[0]} color="">}}}}{"".join(between[1:])}'


def _has_cut_link(text: str) -> bool:
    """Tell whether a text has a link cut by an ellipsis; three dots are not plain anyway."""
    return "…" in text and "http" in text and bool(CUT_LINK.search(text))
