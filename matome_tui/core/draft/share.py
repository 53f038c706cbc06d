"""Text to share a post with on X, and its length as X counts.

The rules of counting: https://github.com/twitter/twitter-text, config/v3.json. Latin characters and
the like count one, all others two, an emoji of several code points two, an address 23. X also takes
a bare `example.com` for an address; this counts it by its characters.
"""

import re
import unicodedata
from collections.abc import Iterable

LIMIT = 280
"""The greatest length of a text without a subscription."""

FIELDS = ("title", "tags", "url")
"""The fields of a pattern."""

_URL = re.compile(r"https?://[!-~]*[0-9A-Za-z/_=#&%~+-]")
_URL_LENGTH = 23
_SINGLE = (range(4352), range(8192, 8206), range(8208, 8224), range(8242, 8248))
"""Characters that count one."""

_PICTURE = (
    "[\u2190-\u3299\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
)
_EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*"
)
_FIELD = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r" {2,}")


def share_text(pattern: str, title: str, tags: Iterable[str], url: str) -> str:
    """Return the text of a pattern with the fields of `FIELDS`; tags become hashtags."""
    hashtags = dict.fromkeys(filter(None, map(hashtag, tags)))
    values = {"title": title, "tags": " ".join(hashtags), "url": url}
    text = _FIELD.sub(lambda match: values.get(match[1], match[0]), pattern)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def hashtag(tag: str) -> str:
    """Return a tag as a hashtag: letters, digits and `_`; empty if it has no letter."""
    kept = "".join(filter(_is_of_word, unicodedata.normalize("NFC", tag)))
    return f"#{kept}" if any(map(str.isalpha, kept)) else ""


def length(text: str) -> int:
    """Return the length of a text as X counts."""
    rest, addresses = _URL.subn("", unicodedata.normalize("NFC", text))
    rest, emoji = _EMOJI.subn("", rest)
    weights = (1 if any(ord(char) in range_ for range_ in _SINGLE) else 2 for char in rest)
    return addresses * _URL_LENGTH + emoji * 2 + sum(weights)


def _is_of_word(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[:1] in "LM" or character.isdigit()
