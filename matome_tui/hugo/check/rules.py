"""All that a check finds in the text of one post."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matome_tui.hugo.check.bodies import check_text, tokens
from matome_tui.hugo.check.finding import Edit, Finding, Surroundings, excerpt
from matome_tui.hugo.check.head import check_front_matter, check_lack
from matome_tui.hugo.check.plain import TIME
from matome_tui.hugo.check.shortcodes import BUILT_IN, Call, Form, calls
from matome_tui.hugo.post.blocks import (
    Block,
    FrontMatter,
    MarkdownQuote,
    Quote,
    SectionClose,
    SectionOpen,
    SourceLine,
    Tail,
    TitleLine,
    parse,
)
from matome_tui.hugo.post.encode import decode_body, encode_body, encode_quoted

Placed = tuple[int, Block]
"""A block, and where it is in the text of its post."""

_BODY = re.compile(r'\sbody="((?:[^"\\\n]|\\[^\n])*)"')
_SUMMARY = re.compile(r'\ssummary="((?:[^"\\\n]|\\[^\n])*)"')
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3,4}){1,2}|(?!#).*")
# Blocks that are one shortcode each; Hugo may not take what is behind a backslash as we do.
_FORMS: dict[type[Block], tuple[str, Form]] = {
    Quote: ("matomeQuote", "closed"),
    SectionOpen: ("details", "opening"),
    SectionClose: ("details", "closing"),
}
# A quote whose body Hugo's lexer ends too early, up to what follows the body in such quotes.
_BROKEN = re.compile(
    r'\{\{<\s*matomeQuote\s+body="(?P<body>(?:(?!\{\{[<%]).){0,20000}?)"'
    r'(?=\s+userName="[\w-]*"\s+createdAt="[\d/: T-]*"(?:\s+\w+="[^"\n]*")*\s*/?>\}\})',
    re.DOTALL,
)


def check(text: str, around: Surroundings) -> list[Finding]:
    """Return what is wrong in the text of a post, in order."""
    found = check_blocks(text, placed_blocks(text), around)
    return sorted(found, key=lambda finding: finding.at)


def check_blocks(text: str, placed: Sequence[Placed], around: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong in the text of a post, whose blocks are at hand, in no order."""
    yield from _head(text, placed, around)
    yield from _shortcodes(text, placed, around)
    for at, block in placed:
        yield from _block(block, at, around)
    yield from _duplicates(placed)


def apply(text: str, findings: Sequence[Finding]) -> str:
    """Return a text with the edits of findings made; of edits that overlap the first."""
    edits = sorted({finding.edit for finding in findings if finding.edit})
    parts, at = [], 0
    for start, end, new in edits:
        if start >= at:
            parts += [text[at:start], new]
            at = end
    return "".join([*parts, text[at:]])


def place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, from 1, of an index into a text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def placed_blocks(text: str) -> list[Placed]:
    """Return the blocks of a post with their places in its text."""
    placed, at = [], 0
    for block in parse(text).blocks:
        placed.append((at, block))
        at += len(block.source)
    return placed


def _head(text: str, placed: Sequence[Placed], around: Surroundings) -> Iterator[Finding]:
    is_post = any(isinstance(block, Quote | MarkdownQuote | SourceLine) for _, block in placed)
    if placed and isinstance(placed[0][1], FrontMatter):
        return check_front_matter(placed[0][1], around, is_post=is_post)
    return check_lack(text, is_post=is_post)


def _block(block: Block, at: int, around: Surroundings) -> Iterator[Finding]:
    match block:
        case Quote():
            yield from _quote(block, at, around)
        case SectionOpen():
            if summary := _SUMMARY.search(block.source):
                yield from check_text(
                    summary[1], at + summary.start(1), at + summary.end(1), around
                )
        case TitleLine():
            yield from check_text(block.source[2:], at + 2, at + len(block.source), around)
        case MarkdownQuote():
            yield from _markdown_quote(block, at, around)
        case SectionClose() | FrontMatter():
            return
        case _:
            for start, token in tokens(block.source):
                message = f"Hugo takes {excerpt(token)} for a mark of its own"
                yield Finding("token", at + start, message)


def _quote(quote: Quote, at: int, around: Surroundings) -> Iterator[Finding]:
    parameters = quote.parameters
    missing = [name for name in ("userName", "createdAt") if not parameters.get(name)]
    if "body" not in parameters:
        missing.insert(0, "body")
    if missing:
        yield Finding("quote", at, f"the quote has no {' and no '.join(missing)}")
    elif not TIME.fullmatch(parameters["createdAt"]) and quote.written is None:
        yield Finding("quote", at, f"{excerpt(parameters['createdAt'])} is no time of a comment")
    color = parameters.get("color", "")
    if not _COLOR.fullmatch(color):
        yield Finding("quote", at, f"{excerpt(color)} is no colour")
    if body := _BODY.search(quote.source):
        text = body[1].replace('\\"', '"')
        yield from check_text(text, at + body.start(1), at + body.end(1), around)


def _markdown_quote(quote: MarkdownQuote, at: int, around: Surroundings) -> Iterator[Finding]:
    for line in quote.source.splitlines(keepends=True)[:-2]:
        text = line.rstrip("\r\n").removesuffix("\\")[2:]
        mended = None
        for found in check_text(text, at + 2, at + 2 + len(text), around):
            # Such quotes do without HTML, and so without what would help a link in those themes.
            if found.kind == "link-entity":
                continue
            if found.edit:
                mended = mended or encode_quoted(decode_body(text), around.style)[2:]
                found = replace(found, edit=found.edit._replace(text=mended))  # noqa: PLW2901
            yield found
        at += len(line)


def _duplicates(placed: Sequence[Placed]) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, block in placed:
        if not isinstance(block, Quote | MarkdownQuote):
            continue
        key = block.source.partition(' color="')[0]
        if key in seen:
            message = f"the comment of {excerpt(block.user_name)} is quoted before"
            yield Finding("duplicate-quote", at, message)
        seen.add(key)


def _shortcodes(text: str, placed: Sequence[Placed], around: Surroundings) -> Iterator[Finding]:
    found = [call for at, block in placed for call in _calls(block, at)]
    faults = [call for call in found if call.fault]
    for call in faults:
        yield Finding(
            "shortcode",
            call.start,
            f"Hugo cannot read {excerpt(text, call.start)}: {call.fault}",
            _mended(text, call, around),
        )
    yield from _unknown(found, around)
    yield from _nesting(text, placed, found, can_edit=not faults)


def _calls(block: Block, at: int) -> Iterator[Call]:
    form = _FORMS.get(type(block))
    if form and "\\" not in block.source:
        yield Call(at, at + len(block.source), *form)
    elif "{{" in block.source and not isinstance(block, FrontMatter):
        for call in calls(block.source):
            yield call._replace(start=at + call.start, end=at + call.end)


def _mended(text: str, call: Call, around: Surroundings) -> Edit | None:
    """Return the edit that makes a quote one that Hugo reads, if its parts can be told."""
    broken = _BROKEN.match(text, call.start)
    return broken and Edit(*broken.span("body"), encode_body(broken["body"], around.style))


def _unknown(found: Sequence[Call], around: Surroundings) -> Iterator[Finding]:
    if around.shortcodes is None:
        return
    known = BUILT_IN | around.shortcodes
    first = {call.name: call for call in reversed(found) if not call.fault}
    for name, call in first.items():
        if name.lower() not in known and not name.endswith(".inline"):
            yield Finding(
                "unknown-shortcode", call.start, f"the site has no shortcode {excerpt(name)}"
            )


def _nesting(
    text: str, placed: Sequence[Placed], found: Sequence[Call], *, can_edit: bool
) -> Iterator[Finding]:
    """Yield folds that are not closed, and what is closed without having been opened."""
    opened: defaultdict[str, list[Call]] = defaultdict(list)
    for call in found:
        if call.form == "opening" and not call.fault:
            opened[call.name].append(call)
        elif call.form == "closing" and not call.fault:
            if opened[call.name]:
                opened[call.name].pop()
            else:
                kind = "fold" if call.name == "details" else "shortcode"
                edit = Edit(call.start, call.end, "") if can_edit and kind == "fold" else None
                yield Finding(
                    kind,
                    call.start,
                    f"nothing opened what {excerpt(text[call.start : call.end])} closes",
                    edit,
                )
    ends = _quote_ends(placed) if opened["details"] else []
    for call in opened["details"]:
        end = ends[bisect_left(placed, call.end, key=lambda place: place[0])] or call.end
        edit = Edit(end, end, "\n\n{{</details>}}") if can_edit else None
        yield Finding("fold", call.start, "the fold is not closed", edit)


def _quote_ends(placed: Sequence[Placed]) -> list[int]:
    """Return for each block, and for none, where the last quote from it on ends before a fold.

    That is where a fold that is not closed should be. 0 stands for no quote.
    """
    ends = [0]
    for at, block in reversed(placed):
        if isinstance(block, SectionOpen | SectionClose | Tail):
            ends.append(0)
        else:
            ends.append(ends[-1] or (at + len(block.source) if isinstance(block, Quote) else 0))
    return ends[::-1]
