"""Cut links of posts, completed from the comments of their threads."""

import pytest

from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.items import Comment, CommentId
from matome_tui.hugo.check.full_addresses import complete_post
from matome_tui.hugo.post.blocks import PostError, parse

URL = "https://example.org/moss/that/grows/on/links/nobody/reads/any_more?tab=1&x=2"
CUT = URL[:57]
SOURCE = "引用元：[https://news.ycombinator.com/item?id=1](https://news.ycombinator.com/item?id=1)"
LINK = f'<a href="{URL.replace("&", "&amp;")}">{CUT}...</a>'
COMMENT = Comment(CommentId(2), 1, "moss", 1_756_000_000, LINK)
HEAD = f"+++\ntitle = 'x' # by hand\n+++\n\n> x\n\n{SOURCE}\n\n"
WRITTEN = 'createdAt="2025/08/24 01:46:40" color="">}}'
OTHER = f'{{{{<matomeQuote body="*by hand*" userName="fern" {WRITTEN}\n'


def quote(body: str) -> str:
    return f'{{{{<matomeQuote body="{body}" userName="moss" {WRITTEN}\n'


def completed(body: str) -> str:
    text = complete_post(HEAD + quote(body) + OTHER, [COMMENT], PostOptions())
    assert text.startswith(HEAD)
    assert text.endswith(OTHER)
    (found, _other) = parse(text).quotes
    return found.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{CUT}...", URL),
        (f"苔 {CUT}… です", f"苔 {URL} です"),
        (f"*by hand* {CUT}...<br>x", f"*by hand* {URL}\nx"),
    ],
)
def test_the_link_is_completed_and_nothing_else(body: str, expected: str) -> None:
    assert completed(body) == expected


@pytest.mark.parametrize(
    "body", ["no link", f"{CUT.replace('moss', 'fern')}...", f"*x* {CUT}...苔"]
)
def test_what_cannot_be_completed_keeps_its_bytes(body: str) -> None:
    text = HEAD + quote(body) + OTHER
    assert complete_post(text, [COMMENT], PostOptions()) == text


def test_a_blockquote_and_line_ends_of_windows() -> None:
    signature = "> — [moss](https://news.ycombinator.com/item?id=2), 2025/08/24 01:46:40"
    text = f"{HEAD}> see {CUT}...\n>\n{signature}\n\nThe end.\n"
    for ends in ("\n", "\r\n"):
        post = text.replace("\n", ends)
        whole = complete_post(post, [COMMENT], PostOptions())
        assert whole.count("\n") == post.count("\n")
        assert whole.count("\r") == post.count("\r")
        assert CUT + "..." not in whole
        assert "any_more" in whole.replace("\\", "").replace("&#95;", "_")


def test_without_a_thread() -> None:
    with pytest.raises(PostError):
        complete_post("x", [COMMENT], PostOptions())
