"""Parts of a post's source that differ in kind, for colours."""

import re
from collections.abc import Iterator
from typing import Literal

from matome_tui.hugo.post.front_matter.document import find

SourceKind = Literal["markup", "key", "heading", "quote", "link"]
SourceSpan = tuple[int, int, SourceKind]
"""Start and end in code points of a line, and what is there."""

_FENCE = re.compile(r"(?:\+\+\+|---)\s*$|[{}]\s*$")
_KEY = re.compile(r'\s*(?:- )?(?P<key>"[^"]*"|[\w.-]+)\s*[=:]|\s*(?P<table>\[\[?[^\]]*\]\]?)\s*$')
_HEADING = re.compile(r"#{1,6} .*")
_QUOTED = re.compile(r">.*")
_SHORTCODE = re.compile(
    r"(?P<open>\{\{[<%]\s*/?\s*[\w./-]*)"
    r'(?P<parameters>(?:\s+(?:[\w-]+=)?(?:"(?:[^"\\]|\\.)*+"|[^\s">%]+))*+)'
    r"(?P<close>\s*/?[>%]\}\})"
)
_NAME = re.compile(r'\s([\w-]+=)(?:"(?:[^"\\]|\\.)*+"|\S+)|\s"(?:[^"\\]|\\.)*+"')
_TARGET = re.compile(r"\]\(([^()\s]+)\)")


def front_matter_lines(text: str) -> int:
    """Return the number of lines at the start of a post that are its front matter."""
    found = find(text)
    return found.source.rstrip("\n").count("\n") + 1 if found else 0


def source_spans(line: str, *, is_front_matter: bool) -> Iterator[SourceSpan]:
    """Yield the parts of a line; later ones lie on top of earlier ones."""
    if is_front_matter:
        if _FENCE.match(line):
            yield 0, len(line), "markup"
        elif key := _KEY.match(line):
            yield *key.span(key.lastgroup or 0), "key"
        return
    if _HEADING.match(line):
        yield 0, len(line), "heading"
    elif _QUOTED.match(line):
        yield 0, len(line), "quote"
    for target in _TARGET.finditer(line):
        yield *target.span(1), "link"
    for shortcode in _SHORTCODE.finditer(line):
        yield *shortcode.span("open"), "markup"
        for name in _NAME.finditer(line, *shortcode.span("parameters")):
            if name[1]:
                yield *name.span(1), "key"
        yield *shortcode.span("close"), "markup"
