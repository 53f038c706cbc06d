"""Findings in front matter: whether Hugo accepts it, and has what posts need."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.finding import Finding, excerpt
from matome_tui.hugo.check.parsed import ParsedPost
from matome_tui.hugo.check.quoted_text import hugo_tokens, token_message
from matome_tui.hugo.post.blocks import FrontMatter, PostError
from matome_tui.hugo.post.front_matter import FENCE
from matome_tui.i18n import N_, _

_LINE = re.compile(r"\bline ([0-9]+)")
_MAX_YAML = 20_000
"""Characters of YAML that are parsed: a parser takes seconds for a megabyte."""

_TAB = re.compile(r"(?<=\w):\t+")
_SIMPLE_ENTRY = re.compile(
    r"""
    ^ (?P<key>[A-Za-z]\w*):
    (?: [ ]+ (?: '[^'\n]*' | "[^"\\\n]*" | (?:[\w.]|[^\x00-\x7f])(?:[^\n:\#\t]|:(?=\S))*+
      | \[ [ ]* (?: \w[\w -]* (?:,[ ]*\w[\w -]*)*+ )? \] ) )?
    (?: \n [ ]*-[ ]\w[\w -]* )*+ \r?\n
    """,
    re.VERBOSE | re.MULTILINE,
)
_DATES = ("date", "publishdate", "expirydate", "lastmod")

# The layouts of https://github.com/spf13/cast (timeFormatTypeRFC3339 and following), by which Hugo
# reads dates. Those without a year are left out: no post is of the year 0.
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?"
_OFFSET = r"[+-][0-9]{2}:?[0-9]{2}"
_ZONE = r"(?:[A-Z]{3,5}|[+-][0-9]{2,4})"
_ISO_DATE = re.compile(
    rf"(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
    rf"(?:T{_TIME}(?:Z|{_OFFSET})?|[ ]{_TIME}(?:Z|[ ]?{_OFFSET}(?:[ ]{_ZONE})?)?)?"
)
_NAMED_DATE = re.compile(
    rf"""
      [0-9]{{2}}[ ]{_MONTH}[ ][0-9]{{4}}
    | {_DAY},[ ][0-9]{{2}}[ ]{_MONTH}[ ][0-9]{{4}}[ ]{_TIME}[ ]{_ZONE}
    | [0-9]{{2}}[ ]{_MONTH}[ ][0-9]{{2}}[ ][0-9]{{2}}:[0-9]{{2}}[ ]{_ZONE}
    | [A-Z][a-z]+day,[ ][0-9]{{2}}-{_MONTH}-[0-9]{{2}}[ ]{_TIME}[ ]{_ZONE}
    | {_DAY}[ ]{_MONTH}[ ](?:[ ][0-9]|[0-9]{{2}})[ ]{_TIME}(?:[ ]{_ZONE})?[ ][0-9]{{4}}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def lint_front_matter(
    post: ParsedPost, context: PostContext, *, is_post: bool
) -> Iterator[Finding]:
    """Yield findings in the front matter of a text, and that a post has none."""
    if post.front_matter is None:
        yield from _lint_missing(post.text, is_post=is_post)
        return
    values = post.metadata
    if isinstance(values, PostError):
        line = _LINE.search(str(values))
        offset = _line_start(post.front_matter.source, int(line[1])) if line else 0
        yield Finding("front-matter", offset, str(values))
        return
    if refused := _refusal(post.front_matter):
        yield Finding("front-matter", *refused)
        return
    yield from _lint_values(post, values, context, is_post=is_post)


def tags_of(post: ParsedPost) -> list[str]:
    """Return the tags of a post; none if its front matter cannot be read."""
    values = post.metadata
    tags = [] if isinstance(values, PostError) else _lower(values).get("tags", [])
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def key_offset(post: ParsedPost, key: str) -> int:
    """Return the offset of a key in the front matter; 0 if it is not at the start of a line."""
    source = post.front_matter.source if post.front_matter else ""
    found = re.search(rf"^{key}[\"']?\s*[=:]", source, re.MULTILINE | re.IGNORECASE)
    return found.start() if found else 0


def _lint_missing(text: str, *, is_post: bool) -> Iterator[Finding]:
    """Yield findings in a text without front matter."""
    if fence := FENCE.match(text):
        end = re.compile(rf"^{re.escape(fence['fence'])}", re.MULTILINE).search(text, fence.end())
        if end:
            message = _("Text follows {fence} on the last line of the front matter")
        else:
            message = _("The front matter does not end: {fence} is missing")
        offset = end.start() if end else 0
        yield Finding("front-matter", offset, message.format(fence=fence["fence"]))
    elif text.lstrip("\ufeff").startswith("{"):
        yield from _lint_json(text)
    elif is_post:
        yield Finding("front-matter", 0, _("The post has no front matter"))


def _lint_json(text: str) -> Iterator[Finding]:
    start = text.index("{")
    try:
        json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = _("The front matter is not valid JSON: {reason}").format(reason=error.msg)
        yield Finding("front-matter", error.pos, message)
    except RecursionError:
        yield Finding("front-matter", start, _("The front matter is nested too deeply"))


def _refusal(block: FrontMatter) -> tuple[int, str] | None:
    """Return where and why Hugo refuses front matter that we can parse; None if it accepts it."""
    fence = block.source.lstrip("\ufeff")[:3]
    early = re.compile(rf"^{re.escape(fence)}[^\r\n]*\S[^\r\n]*$", re.MULTILINE)
    start = block.source.index("\n") + 1
    if found := early.search(block.source, start, block.source.rindex(fence)):
        message = _("Hugo ends the front matter at this line because it begins with {fence}")
        return found.start(), message.format(fence=fence)
    return _yaml_refusal(block.source, start) if fence == "---" else None


def _yaml_refusal(source: str, start: int) -> tuple[int, str] | None:
    inner = source[start : source.rindex("---")]
    if _is_simple(inner) or len(inner) > _MAX_YAML:
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        # ruamel.yaml refuses a tab behind the colon, which YAML 1.2 and Hugo allow.
        values = YAML(typ="safe", pure=True).load(_TAB.sub(": ", inner))
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = error.problem if isinstance(error, MarkedYAMLError) else str(error)
        reason = " ".join(str(reason).split())
        message = _("The front matter is not valid YAML: {reason}").format(reason=reason)
        return _line_start(source, mark.line + 1 if mark else 0), message
    if values is not None and not isinstance(values, dict):
        return 0, _("The front matter has no keys")
    return None


def _is_simple(inner: str) -> bool:
    """Return whether YAML is surely valid, which saves most posts a slow parser."""
    entries = list(_SIMPLE_ENTRY.finditer(inner))
    keys = {entry["key"] for entry in entries}
    return len(keys) == len(entries) and sum(len(entry[0]) for entry in entries) == len(inner)


def _lint_values(
    post: ParsedPost, values: Mapping[str, Any], context: PostContext, *, is_post: bool
) -> Iterator[Finding]:
    values = _lower(values)
    for key, message in _MISSING.items() if is_post else ():
        if not values.get(key):
            yield Finding("front-matter", 0, _(message))
    for key in _DATES:
        value = values.get(key)
        if value and not is_date(value):
            message = _("Hugo does not read {value} as a date").format(value=excerpt(str(value)))
            yield Finding("front-matter", key_offset(post, key), message)
    for key in ("title", "tags"):
        if found := next(hugo_tokens(str(values.get(key, ""))), None):
            yield Finding("token", key_offset(post, key), token_message(found[1]))
    image = values.get("featureimage")
    if context.has_image and isinstance(image, str) and image and not context.has_image(image):
        message = _("The image {name} does not exist").format(name=excerpt(image))
        yield Finding("missing-image", key_offset(post, "featureimage"), message)


def is_date(value: Any) -> bool:
    """Return whether Hugo reads a value of front matter as a date."""
    if isinstance(value, date):
        return True
    if not isinstance(value, str):
        return False
    if not (iso := _ISO_DATE.fullmatch(value)):
        return bool(_NAMED_DATE.fullmatch(value))
    try:
        date.fromisoformat(iso["date"])
    except ValueError:
        return False
    return True


_MISSING = {"title": N_("The post has no title"), "date": N_("The post has no date")}


def _lower(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by their keys in lower case: Hugo ignores the case."""
    return {str(key).lower(): value for key, value in values.items()}


def _line_start(source: str, line: int) -> int:
    """Return where a line of the front matter begins; line 1 is the one after the fence."""
    offset = 0
    for _line in range(line):
        offset = source.find("\n", offset) + 1 or len(source)
    return offset
