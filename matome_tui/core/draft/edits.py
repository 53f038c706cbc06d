"""Titles of the steps of a draft: stored as an id with parameters, translated when shown."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from matome_tui.core.colors import shown_name
from matome_tui.core.draft.entries import EntryKey
from matome_tui.i18n import N_, _, language, ngettext

_MARK = "@"
_SEPARATOR = "|"

_TITLES: Mapping[str, str] = {
    "color": N_("Colour {name}"),
    "color_none": N_("No colour"),
    "excerpt": N_("Choose an excerpt"),
    "clip_again": N_("Clip again"),
    "take_source": N_("Take the edited comment"),
    "edit_text": N_("Edit text"),
    "reset_text": N_("Restore the original text"),
    "edit_externally": N_("Edit in another editor"),
    "move": N_("Move"),
    "move_to": N_("Move to {place}"),
    "move_below_parent": N_("Move below the parent"),
    "order_by_thread": N_("Order by thread"),
    "order_by_time": N_("Order by time"),
    "heading": N_("Add a heading"),
    "remark": N_("Add a remark"),
    "quote_article": N_("Quote the article"),
    "drop_remark": N_("Remove the empty remark"),
    "begin_section": N_("Begin a section"),
    "end_section": N_("End the section"),
    "drop_section": N_("Remove the section"),
    "name_section": N_("Name the section"),
    "count_sections": N_("Make sections automatically"),
    "set_title": N_("Set the title"),
    "set_date": N_("Set the date"),
    "set_slug": N_("Set the slug"),
    "set_tags": N_("Set the tags"),
    "set_image": N_("Set the image"),
    "set_draft": N_("Set whether it is a draft"),
    "take_archetype": N_("Take the values of the archetype"),
    "merge_file": N_("Merge with the file"),
    "read_file": N_("Read the file"),
    "accept": N_("Accept the machine's text"),
    "take_rendering": N_("Take the rendering"),
    "take_suggestion": N_("Take the suggested title and tags"),
    "propose": N_("First draft"),
    "find_comments": N_("Find the comments"),
}

_COUNTED: Mapping[str, Callable[[int], str]] = {
    "mark": lambda n: ngettext("Mark", "Mark {number} comments", n),
    "unmark": lambda n: ngettext("Unmark", "Unmark {number} comments", n),
    "render": lambda n: ngettext("Translate a clip", "Translate {number} clips", n),
    "complete_links": lambda n: ngettext("Complete a link", "Complete {number} links", n),
    "remove": lambda n: ngettext("Remove an entry", "Remove {number} entries", n),
}
"""Titles that depend on the number of things that were edited."""

_NAMED: Mapping[str, str] = {
    "mark": N_("Mark {author}"),
    "unmark": N_("Remove {author}'s clip"),
    "remove": N_("Remove {author}'s clip"),
    "color": N_("Colour {author} {name}"),
    "color_none": N_("No colour for {author}"),
    "excerpt": N_("Choose an excerpt of {author}"),
    "clip_again": N_("Clip {author} again"),
    "take_source": N_("Take {author}'s edited comment"),
    "edit_text": N_("Edit {author}'s clip"),
    "reset_text": N_("Restore {author}'s original text"),
    "edit_externally": N_("Edit {author}'s clip in another editor"),
    "move": N_("Move {author}"),
    "move_to": N_("Move {author} to {place}"),
    "move_below_parent": N_("Move {author} below the parent"),
    "render": N_("Translate {author}'s clip"),
    "accept": N_("Accept the machine's text of {author}"),
    "take_rendering": N_("Take the rendering of {author}"),
}
"""Titles of edits of a single clip, with the name of its author."""

_OF_SEVERAL: Mapping[str, Callable[[int], str]] = {
    "color": lambda n: ngettext("Colour {number} clip {name}", "Colour {number} clips {name}", n),
    "color_none": lambda n: ngettext(
        "No colour for {number} clip", "No colour for {number} clips", n
    ),
    "accept": lambda n: ngettext(
        "Accept the machine's text of {number} clip",
        "Accept the machine's text of {number} clips",
        n,
    ),
}
"""Titles of edits of several clips, whose number the stored title does not have."""


def edit_title(edit: str, **parameters: str | int) -> str:
    """Return the stored title of an edit, as `@mark|{"number": 3}`. KeyError if it is unknown."""
    if edit not in _TITLES and edit not in _COUNTED:
        raise KeyError(edit)
    if edit in _COUNTED:
        parameters.setdefault("number", 1)
    values = json.dumps(parameters, ensure_ascii=False) if parameters else ""
    return f"{_MARK}{edit}{_SEPARATOR}{values}"


def describe(title: str, author: str = "", number: int = 0) -> str:
    """Return a stored title in the user's language.

    Titles of earlier versions are plain text; they, and those of later versions, are returned as
    they are.

    Args:
        title: Of an edit.
        author: Of the only clip that it changed; empty for several or none.
        number: The number of entries that it changed, if known.
    """
    try:
        edit, parameters = _parsed(title)
        if edit == "color":
            parameters["name"] = shown_name(parameters["name"])
        if author and edit in _NAMED:
            return _(_NAMED[edit]).format(**{**parameters, "author": author})
        if number > 1 and edit in _OF_SEVERAL:
            return _OF_SEVERAL[edit](number).format(**{**parameters, "number": f"{number:,}"})
        if edit in _COUNTED:
            return _COUNTED[edit](int(parameters["number"])).format(**parameters)
        return _(_TITLES[edit]).format(**parameters)
    except (KeyError, ValueError, TypeError):
        return title


def in_sentence(title: str) -> str:
    """Return a described title as it reads within an English sentence: `mark dang`.

    In other languages it is the same, and may begin with a name.
    """
    return title[:1].lower() + title[1:] if language() == "en" else title


def moved_key(title: str) -> EntryKey | None:
    """Return the key of the entry that an edit moved; None for other edits and earlier versions."""
    try:
        key = _parsed(title)[1].get("key")
    except (ValueError, TypeError):
        return None
    return EntryKey(key) if isinstance(key, int) else None


def _parsed(title: str) -> tuple[str, dict[str, Any]]:
    """Return the id and the parameters of a stored title. Raises ValueError and TypeError."""
    if not title.startswith(_MARK):
        raise ValueError(title)
    edit, _separator, values = title.removeprefix(_MARK).partition(_SEPARATOR)
    return edit, dict(json.loads(values or "{}"))


def color_title(name: str) -> str:
    """Return the stored title of giving clips a colour by its name; empty for none."""
    return edit_title("color", name=name) if name else edit_title("color_none")
