"""The entries and sections in the text of a post: split apart, and joined with their spacing.

Their spacing is counted in line feeds.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, groupby, pairwise

from matome_tui.hugo.post.blocks import (
    AnyQuote,
    Block,
    Post,
    Quote,
    Raw,
    SectionClose,
    SectionOpen,
    SourceLine,
    Tail,
)

_BETWEEN_REMARKS = 3
_INSIDE_SECTION = 2
_BEFORE_TAIL = 4
_CLOSE = "{{</details>}}"
_SHORTCODE_START = re.compile(r"\{\{[<%]")
_SHORTCODES = (Quote, SectionOpen, SectionClose)
_PLACED = AnyQuote | SectionOpen | SectionClose

# Two blank lines separate remarks; one separates the paragraphs of a remark.
_REMARK = re.compile(r"\S(?:.*?\S)??(?=\s*\Z|[ \t\r]*\n(?:[ \t\r]*\n){2})", re.DOTALL)


class DetailsRemark(Raw):
    """A `details` block without a quote, which is one remark as a whole."""

    __slots__ = ()


_Kind = type[Block] | None
"""The kind of a block; None for the ends of the body."""


@dataclass(frozen=True, slots=True)
class PostParts:
    """The parts of a post.

    Attributes:
        preamble: The blocks up to the source line.
        body: Quotes, remarks, and the ends of sections. A remark is one `Raw` block; white space is
            in blocks of its own.
        tail: The blocks after the last of these.
    """

    preamble: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Block, ...]:
        """The blocks of the body that are entries of a draft, without empty sections."""
        solid = [block for block in self.body if not is_blank(block)]
        marks = [
            isinstance(block, SectionOpen)
            if isinstance(block, SectionOpen | SectionClose)
            else None
            for block in solid
        ]
        return tuple(compress(solid, significant(marks)))


def significant(marks: Sequence[bool | None]) -> Iterator[bool]:
    """Yield for each entry of a post whether it counts: all but the marks of empty sections do.

    The end of a section counts if an entry outside of sections follows.

    Args:
        marks: For each entry True if it starts a section, False if it ends one, else None.
    """
    in_section = False
    for mark, following in zip(marks, [*marks[1:], True], strict=False):
        counts = mark is None or (following is None and (mark or in_section))
        if counts and mark is not None:
            in_section = mark
        yield counts


def is_blank(block: Block) -> bool:
    """Return whether a block is white space only."""
    return isinstance(block, Raw) and not block.source.strip()


def split_post(post: Post, tail: str | None = None) -> PostParts:
    """Split a post into its parts.

    Args:
        post: The post.
        tail: The last line of the site's posts. If it is empty, text behind the last quote is
            remarks, unless it has a shortcode. Else, or if None, only text before a tail is.
    """
    blocks = _with_details_remarks(_with_tail(post.blocks, tail))
    placed = [at for at, block in enumerate(blocks) if isinstance(block, _PLACED)]
    sources = [at for at, block in enumerate(blocks) if isinstance(block, SourceLine)]
    tails = [at for at, block in enumerate(blocks) if isinstance(block, Tail)]
    after = placed[-1] + 1 if placed else len(blocks)
    has_none = tail == "" and not tails
    if has_none:
        after = after if placed else sources[0] + 1 if sources else len(blocks)
        while after < len(blocks) and not _SHORTCODE_START.search(blocks[after].source):
            after += 1
    end = next((at for at in tails if at >= after or not placed), after)
    start = min([*placed[:1], end])
    if sources and sources[0] < start:
        start = sources[0] + 1
    if not placed and not tails and not has_none:
        start = end
    body = tuple(_body(blocks[start:end]))
    return PostParts(tuple(blocks[:start]), body, tuple(blocks[end:]))


def _with_tail(blocks: Sequence[Block], tail: str | None) -> Sequence[Block]:
    """Return blocks in which a last line that is the tail is a block of its own."""
    line = re.compile(rf"^{re.escape(tail)}(?=\s*\Z)", re.MULTILINE) if tail else None
    last = blocks[-1] if blocks else None
    found = line.search(last.source) if line and type(last) is Raw else None
    if found is None:
        return blocks
    texts = (found.string[: found.start()], found.string[found.end() :])
    before, behind = (tuple(map(Raw, filter(None, [text]))) for text in texts)
    return (*blocks[:-1], *before, Tail(found[0]), *behind)


def lay_out(
    parts: PostParts, entries: Iterable[tuple[Block, Block | None]], blank_lines: int = 4
) -> str:
    """Return the text of a post with other entries in its body.

    The spacing of the post stays, by the order of the kinds of blocks. Where that order changes,
    it is the most common spacing of such neighbours in the post, or the given one.

    Args:
        parts: The parts of the post.
        entries: Quotes, remarks, and the ends of sections, each with its former block in the post,
            if any. The start of a section ends that before it.
        blank_lines: Number of blank lines between blocks, if the post has no example.
    """
    old, gaps = _spaced(parts.body)
    head, tail = (_text(blocks) for blocks in (parts.preamble, parts.tail))
    bare_head, bare_tail = head.rstrip("\r\n"), tail.lstrip("\r\n")
    gaps[0] = head[len(bare_head) :] + gaps[0]
    gaps[-1] += tail[: len(tail) - len(bare_tail)]
    ends = Counter(block.source for block in old if isinstance(block, SectionClose))
    end = SectionClose(max(ends, key=lambda source: ends[source], default=_CLOSE))
    new = list(_with_ends(entries, end))
    default = partial(_default_gap, between=blank_lines + 1, has_tail=bool(bare_tail))
    spacing = _spacing(old, gaps, new, default)
    body = "".join(gap + block.source for gap, (block, _) in zip(spacing, new, strict=False))
    return bare_head + body + spacing[-1] + bare_tail


def _text(blocks: Iterable[Block]) -> str:
    return "".join(block.source for block in blocks)


def _spaced(body: Iterable[Block]) -> tuple[list[Block], list[str]]:
    """Return the blocks of a body that are not blank, and the text before, between and after."""
    solid: list[Block] = []
    gaps = [""]
    for block in body:
        if is_blank(block):
            gaps[-1] += block.source
        else:
            solid.append(block)
            gaps.append("")
    return solid, gaps


def _with_ends(
    entries: Iterable[tuple[Block, Block | None]], end: SectionClose
) -> Iterator[tuple[Block, Block | None]]:
    """Yield entries with an `end` for each section, and without empty sections."""
    opening: tuple[Block, Block | None] | None = None
    is_closed = True
    for entry in entries:
        is_mark = isinstance(entry[0], SectionOpen | SectionClose)
        if is_mark and not is_closed:
            yield end, None
            is_closed = True
        if is_mark:
            opening = entry if isinstance(entry[0], SectionOpen) else None
            continue
        if opening:
            yield opening
            opening, is_closed = None, False
        yield entry
    if not is_closed:
        yield end, None


def _spacing(
    old: Sequence[Block],
    gaps: Sequence[str],
    new: Sequence[tuple[Block, Block | None]],
    default_gap: Callable[[tuple[_Kind, _Kind]], str],
) -> list[str]:
    """Return the text before, between and after new blocks."""
    kinds: list[_Kind] = [None, *map(type, old), None]
    new_kinds: list[_Kind] = [None, *(type(block) for block, _ in new), None]
    usual = _usual_gaps(kinds, gaps)
    leading = _common(kinds, new_kinds)
    trailing = _common(kinds[leading:][::-1], new_kinds[leading:][::-1])
    blocks = [None, *old, None]
    former = [None, *(origin for _, origin in new), None]

    def gap_at(at: int, pair: tuple[_Kind, _Kind]) -> str:
        default = default_gap(pair)
        if at + 1 < leading or (at == 0 and old and new):
            place = at
        elif at >= len(new_kinds) - trailing or (pair[1] is None and old and new):
            place = at + len(kinds) - len(new_kinds)
        else:
            return usual.get(pair, default)
        neighbours = former[at : at + 2]
        is_same = any(neighbours) and neighbours == blocks[place : place + 2]
        if is_same or _fits(gaps[place], pair):
            return gaps[place]
        return usual.get(pair, default)

    return [gap_at(at, pair) for at, pair in enumerate(pairwise(new_kinds))]


def _common(one: Sequence[_Kind], other: Sequence[_Kind]) -> int:
    """Return the number of leading items that two sequences share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a is not b), min(len(one), len(other)))


def _usual_gaps(kinds: Sequence[_Kind], gaps: Sequence[str]) -> dict[tuple[_Kind, _Kind], str]:
    """Return the most common gap for each pair of neighbours."""
    counts: dict[tuple[_Kind, _Kind], Counter[str]] = {}
    for pair, gap in zip(pairwise(kinds), gaps, strict=True):
        if _fits(gap, pair):
            counts.setdefault(pair, Counter())[gap] += 1
    return {pair: count.most_common(1)[0][0] for pair, count in counts.items()}


def _fits(gap: str, pair: tuple[_Kind, _Kind]) -> bool:
    """Return whether a gap suits any two blocks of a pair of kinds.

    Shortcodes may share a line; beside Markdown, spaces have a meaning.
    """
    if pair[0] and pair[1] is None:
        return not gap.strip("\r\n")
    if all(kind in _SHORTCODES for kind in pair):
        return True
    return "\n" in gap and not gap.strip("\r\n")


def _default_gap(pair: tuple[_Kind, _Kind], *, between: int, has_tail: bool) -> str:
    above, below = pair
    if below is None:
        return "\n" * (min(_BEFORE_TAIL, between) if has_tail else 1)
    if above is SectionOpen or below is SectionClose:
        return "\n" * _INSIDE_SECTION
    is_between_remarks = above is below is Raw
    return "\n" * (max(_BETWEEN_REMARKS, between) if is_between_remarks else between)


def _with_details_remarks(blocks: Sequence[Block]) -> list[Block]:
    ends = _details_remarks(blocks)
    whole: list[Block] = []
    at = 0
    while at < len(blocks):
        if end := ends.get(at):
            whole.append(DetailsRemark("".join(block.source for block in blocks[at:end])))
        else:
            whole.append(blocks[at])
        at = end or at + 1
    return whole


def _details_remarks(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the ends of `details` blocks without a quote, by their starts."""
    openings: list[int] = []
    ends = {}
    for at, block in enumerate(blocks):
        if isinstance(block, SectionOpen):
            openings.append(at)
        elif isinstance(block, AnyQuote):
            openings.clear()
        elif isinstance(block, SectionClose) and openings:
            ends[openings.pop()] = at + 1
    return ends


def _body(blocks: Iterable[Block]) -> Iterator[Block]:
    for is_whole, run in groupby(blocks, lambda block: isinstance(block, DetailsRemark | _PLACED)):
        found = list(run)
        yield from found if is_whole else _remarks("".join(block.source for block in found))


def _remarks(text: str) -> Iterator[Raw]:
    end = 0
    for match in _REMARK.finditer(text):
        if match.start() > end:
            yield Raw(text[end : match.start()])
        yield Raw(match[0])
        end = match.end()
    if end < len(text):
        yield Raw(text[end:])
