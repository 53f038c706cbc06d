"""Tags and the pages that Hugo makes of them.

Rules: https://github.com/gohugoio/hugo, common/paths/path.go (Sanitize). Hugo groups tags by their
text in lower case with hyphens for spaces, and leaves characters out of the address: two tags that
differ in those only are written to one page, and one of the two is lost.
"""

import unicodedata
from collections.abc import Iterable

from matome_tui.core.folding import fold

_KEPT = frozenset(r"./\_#+~-@")
_HEX = frozenset("0123456789abcdefABCDEF")


def tag_page(tag: str) -> str:
    """Return the name of a tag's page in its address."""
    # Character by character as Go has it: Python's `lower` knows the context of a final sigma.
    text = "".join(character.lower()[:1] for character in tag).replace(" ", "-")
    kept: list[str] = []
    has_gap = False
    for index, character in enumerate(text):
        if _is_kept(text, index):
            if has_gap and character != "-":
                kept.append("-")
            has_gap = False
            kept.append(character)
        elif character.isspace() and kept[-1:] != ["-"]:
            has_gap = True
    return "".join(kept)


def variant_key(tag: str, *, same_kana: bool = False) -> str:
    """Return what a tag has in common with its variants; see `fold` for `same_kana`.

    Variants are tags that differ in case, width, form or page only.
    """
    return tag_page(fold(tag, same_kana=same_kana))


def variant_groups(tags: Iterable[str], *, same_kana: bool = False) -> list[list[str]]:
    """Return the groups of different `tags` that are variants, such as `AI`, `ai` and `ＡＩ`."""
    groups: dict[str, list[str]] = {}
    for tag in dict.fromkeys(tags):
        groups.setdefault(variant_key(tag, same_kana=same_kana), []).append(tag)
    return [group for group in groups.values() if len(group) > 1]


def _is_kept(text: str, index: int) -> bool:
    character = text[index]
    if character == "%":
        digits = text[index + 1 : index + 3]
        return len(digits) == 2 and _HEX.issuperset(digits)
    category = unicodedata.category(character)
    return character in _KEPT or category[0] in "LM" or category == "Nd"
