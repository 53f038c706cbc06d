"""Totals over a draft: clips, characters, reading time."""

import re
from dataclasses import dataclass
from math import ceil

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Remark
from matome_tui.core.draft.review import length

_CHARACTERS_A_MINUTE = 500
_WORDS_A_MINUTE = 200
"""Rules of thumb for a slow reader of Japanese, and of languages written in words."""

_WORD = re.compile(r"[A-Za-z0-9'’_-]+")
_LETTER = re.compile(r"[^\W_A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals over a draft.

    Attributes:
        clips: The number of clips.
        rewritten: The number of clips with the user's own text.
        machine: The number of clips with a machine's text, neither edited nor accepted.
        characters: The length of all texts; see `review.length`.
        minutes: The reading time, rounded up.
    """

    clips: int
    rewritten: int
    machine: int
    characters: int
    minutes: int

    @classmethod
    def from_draft(cls, draft: Draft) -> "Totals":
        """Return the totals over a draft."""
        clips = draft.clips
        texts = [clip.text for clip in clips]
        texts += [entry.text for entry in draft.entries if isinstance(entry, Remark)]
        words = sum(len(_WORD.findall(text)) for text in texts)
        letters = sum(len(_LETTER.findall(text)) for text in texts)
        return cls(
            len(clips),
            sum(clip.is_rewritten for clip in clips),
            sum(clip.is_machine for clip in clips),
            sum(map(length, texts)),
            ceil(words / _WORDS_A_MINUTE + letters / _CHARACTERS_A_MINUTE),
        )
