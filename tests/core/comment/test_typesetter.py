from dataclasses import replace

from matome_tui.core.comment.layout import Line, lay_out
from matome_tui.core.comment.markup import Span, parse_html
from matome_tui.core.comment.typesetter import Typesetter
from matome_tui.core.thread.search import Query

CODE = "<pre><code>def f(x):\n    return x\n</code></pre>"
LONG_CODE = f"<pre><code>x = {'y + ' * 20}z\n</code></pre>"


def plain(lines: list[Line]) -> list[Line]:
    return [replace(line, spans=()) for line in lines]


def kinds(lines: list[Line]) -> set[str]:
    return {span.kind for line in lines for span in line.spans}


def test_lines_are_made_once() -> None:
    setter = Typesetter("…")
    assert setter.lines("one two", 5) is setter.lines("one two", 5)


def test_lines_are_made_again_for_another_width() -> None:
    setter = Typesetter("…")
    assert [line.text for line in setter.lines("one two", 5)] == ["one", "two"]
    assert [line.text for line in setter.lines("one two", 9)] == ["one two"]


def test_code_is_coloured_only_when_asked() -> None:
    setter = Typesetter("…")
    before = setter.lines(CODE, 40)
    assert setter.needs_highlighting(CODE)
    assert not kinds(before)
    assert setter.highlight(CODE)
    assert not setter.needs_highlighting(CODE)
    after = setter.lines(CODE, 40)
    assert kinds(after) == {"keyword"}
    assert plain(after) == before


def test_code_without_colours_is_not_highlighted_again() -> None:
    setter = Typesetter("…")
    html = "<pre><code>just words\n</code></pre>"
    before = setter.lines(html, 40)
    assert not setter.needs_highlighting("no code")
    assert setter.needs_highlighting(html)
    assert not setter.highlight(html)
    assert not setter.needs_highlighting(html)
    assert setter.lines(html, 40) is before


def test_colours_stay_when_lines_change() -> None:
    setter = Typesetter("…")
    setter.highlight(CODE)
    setter.query = Query("return")
    assert kinds(setter.lines(CODE, 40)) == {"keyword", "match"}
    setter.query = None
    setter.code_from = 4
    lines = setter.lines(CODE, 40)
    assert [line.text for line in lines] == ["f(x):", "return x"]
    assert lines[1].spans == (Span(0, 6, "keyword"),)


def test_a_search_is_marked_over_everything_else() -> None:
    setter = Typesetter("…")
    setter.highlight(CODE)
    setter.query = Query("ef f")
    (first, _) = setter.lines(CODE, 40)
    assert [span.kind for span in first.spans] == ["keyword", "match"]


def test_code_is_cut_or_broken() -> None:
    setter = Typesetter("~")
    assert [line.text for line in setter.lines(LONG_CODE, 10)] == ["x = y + y~"]
    setter.code_from = None
    assert setter.lines(LONG_CODE, 10) == lay_out(parse_html(LONG_CODE), 10)
    assert len(setter.lines(LONG_CODE, 10)) > 1


def test_links_are_numbered() -> None:
    html = '<a href="https://a.example">x</a> <a href="https://b.example">y</a>'
    assert "[2]" in "".join(line.text for line in Typesetter("…").lines(html, 80))


def test_recently_used_texts_are_kept() -> None:
    setter = Typesetter("…")
    first = setter.lines("text 0", 40)
    for number in range(1, 2_001):
        setter.lines(f"text {number}", 40)
    assert setter.lines("text 0", 40) is not first
