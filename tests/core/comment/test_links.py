import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.comment.links import link_numbers, with_numbers
from matome_tui.core.comment.markup import Block, Document, Span, parse_html

A, B, C = (f"https://{name}.example/" for name in "abc")


def link(href: str) -> str:
    return f'<a href="{href}">{href}</a>'


def texts(html: str) -> list[str]:
    return [block.text for block in with_numbers(parse_html(html)).blocks]


# --- any text -------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["text ", "日本 ", "[1] ", "[2]: ", "[0]", "3. ", "<p>", "<i>", "</i>", "(", ") ", "[99] "]
) | st.integers(1, 6).map(lambda at: link(f"https://{at}.example/"))
COMMENTS = st.lists(PIECES, max_size=20).map("".join)


@given(COMMENTS)
def test_each_target_has_one_number(html: str) -> None:
    document = parse_html(html)
    numbers = link_numbers(document)
    assert set(numbers.values()) == set(document.links)
    assert len(set(numbers.values())) == len(numbers)
    assert list(numbers) == sorted(numbers)


def without_numbers(block: Block) -> tuple[str, tuple[Span, ...]]:
    """Take the numbers out again, with the space before each."""
    places = sorted((s.start - 1, s.end) for s in block.spans if s.kind == "number")

    def before(at: int) -> int:
        return at - sum(end - start for start, end in places if end <= at)

    text = list(block.text)
    for start, end in reversed(places):
        del text[start:end]
    kept = (s for s in block.spans if s.kind != "number")
    return "".join(text), tuple(Span(before(s.start), before(s.end), s.kind, s.href) for s in kept)


@given(COMMENTS)
def test_numbers_stand_behind_links_and_change_nothing_else(html: str) -> None:
    document = parse_html(html)
    numbers = link_numbers(document)
    for block, numbered in zip(document.blocks, with_numbers(document).blocks, strict=True):
        assert without_numbers(numbered) == (block.text, block.spans)
        targets = {span.end: span.href for span in numbered.spans if span.kind == "link"}
        for span in numbered.spans:
            if span.kind == "number":
                shown = numbered.text[span.start : span.end]
                assert numbers[int(shown[1:-1])] == targets[span.start - 1]
                assert shown == f"[{int(shown[1:-1])}]"


# --- examples -------------------------------------------------------------------------------------


def test_several_links_are_numbered_in_their_order() -> None:
    assert texts(f"{link(A)} and {link(B)}") == [f"{A} [1] and {B} [2]"]


def test_a_target_named_twice_has_one_number() -> None:
    assert texts(f"{link(A)} {link(B)} {link(A)}") == [f"{A} [1] {B} [2] {A} [1]"]


@pytest.mark.parametrize("html", ["no link", link(A), f"{link(A)} and {link(A)}"])
def test_a_single_target_needs_no_number(html: str) -> None:
    document = parse_html(html)
    assert with_numbers(document) == document
    assert list(link_numbers(document)) == [1][: len(document.links)]


@pytest.mark.parametrize("label", ["[{}] ", "[{}]: ", "[{}]", "{}. ", "{}: ", "{}) ", "[{}] - "])
def test_the_writers_own_numbers_are_kept(label: str) -> None:
    html = f"see [0]<p>{label.format(2)}{link(A)}<p>{label.format(0)}{link(B)}<p>{link(C)}"
    assert link_numbers(parse_html(html)) == {0: B, 1: C, 2: A}
    assert texts(html) == ["see [0]", f"{label.format(2)}{A}", f"{label.format(0)}{B}", f"{C} [1]"]


def test_a_number_that_the_text_uses_is_not_given_again() -> None:
    html = f"as said in [1], {link(A)} and {link(B)}<p>[1] A book, page 3"
    assert link_numbers(parse_html(html)) == {2: A, 3: B}


def test_of_two_links_with_the_same_number_the_first_keeps_it() -> None:
    html = f"[1] {link(A)}<p>[1] {link(B)}"
    assert link_numbers(parse_html(html)) == {1: A, 2: B}
    assert texts(html) == [f"[1] {A}", f"[1] {B} [2]"]


def test_a_year_is_no_number() -> None:
    assert link_numbers(parse_html(f"2020: {link(A)}<p>2021: {link(B)}")) == {1: A, 2: B}


def test_spans_around_a_link_move_with_it() -> None:
    href = "https://e.co"
    block = Block("paragraph", f"{href} it", (Span(0, 12, "link", href), Span(0, 15, "italic")))
    other = Block("paragraph", A, (Span(0, len(A), "link", A),))
    numbered = with_numbers(Document((block, other))).blocks[0]
    assert numbered.text == f"{href} [1] it"
    assert numbered.spans == (
        Span(0, 12, "link", href),
        Span(0, 19, "italic"),
        Span(13, 16, "number"),
    )
