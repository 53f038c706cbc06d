"""What a careful editor would ask about the text of a clip."""

import re
import unicodedata
from functools import lru_cache

from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.draft.entries import Clip

# What is not ASCII ends an address: Japanese follows without a space.
_URL = re.compile(r"https?://[!#-&(-;=?-~]+")
_SHORTCODE = re.compile(r"\{\{[<%]")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]|[\U00020000-\U0003ffff]")
_KNOWN_SCRIPTS = frozenset(
    ("LATIN", "HIRAGANA", "KATAKANA", "CJK", "GREEK", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC")
)
"""How the names of letters begin that a Japanese text may well have; see `unicodedata.name`."""
_FAR = 1.5


@lru_cache(maxsize=1024)
def length(text: str) -> int:
    """Return how long a text is for its reader: graphemes, without line breaks and URLs."""
    return len(graphemes(_URL.sub("", text).replace("\n", "")))


def excess(text_length: int, target: int) -> int:
    """Return 0 for a text within its target (both in graphemes), 1 beyond it, 2 far beyond."""
    return (text_length > target) + (text_length > target * _FAR)


def has_shortcode(markdown: str) -> bool:
    """Whether a remark has what Hugo would run; once it is edited it is text."""
    return bool(_SHORTCODE.search(markdown))


def issues(clip: Clip, target: int, language: str) -> list[str]:
    """Return what is to be asked about a clip's text, a few words each.

    Args:
        clip: The clip.
        target: How long the text may be, in graphemes.
        language: Of the draft; "ja" asks for Japanese, empty for none in particular.
    """
    text = clip.text
    if not text.strip():
        return ["empty"]
    if clip.is_untouched:
        return ["still the original"]
    asked: list[str] = []
    if length(text) > target:
        asked.append("too long")
    if any(url not in text for url in _urls(clip.original)):
        asked.append("a link of the original is missing")
    if language == "ja":
        if not _JAPANESE.search(text):
            asked.append("no Japanese")
        if foreign := _foreign(text, clip.original):
            asked.append(f"foreign letters: {foreign}")
    return asked


def _urls(text: str) -> set[str]:
    return {url.rstrip(".,:;!?)") for url in _URL.findall(text)}


def _foreign(text: str, original: str) -> str:
    letters = dict.fromkeys(
        letter
        for letter in text
        if letter > "\u02ff" and letter.isalpha() and letter not in original
    )
    return "".join(letter for letter in letters if _script(letter) not in _KNOWN_SCRIPTS)[:8]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
