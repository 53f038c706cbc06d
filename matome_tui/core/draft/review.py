"""Review of a clip's text: its length and the issues that a copy editor would raise."""

import re
import unicodedata
from functools import lru_cache

from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.draft.entries import Clip
from matome_tui.i18n import _

# An address ends before any character outside ASCII: Japanese follows without a space.
_URL = re.compile(r"https?://[!#-&(-;=?-~]+")
_SHORTCODE = re.compile(r"\{\{[<%]")
_JAPANESE = re.compile(
    "[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3005-\u3007\u303b\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kanji, 々〆〇
    "\u3220-\u3247\u3280-\u32b0\u32d0-\u3357\u337b-\u337f]"  # in signs such as ㈱, ㊙, ㌔ and ㍻
)
_KANA = re.compile("[\u3041-\u30fa\uff66-\uff9f]")
_KNOWN_SCRIPTS = frozenset(
    ("LATIN", "HIRAGANA", "KATAKANA", "CJK", "GREEK", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC")
)
"""First words of the names (`unicodedata.name`) of letters that are usual in Japanese text."""
_FAR = 1.5


@lru_cache(maxsize=1024)
def length(text: str) -> int:
    """Return the length of a text in graphemes, without line breaks and URLs."""
    return len(graphemes(_URL.sub("", text).replace("\n", "")))


def excess(text_length: int, target: int) -> int:
    """Return 0 for a length within the target, 1 beyond it, 2 far beyond it."""
    return (text_length > target) + (text_length > target * _FAR)


def has_shortcode(markdown: str) -> bool:
    """Whether a remark has a shortcode, which becomes text once the remark is edited."""
    return bool(_SHORTCODE.search(markdown))


def issues(clip: Clip, target: int, language: str) -> list[str]:
    """Return the issues of a clip's text, a few words each in the user's language.

    Args:
        clip: The clip.
        target: The most graphemes that the text should have.
        language: The language of the draft; "ja" looks for Japanese, empty for any language.
    """
    text = clip.text
    if not text.strip():
        return [_("empty")]
    if clip.is_untouched:
        return [_("not rewritten")]
    found: list[str] = []
    if clip.is_machine:
        found.append(_("a machine's text"))
    if length(text) > target:
        found.append(_("too long"))
    if missing_links(clip):
        found.append(_("a link of the original is missing"))
    if language == "ja":
        if not has_japanese(text):
            found.append(_("no Japanese"))
        if foreign := foreign_letters(text, clip.original):
            found.append(_("foreign letters: {letters}").format(letters=foreign))
    return found


def missing_links(clip: Clip) -> list[str]:
    """Return the links of a clip's original that its text does not have, in order."""
    urls = dict.fromkeys(url.rstrip(".,:;!?)") for url in _URL.findall(clip.original))
    return [url for url in urls if url not in clip.text]


def has_japanese(text: str) -> bool:
    """Whether a text has kana or kanji."""
    return bool(_JAPANESE.search(text))


def is_japanese(text: str) -> bool:
    """Whether most letters of a text are Japanese, besides its URLs, and some of them kana."""
    prose = _URL.sub("", text)
    letters = sum(map(str.isalpha, prose))
    return len(_JAPANESE.findall(prose)) * 2 > letters and bool(_KANA.search(prose))


def foreign_letters(text: str, original: str) -> str:
    """Return the first letters of a text that neither Japanese nor its original uses."""
    letters = dict.fromkeys(
        letter
        for letter in text
        if letter > "\u02ff" and letter.isalpha() and letter not in original
    )
    return "".join(letter for letter in letters if _script(letter) not in _KNOWN_SCRIPTS)[:8]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
