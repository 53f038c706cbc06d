"""Which kinds of findings are reported, and which of them are fixed."""

from collections.abc import Container
from dataclasses import dataclass

_BY_NAME_ONLY = "typography"


@dataclass(frozen=True, slots=True)
class Selection:
    """The kinds of findings that a user wants.

    Attributes:
        only: The kinds named by the user; empty for all.
        ignored: The kinds left out.
    """

    only: frozenset[str] = frozenset()
    ignored: Container[str] = ()

    def reports(self, kind: str) -> bool:
        """Return whether findings of a kind are reported."""
        return kind not in self.ignored and (not self.only or kind in self.only)

    def fixes(self, kind: str, *, may_be_meant: bool = False) -> bool:
        """Return whether findings of a kind are fixed.

        What writers may have meant, and typography, must be named for that.
        """
        if may_be_meant or kind == _BY_NAME_ONLY:
            return kind in self.only and self.reports(kind)
        return self.reports(kind)


EVERYTHING = Selection()
"""All kinds; fixed are those that nobody can have meant."""
