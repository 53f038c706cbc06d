"""What a post amounts to."""

import re
from dataclasses import dataclass
from math import ceil

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Remark
from matome_tui.core.draft.review import length

_LETTERS_A_MINUTE = 500
_WORDS_A_MINUTE = 200
"""Rules of thumb for a quiet reader of Japanese, and of a language written in words."""

_WORD = re.compile(r"[A-Za-z0-9'’_-]+")
_LETTER = re.compile(r"[^\W_A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a draft.

    Attributes:
        clips: How many.
        untouched: How many of them still say what the comments say.
        characters: Graphemes of all texts; see `review.length`.
        minutes: What reading takes, rounded up.
    """

    clips: int
    untouched: int
    characters: int
    minutes: int

    @classmethod
    def from_draft(cls, draft: Draft) -> "Totals":
        """Return the sums over a draft."""
        clips = draft.clips
        texts = [clip.text for clip in clips]
        texts += [entry.text for entry in draft.entries if isinstance(entry, Remark)]
        words = sum(len(_WORD.findall(text)) for text in texts)
        letters = sum(len(_LETTER.findall(text)) for text in texts)
        return cls(
            len(clips),
            sum(clip.is_untouched for clip in clips),
            sum(map(length, texts)),
            ceil(words / _WORDS_A_MINUTE + letters / _LETTERS_A_MINUTE),
        )
