"""Front matter: whether it parses, and has what posts need."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from matome_tui.hugo.check.bodies import tokens
from matome_tui.hugo.check.finding import Finding, Surroundings, excerpt
from matome_tui.hugo.post.blocks import FrontMatter, PostError
from matome_tui.hugo.post.front_matter import FENCE

_LINE = re.compile(r"\bline ([0-9]+)")
_NEEDED = ("title", "date")


def check_front_matter(
    block: FrontMatter, around: Surroundings, *, is_post: bool
) -> Iterator[Finding]:
    """Yield what is wrong with front matter, which begins a text."""
    try:
        values = block.values
    except PostError as error:
        line = _LINE.search(str(error))
        at = _line_start(block.source, int(line[1])) if line else 0
        yield Finding("front-matter", at, str(error))
        return
    if is_post:
        for key in _NEEDED:
            if not values.get(key):
                yield Finding("front-matter", 0, f"the post has no {key}")
    yield from _values(block.source, values)
    image = values.get("featureimage")
    if around.has_image and isinstance(image, str) and image and not around.has_image(image):
        yield Finding(
            "missing-image",
            _place(block.source, "featureimage"),
            f"there is no image {excerpt(image)}",
        )


def check_lack(text: str, *, is_post: bool) -> Iterator[Finding]:
    """Yield what is wrong with a text in which no front matter was found."""
    if fence := FENCE.match(text):
        yield Finding("front-matter", 0, f"no {fence['fence']} ends the front matter")
    elif is_post and not text.lstrip("\ufeff").startswith("{"):  # JSON
        yield Finding("front-matter", 0, "the post has no front matter")


def _values(source: str, values: Mapping[str, Any]) -> Iterator[Finding]:
    day = values.get("date")
    if day and not isinstance(day, date) and not _is_date(str(day)):
        yield Finding("front-matter", _place(source, "date"), f"{excerpt(str(day))} is no date")
    for key in ("title", "tags"):
        found = next(tokens(str(values.get(key, ""))), None)
        if found:
            message = f"Hugo takes {excerpt(found[1])} for a mark of its own"
            yield Finding("token", _place(source, key), message)


def _is_date(text: str) -> bool:
    """Tell whether Hugo may take a text for a date: ISO 8601, or a form with the month's name."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return bool(re.search(r"[A-Za-z]{3}", text) and re.search(r"[0-9]", text))
    return True


def _place(source: str, key: str) -> int:
    found = re.search(rf"^{key}\s*[=:]", source, re.MULTILINE)
    return found.start() if found else 0


def _line_start(source: str, line: int) -> int:
    """Return where a line of the front matter begins; the first is the one after the fence."""
    at = 0
    for _ in range(line):
        at = source.find("\n", at) + 1 or len(source)
    return at
