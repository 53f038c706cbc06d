"""Posts as blocks: every byte of any text is kept."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.hugo.post.blocks import (
    Block,
    FrontMatter,
    MarkdownQuote,
    Post,
    PostError,
    Quote,
    Raw,
    SectionClose,
    SectionOpen,
    SourceLine,
    Tail,
    TitleLine,
    parse,
    render,
)

QUOTE = '{{<matomeQuote body="x<br>y" userName="ab" createdAt="2025/05/31 10:46:42" color="">}}'
ADDRESS = "https://news.ycombinator.com/item?id=7"
SIGNED = f"> a\\\n> b\n>\n> — [ab]({ADDRESS}), 2025/05/31 10:46:42"
SOURCE = "引用元：[https://news.ycombinator.com/item?id=7](https://news.ycombinator.com/item?id=7)"
TAIL = '[記事一覧へ]({{% ref "/posts/" %}})'
PIECES = [
    *["+++", "+++\n", "---\n", "title = 'a'\n", 'tags = ["a"]\n', "\n", "\r\n", "\r", " ", "\0"],
    *["\ufeff", "\ud800", "> ", "> T\n", SOURCE, SOURCE[:9], TAIL, TAIL[:12], QUOTE, QUOTE[:40]],
    *[SIGNED, SIGNED[:8], SIGNED[12:], "\n>\n"],
    *["{{<matomeQuote ", "{{< matomeQuote", '{{<details summary="（1）">}}', "{{< details >}}"],
    *[
        "{{</details>}}",
        "{{< /details >}}",
        "{{< list limit=2 >}}",
        "{{%",
        ">}}",
        "/>}}",
        '"',
        "\\",
    ],
    *[' body="', ' a="b"', ' color=""', " x=1", "{{</* matomeQuote */>}}", "`", "日本", "]("],
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


@given(texts)
def test_any_text_comes_back(text: str) -> None:
    post = parse(text)
    assert render(post) == text
    assert all(block.source for block in post.blocks)
    for quote in post.quotes:
        assert isinstance((quote.text, quote.user_name, quote.color, quote.written), tuple)
    assert post.thread is None or post.thread > 0


TOML = ["a", "b", ".", " = ", "= ", "1", "'x'", '"y"', "[", "]", "[[", "]]", "{", "}", ",", "\n"]
TOML += ["\r\n", "# c", "2025-01-01", "'''", "+"]


@given(st.lists(st.sampled_from(TOML)).map("".join))
def test_front_matter_parses_or_is_refused(toml: str) -> None:
    post, problem = parse(f"+++\n{toml}\n+++\n"), ""
    try:
        assert post.front_matter is not None
    except PostError as error:
        problem = str(error)
    assert "\n" not in problem


def _kinds(text: str) -> list[type[Block]]:
    return [type(block) for block in parse(text).blocks if not isinstance(block, Raw)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_blocks_of_a_post(end: str) -> None:
    lines = ["+++", "title = 'T'", "+++", "", "> T", "", SOURCE, "", QUOTE, ""]
    lines += ['{{< details summary="（1）">}}', QUOTE, "{{</details>}}", "", TAIL, ""]
    post = parse(end.join(lines))
    assert _kinds(end.join(lines)) == [
        *[FrontMatter, TitleLine, SourceLine, Quote, SectionOpen, Quote, SectionClose, Tail]
    ]
    assert post.front_matter == {"title": "T"}
    assert post.thread == 7
    assert not any(block.source.endswith("\r") for block in post.blocks)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{{< matomeQuote body="a" >}}', [Quote]),
        ('{{<matomeQuote  body="a"\n color="" />}}', [Quote]),
        ('{{<matomeQuote body="\\"" >}}', [Quote]),
        ("{{<matomeQuote>}}", []),
        ("{{<matomeQuote body='a'>}}", []),
        ('{{<matomeQuote body="a>}}', []),
        ('{{<matomeQuote body="a\nb">}}', []),
        ('{{</* matomeQuote body="a" */>}}', []),
        ("{{< details >}}{{< /details >}}", [SectionOpen, SectionClose]),
        ('{{<detailsX summary="">}}', []),
        ("> a\n> b", [TitleLine]),
        (f"{QUOTE}\n> a", [Quote]),
        (">a", []),
        (" > a", []),
        (f"x {SOURCE}", [SourceLine]),
        (f"Source: [it]({ADDRESS}), 2025", [SourceLine]),
        (f"{QUOTE}\nSource: [it]({ADDRESS})", [Quote]),
        ("Source: [it](https://example.com/item?id=7)", []),
        (SIGNED, [MarkdownQuote]),
        ("> a\n>\n> — [ab](https://example.com/item?id=7), 2025/05/31 10:46:42", [TitleLine]),
        (f"{TAIL} ", []),
        ("+++\n+++", [FrontMatter]),
        ("+++\na=1\n+++ \nx", [FrontMatter]),
        ("\ufeff+++\n+++\n", [FrontMatter]),
        ("+++\na=1\n+++x\n", []),
        ("x+++\n+++\n", []),
        ("\n+++\n+++\n", [FrontMatter]),
        ('{"a": 1}\n', [FrontMatter]),
        ("---\ntitle: a\n---\n", [FrontMatter]),
        ("---\ntitle: a\n+++\n", []),
    ],
)
def test_what_is_a_block(text: str, kinds: list[type[Block]]) -> None:
    assert _kinds(text) == kinds


def test_a_quote_says_what_its_source_says() -> None:
    (quote,) = parse(QUOTE.replace("x<br>y", 'a \\"b\\" &amp; color=\\"c\\"')).quotes
    assert quote.text == 'a "b" & color="c"'
    assert (quote.user_name, quote.color, quote.written) == (
        "ab",
        "",
        datetime(2025, 5, 31, 10, 46, 42),
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025/03/08 01:52:37", datetime(2025, 3, 8, 1, 52, 37)),
        ("2025-03-08T01:52:37", datetime(2025, 3, 8, 1, 52, 37)),
        ("2025-03-08T01:52:37Z", datetime(2025, 3, 8, 1, 52, 37)),
        ("2025-03-08", None),
        ("9999999/01/01 00:00:00", None),
        ("", None),
    ],
)
def test_the_times_that_posts_hold(written: str, moment: datetime | None) -> None:
    assert Quote(QUOTE.replace("2025/05/31 10:46:42", written)).written == moment


def test_a_parameter_is_replaced_where_it_stands_and_added_where_it_lacks() -> None:
    quote = Quote('{{< matomeQuote color="red"  userName="ab"\tbody="a" />}}')
    assert quote.replace({"body": "b", "color": ""}).source == (
        '{{< matomeQuote color=""  userName="ab"\tbody="b" />}}'
    )
    bare = Quote('{{<matomeQuote body="a">}}')
    assert bare.replace({"color": "#ff5733"}).source == (
        '{{<matomeQuote body="a" color="#ff5733">}}'
    )
    assert Quote('{{<matomeQuote body="a" />}}').replace({"color": "c"}).color == "c"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "item?id=",
        "item?id=x",
        "xitem?id=5",
        f"item?id={'9' * 5000}",
        "item?id=１２",
        "user?id=a",
    ],
)
def test_a_source_line_that_names_no_thread(link: str) -> None:
    assert parse(f"引用元：[{link}]({link})").thread is None


def test_front_matter_keeps_its_bytes_around_a_change() -> None:
    source = (
        '\ufeff+++ \r\n# mine\r\nzeta=1 # kept\r\n\r\ntitle   =  "It\'s"  # named\r\n'
        "featureimage = 'a'\r\nb.c = [ 1,\r\n 2 ]\r\n\r\n[params]\r\nx = 'y'\r\n\r\n+++\t"
    )
    front = FrontMatter(source)
    assert front.replace({}).source == source
    assert front.replace({"title": "new"}).source == source.replace('"It\'s"', '"new"')
    assert front.replace({"featureimage": None}).source == source.replace(
        "featureimage = 'a'\r\n", ""
    )
    changed = front.replace({"tags": ("a", 'b"c')})
    assert changed.values["tags"] == ["a", 'b"c']
    assert changed.values["params"] == {"x": "y"}


def test_keys_can_be_set_where_there_are_none() -> None:
    assert FrontMatter("+++\n+++").replace({"title": "a"}).source == "+++\ntitle = 'a'\n+++"


@pytest.mark.parametrize(
    "toml", ["a = ", "a = 1\na = 2", "a = 2025-13-45", "a = " + "[" * 5000, "\0", "a\rb"]
)
def test_front_matter_that_does_not_parse(toml: str) -> None:
    post = parse(f"+++\n{toml}\n+++\n")
    with pytest.raises(PostError, match="not valid TOML") as caught:
        _ = post.front_matter
    assert "\n" not in str(caught.value)
    with pytest.raises(PostError):
        FrontMatter(post.blocks[0].source).replace({"a": 1})


def test_a_post_of_no_blocks() -> None:
    assert parse("") == Post(())
    assert render(Post(())) == ""


@pytest.mark.parametrize(
    "line",
    ["引用元：{}", "引用元： {}", "Source: <{}>", "引用元：{} \r"],
    ids=["plain", "space", "angle", "crlf"],
)
def test_a_source_line_without_a_link_names_its_thread(line: str) -> None:
    text = (
        f"+++\n+++\n\n> 題\n\n{line.format('https://news.ycombinator.com/item?id=7')}\n\n{QUOTE}\n"
    )
    post = parse(text)
    assert (post.thread, render(post)) == (7, text)
    assert any(isinstance(block, SourceLine) for block in post.blocks)


@pytest.mark.parametrize(
    "line", ["see https://news.ycombinator.com/item?id=7 today", "x: https://a.test/item?id=7"]
)
def test_an_address_in_prose_is_no_source_line(line: str) -> None:
    assert parse(f"{line}\n\n{QUOTE}\n").thread is None
