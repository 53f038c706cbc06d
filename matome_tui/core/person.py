"""A person: a user of Hacker News."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matome_tui.core import fields


@dataclass(frozen=True, slots=True)
class Person:
    """What a user's profile says.

    Attributes:
        name: User name; upper and lower case differ.
        created: Time of registration, seconds since 1970, UTC; 0 if unknown.
        karma: The points of all submissions and comments; None if unknown.
        about: What the user says about themselves, as HTML; empty for nothing.
    """

    name: str
    created: int = 0
    karma: int | None = None
    about: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Person | None":
        """Return a person with bounded values (see `fields`); None if there is no name."""
        name = fields.line(values.get("id"))
        if not name:
            return None
        created, karma = fields.moment(values.get("created")), fields.number(values.get("karma"))
        return cls(name, created, karma, fields.text(values.get("about")))
