"""Links that Hacker News shows cut short, completed from the links of their comment.

Hacker News shows the first 60 characters of a long address and an ellipsis; copied by hand, such
text leads nowhere. An address is completed only if exactly one link of the comment begins so.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from matome_tui.core.comment.markup import parse_html
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, EntryKey

MIN_CUT = 57
"""Characters of an address that Hacker News shows at least before the ellipsis."""

_CUT = re.compile(r"(https?://[\w.-]+[/?#][!-;=?-~]{0,300}?)(?:\.\.\.|…)(?![\w/])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Completion:
    """A link that was cut short, and its address.

    Attributes:
        start: Its place in the text.
        end: The place behind its ellipsis.
        cut: The link as it is, with its ellipsis.
        url: The whole address.
    """

    start: int
    end: int
    cut: str
    url: str


def completions(text: str, links: Iterable[str]) -> list[Completion]:
    """Return the cut links of a plain text that one of `links` completes, in order."""
    addresses = tuple(dict.fromkeys(links))
    return [
        Completion(cut.start(), cut.end(), cut[0], url)
        for cut in _CUT.finditer(text)
        if len(cut[1]) >= MIN_CUT and (url := _only(cut[1], addresses))
    ]


def complete(text: str, links: Iterable[str]) -> str:
    """Return a plain text with its cut links completed."""
    for found in reversed(completions(text, links)):
        text = f"{text[: found.start]}{found.url}{text[found.end :]}"
    return text


def completions_of(draft: Draft) -> Iterator[tuple[Clip, Completion]]:
    """Yield the cut links of a draft's clips that their comments complete."""
    for clip in draft.clips:
        for found in completions(clip.text, _links(clip)):
            yield clip, found


def with_whole_links(draft: Draft, keys: Collection[EntryKey]) -> Draft:
    """Return the draft with the cut links of these clips completed."""

    def completed(clip: Clip) -> Clip:
        text = complete(clip.text, _links(clip)) if clip.key in keys else clip.text
        return clip if text == clip.text else replace(clip, text=text)

    entries = (completed(entry) if isinstance(entry, Clip) else entry for entry in draft.entries)
    return replace(draft, entries=tuple(entries))


def _links(clip: Clip) -> tuple[str, ...]:
    """Return the links of a clip's comment; none if no link of the clip was cut."""
    return parse_html(clip.source).links if clip.source and _CUT.search(clip.text) else ()


def _only(beginning: str, links: Iterable[str]) -> str:
    """Return the one link that goes on after a beginning; empty if there is none, or several.

    Authors paste links that were cut before: those end in dots themselves, and lead nowhere.
    """
    found = [
        link
        for link in links
        if link.startswith(beginning) and link != beginning and not link.endswith(("..", "…"))
    ]
    return found[0] if len(found) == 1 else ""
