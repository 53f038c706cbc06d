"""The process that extracts the text of an HTML file: `python -m matome_tui.article.extractor`.

It writes JSON: the title, and the paragraphs in order.
"""

import json
import sys
from pathlib import Path
from typing import Any


def main(file: Path, charset: str) -> None:
    """Write the text of an HTML file to standard output.

    Args:
        file: The file.
        charset: Its encoding; empty to find that out.
    """
    from trafilatura import bare_extraction

    data = file.read_bytes()
    try:
        page: bytes | str = data.decode(charset) if charset else data
    except (LookupError, ValueError):
        page = data
    found: Any = bare_extraction(page, include_comments=False, with_metadata=True)
    body = None if found is None else found.body
    paragraphs = [] if body is None else [_text(element) for element in body]
    title = (found and found.title) or ""
    sys.stdout.write(json.dumps({"title": title, "paragraphs": paragraphs}))


def _text(element: Any) -> str:
    """Return the text of an element of trafilatura's tree: paragraph, heading, list, table..."""
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    if element.tag == "list":
        return "\n".join(f"- {_line(item)}" for item in element.iter("item"))
    if element.tag == "table":
        return "\n".join(" | ".join(map(_line, row)) for row in element.iter("row"))
    if len(parts := element.findall("p")) > 1:
        return "\n".join(map(_line, parts))
    return "".join(element.itertext())


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
