"""The linter of one post: calls the rules for each block, and makes the edits of findings."""

import re
from collections.abc import Iterable, Iterator, Sequence

from matome_tui.hugo.check.asterisks import bare_asterisks
from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.finding import Edit, Finding, excerpt
from matome_tui.hugo.check.front_matter import lint_front_matter
from matome_tui.hugo.check.harmless import TIME, USUAL_QUOTE, comment_key
from matome_tui.hugo.check.nesting import lint_nesting
from matome_tui.hugo.check.parsed import ParsedPost
from matome_tui.hugo.check.quoted_text import LINE, hugo_tokens, lint_text, token_message
from matome_tui.hugo.check.shortcodes import BUILT_IN, Form, Shortcode, read_shortcodes
from matome_tui.hugo.post.blocks import (
    AnyQuote,
    Block,
    FrontMatter,
    MarkdownQuote,
    Quote,
    SectionClose,
    SectionOpen,
    SourceLine,
    TitleLine,
)
from matome_tui.hugo.post.encode import encode_body, is_user_name
from matome_tui.i18n import N_, _

_BODY = re.compile(r'\sbody="((?:[^"\\\n]++|\\[^\n])*+)"')
_SUMMARY = re.compile(r'\ssummary="((?:[^"\\\n]++|\\[^\n])*+)"')
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3,4}){1,2}|(?!#).*")
_OF_POSTS = AnyQuote | SourceLine
# Blocks that are one shortcode each; behind a backslash Hugo may read a block differently.
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
_LACKING = {
    "body": N_("The quote has no body"),
    "userName": N_("The quote has no userName"),
    "createdAt": N_("The quote has no createdAt"),
}


def lint(text: str, context: PostContext) -> list[Finding]:
    """Return the findings in the text of a post, in order."""
    return sorted(lint_parsed(ParsedPost(text), context), key=lambda finding: finding.offset)


def lint_parsed(post: ParsedPost, context: PostContext) -> Iterator[Finding]:
    """Yield the findings in a post, in no order."""
    is_post = any(isinstance(block, _OF_POSTS) for _, block in post.blocks)
    yield from lint_front_matter(post, context, is_post=is_post)
    yield from _shortcodes(post, context)
    for offset, block in post.blocks:
        yield from _block(block, offset, context)
    yield from _duplicates(post)


def apply_edits(text: str, findings: Sequence[Finding]) -> str:
    """Return a text with the edits of findings made; of edits that overlap, the first."""
    edits = {finding.edit[:2]: finding.edit for finding in reversed(findings) if finding.edit}
    parts, at = [], 0
    for (start, end), edit in sorted(edits.items()):
        if start >= at:
            parts += [text[at:start], edit.text if isinstance(edit.text, str) else edit.text()]
            at = end
    return "".join([*parts, text[at:]])


def _block(block: Block, offset: int, context: PostContext) -> Iterable[Finding]:
    match block:
        case Quote():
            return _quote(block, offset, context)
        case SectionOpen():
            if summary := _SUMMARY.search(block.source):
                start, end = summary.span(1)
                return lint_text(summary[1], offset + start, offset + end, context)
        case TitleLine():
            end = offset + len(block.source)
            return lint_text(block.source[2:], offset + 2, end, context)
        case MarkdownQuote():
            return _markdown_quote(block, offset, context)
        case SectionClose() | FrontMatter():
            pass
        case _ if not block.source.isspace():
            return _remark(block.source, offset)
    return ()


def _remark(source: str, offset: int) -> Iterator[Finding]:
    for start, token in hugo_tokens(source):
        yield Finding("token", offset + start, token_message(token))
    for start, text in bare_asterisks(source):
        message = _("Readers see the asterisks of {source}; move the punctuation outside")
        yield Finding("asterisks", offset + start, message.format(source=excerpt(text)))


def _quote(quote: Quote, offset: int, context: PostContext) -> Iterable[Finding]:
    if usual := USUAL_QUOTE.fullmatch(quote.source):
        start, end = usual.span("body")
        return lint_text(usual["body"], offset + start, offset + end, context)
    return _unusual_quote(quote, offset, context)


def _unusual_quote(quote: Quote, offset: int, context: PostContext) -> Iterator[Finding]:
    for message in _parameter_problems(quote):
        yield Finding("quote", offset, message)
    parameters = quote.source.removesuffix(">}}").rstrip()
    if parameters.endswith("/"):
        end = len(parameters.removesuffix("/").rstrip())
        edit = Edit(offset + end, offset + len(quote.source) - len(">}}"), "")
        message = _("The quote closes itself, which its shortcode does not allow")
        yield Finding("shortcode", offset, message, edit)
    if body := _BODY.search(quote.source):
        text = body[1].replace('\\"', '"')
        yield from lint_text(text, offset + body.start(1), offset + body.end(1), context)


def _parameter_problems(quote: Quote) -> Iterator[str]:
    """Yield what is wrong with the parameters of a quote.

    An empty time is the unknown time of a comment.
    """
    parameters = quote.parameters
    for name, message in _LACKING.items():
        if name not in parameters or not (parameters[name] or name == "createdAt"):
            yield _(message)
    author, time = parameters.get("userName"), parameters.get("createdAt")
    if author and not is_user_name(author):
        yield _("{name} is not a user name of Hacker News").format(name=excerpt(author))
    if time and not TIME.fullmatch(time) and quote.written is None:
        yield _("{text} is not the time of a comment").format(text=excerpt(time))
    color = parameters.get("color", "")
    if not _COLOR.fullmatch(color):
        yield _("{text} is not a colour").format(text=excerpt(color))


def _markdown_quote(quote: MarkdownQuote, offset: int, context: PostContext) -> Iterator[Finding]:
    for line in quote.body.splitlines(keepends=True):
        start = re.match("> ?", line)
        first = start.end() if start else 0
        text = line.rstrip("\r\n").removesuffix("\\")[first:]
        yield from lint_text(text, offset + first, offset + first + len(text), context, LINE)
        offset += len(line)


def _duplicates(post: ParsedPost) -> Iterator[Finding]:
    seen: set[str] = set()
    for offset, block in post.blocks:
        if not isinstance(block, AnyQuote):
            continue
        key = comment_key(block.source)
        if key in seen:
            message = _("This comment by {author} is already quoted")
            author = excerpt(block.user_name)
            yield Finding("duplicate-quote", offset, message.format(author=author))
        seen.add(key)


def _shortcodes(post: ParsedPost, context: PostContext) -> Iterator[Finding]:
    found = [*_calls(post)]
    invalid = [call for call in found if call.error]
    for call in invalid:
        message = _("Hugo cannot read {shortcode}: {reason}").format(
            shortcode=excerpt(post.text, call.start), reason=call.error
        )
        yield Finding("shortcode", call.start, message, _mended(post.text, call, context))
    yield from _unknown(found, context)
    yield from lint_nesting(post, found, can_edit=not invalid)


def _calls(post: ParsedPost) -> Iterator[Shortcode]:
    """Yield the shortcodes of a post in order, but of those that are valid quotes only the first.

    All of them are closed and have the same name, which is all that rules of shortcodes look at.
    """
    has_quote = False
    for offset, block in post.blocks:
        source = block.source
        if "{{" not in source or isinstance(block, FrontMatter):
            continue
        form = _FORMS.get(type(block))
        if form is None or "\\" in source:
            for call in read_shortcodes(source):
                yield call._replace(start=offset + call.start, end=offset + call.end)
        elif not (has_quote and isinstance(block, Quote)):
            has_quote = has_quote or isinstance(block, Quote)
            yield Shortcode(offset, offset + len(source), *form)


def _mended(text: str, call: Shortcode, context: PostContext) -> Edit | None:
    """Return the edit that makes a quote readable for Hugo, if its parts can be distinguished."""
    broken = _BROKEN.match(text, call.start)
    return broken and Edit(*broken.span("body"), encode_body(broken["body"], context.style))


def _unknown(found: Sequence[Shortcode], context: PostContext) -> Iterator[Finding]:
    if context.shortcodes is None:
        return
    known = BUILT_IN | context.shortcodes
    first = {call.name: call for call in reversed(found) if not call.error}
    for name, call in first.items():
        if name.lower() not in known and not name.endswith(".inline"):
            message = _("The site has no shortcode {name}").format(name=excerpt(name))
            yield Finding("unknown-shortcode", call.start, message)
