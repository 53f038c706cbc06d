"""Muted people, words and sites, whose stories and comments leave the lists."""

import re
from collections.abc import Collection

from matome_tui.core.address import is_on_site
from matome_tui.core.folding import fold, word_pattern
from matome_tui.core.items import FoundComment, Story


class Muting:
    """What the user does not want to see in lists."""

    def __init__(
        self, names: Collection[str], words: Collection[str] = (), sites: Collection[str] = ()
    ) -> None:
        """Mute.

        Args:
            names: User names.
            words: Words of titles; case and width do not matter, and a word in Latin letters is
                not part of a longer one.
            sites: Hosts of links, with their subdomains.
        """
        self._names = frozenset(names)
        self._sites = tuple(sites)
        patterns = (word_pattern(folded) for word in words if (folded := fold(word).strip()))
        self._words = re.compile("|".join(patterns) or "(?!)")

    def hides(self, item: Story | FoundComment) -> bool:
        """Return whether a story or found comment is muted."""
        return (
            item.author in self._names
            or any(is_on_site(item.url, site) for site in self._sites)
            or self._words.search(fold(item.title)) is not None
        )
