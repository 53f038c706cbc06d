"""Findings in the nesting of shortcodes: sections and others that are not closed, or not opened."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from matome_tui.hugo.check.finding import Edit, Finding, excerpt
from matome_tui.hugo.check.parsed import ParsedPost, PlacedBlock
from matome_tui.hugo.check.shortcodes import Shortcode
from matome_tui.hugo.post.blocks import Quote, SectionClose, SectionOpen, Tail
from matome_tui.i18n import _


def lint_nesting(
    post: ParsedPost, found: Sequence[Shortcode], *, can_edit: bool
) -> Iterator[Finding]:
    """Yield the sections of a post that are not closed, and closing shortcodes without an opening.

    Args:
        post: The post.
        found: Its shortcodes in order.
        can_edit: Whether sections can be opened and closed, because all shortcodes are valid.
    """
    opened: defaultdict[str, list[Shortcode]] = defaultdict(list)
    for call in found:
        if call.form == "opening" and not call.error:
            opened[call.name].append(call)
        elif call.form == "closing" and not call.error:
            if opened[call.name]:
                opened[call.name].pop()
            else:
                yield _not_opened(post.text, call, can_edit=can_edit)
    ends = _quote_ends(post.blocks) if opened["details"] else []
    for call in opened["details"]:
        place = bisect_left(post.blocks, call.end, key=lambda placed: placed[0])
        end = ends[place] or call.end
        edit = Edit(end, end, "\n\n{{</details>}}") if can_edit else None
        yield Finding("section", call.start, _("The section is not closed"), edit)


def _not_opened(text: str, call: Shortcode, *, can_edit: bool) -> Finding:
    kind = "section" if call.name == "details" else "shortcode"
    edit = Edit(call.start, call.end, "") if can_edit and kind == "section" else None
    message = _("{shortcode} closes nothing").format(shortcode=excerpt(text[call.start : call.end]))
    return Finding(kind, call.start, message, edit)


def _quote_ends(blocks: Sequence[PlacedBlock]) -> list[int]:
    """Return for each block, and behind the last, where a section opened before it should end.

    That is the end of the last quote before another section or the tail; 0 if there is no quote.
    """
    ends = [0]
    for offset, block in reversed(blocks):
        if isinstance(block, SectionOpen | SectionClose | Tail):
            ends.append(0)
        else:
            ends.append(ends[-1] or (offset + len(block.source) if isinstance(block, Quote) else 0))
    return ends[::-1]
