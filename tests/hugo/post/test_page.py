"""A post as its page reads, and the parts of its source."""

from matome_tui.hugo.post.highlight import front_matter_lines, source_spans
from matome_tui.hugo.post.page import read_page

POST = """\
+++
date = '2025-08-15T00:00:00'
title = 'Moss & "more"'
tags = ["moss", "苔"]
+++

> Moss & more

引用元：[https://news.ycombinator.com/item?id=1](https://news.ycombinator.com/item?id=1)

## A *quiet* heading

{{<matomeQuote body="One &lt;b&gt;<br><br>two &#42; three" userName="moss_1" \
createdAt="2025/08/15 16:14:31" color="#ff5733">}}

- an **item**
- [a link](https://example.com/)

{{< details summary="More (2)">}}

{{<matomeQuote body="three" userName="a" createdAt="" color="">}}

Hidden as well.

{{</details>}}

> Four\\
> and five
>
> — [moss_2](https://news.ycombinator.com/item?id=3), 2025/08/15 16:14:31

[All posts]({{% ref "/posts" %}})
"""


def test_a_page_shows_text_without_markup_and_sections_closed() -> None:
    parts = [(part.kind, part.text) for part in read_page(POST)]
    assert parts == [
        ("title", 'Moss & "more"'),
        ("facts", "2025-08-15  moss  苔"),
        ("quoted", "Moss & more"),
        ("paragraph", "引用元：https://news.ycombinator.com/item?id=1"),
        ("heading", "A quiet heading"),
        ("quote", "moss_1  2025/08/15 16:14\nOne <b>\n\ntwo * three"),
        ("paragraph", "- an item"),
        ("paragraph", "- a link"),
        ("section", "More (2)"),
        ("quote", "Four\nand five\n\n— moss_2, 2025/08/15 16:14:31"),
        ("paragraph", "All posts"),
    ]
    assert [part.color for part in read_page(POST) if part.kind == "quote"] == ["#ff5733", ""]


def test_parts_of_a_page_have_their_styles() -> None:
    styled = {
        (part.text[start:end], kind) for part in read_page(POST) for start, end, kind in part.spans
    }
    assert {
        ("quiet", "italic"),
        ("item", "strong"),
        ("a link", "link"),
        ("moss_1", "author"),
        ("moss_2", "link"),
        ("All posts", "link"),
    } <= styled


def test_any_text_is_a_page() -> None:
    assert [part.text for part in read_page("+++\nno = toml =\n+++\n\nText\x1b[31m\n")] == [
        "Text[31m"
    ]
    assert [part.text for part in read_page('{{<details summary="open">}}\n\ntext')] == ["open"]
    assert read_page("") == []


def test_the_source_has_its_parts() -> None:
    lines = POST.split("\n")
    header = front_matter_lines(POST)
    assert lines[header - 1] == "+++"

    def parts(number: int) -> list[tuple[str, str]]:
        spans = source_spans(lines[number], is_front_matter=number < header)
        return [(lines[number][start:end], kind) for start, end, kind in spans]

    assert parts(0) == [("+++", "markup")]
    assert parts(1) == [("date", "key")]
    assert parts(6) == [("> Moss & more", "quote")]
    assert parts(8) == [("https://news.ycombinator.com/item?id=1", "link")]
    assert parts(10) == [("## A *quiet* heading", "heading")]
    assert [text for text, _kind in parts(12)] == [
        *("{{<matomeQuote", "body=", "userName=", "createdAt=", "color=", ">}}")
    ]
    assert parts(23)[0] == ("{{</details", "markup")
