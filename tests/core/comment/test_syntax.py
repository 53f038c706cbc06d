import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.comment.markup import Block, Document
from matome_tui.core.comment.syntax import highlight, is_prose

FRAGMENTS = st.sampled_from(
    [
        *("def f(x):", "return x", "#include <a>", "int x = 1;", "{", "}", "// it", "/* it", "*/"),
        *("SELECT a FROM b", "-- it", "(define x", ";", '"', "'", "\\", '"""', "`", "$ ls -l"),
        *("<b>", "&amp;", "<!--", '"key": 1,', "\\x -> x", "::", "end", "do |x|", "日本語", "0x1f"),
        *("\n", "\n", "\n    ", " ", "prose about it. ", "- item\n", "e\u0301", "😀"),
    ]
)
CODE = st.lists(FRAGMENTS, max_size=30).map("".join)


def parts(code: str) -> list[tuple[str, str]]:
    (block,) = highlight(Document((Block("code", code),))).blocks
    return [(span.kind, code[span.start : span.end]) for span in block.spans]


# --- any text -------------------------------------------------------------------------------------


@given(CODE | st.text(max_size=80))
def test_parts_follow_one_another_in_the_same_text(code: str) -> None:
    (block,) = highlight(Document((Block("code", code),))).blocks
    assert block.text == code
    at = 0
    for span in block.spans:
        assert at <= span.start < span.end <= len(code)
        assert span.kind in ("comment", "string", "keyword", "literal")
        at = span.end


@given(CODE)
def test_only_code_is_coloured(text: str) -> None:
    document = Document((Block("paragraph", text), Block("quote", text)))
    assert highlight(document) == document


# --- what is recognised ---------------------------------------------------------------------------

EXAMPLES = {
    "python": (
        'def greet(name):\n    # be nice\n    return f"hi {name}" * 2',
        [("keyword", "def"), ("comment", "# be nice"), ("keyword", "return")],
        [("string", '"hi {name}"'), ("literal", "2")],
    ),
    "python, one line": (
        "for x in (y for y in z):",
        [("keyword", word) for word in ("for", "in", "for", "in")],
        [],
    ),
    "c": (
        "#if LINUX\nint main(void) { return 0x1f; } /* done */\n#endif",
        [("keyword", "#if"), ("keyword", "int"), ("keyword", "void"), ("keyword", "return")],
        [("literal", "0x1f"), ("comment", "/* done */"), ("keyword", "#endif")],
    ),
    "javascript": (
        "const [a, b] = useThing(`x`)",
        [("keyword", "const"), ("string", "`x`")],
        [],
    ),
    "rust": (
        "fn first<'a>(s: &'a str) -> char {\n    's'\n}",
        [("keyword", "fn"), ("keyword", "'a"), ("keyword", "'a")],
        [("keyword", "char"), ("string", "'s'")],
    ),
    "shell": (
        "$ curl -sSf https://example.com/x  # careful",
        [("keyword", "-sSf"), ("comment", "# careful")],
        [],
    ),
    "sql": (
        "select name from users where age > 30 -- old",
        [("keyword", "select"), ("keyword", "from"), ("keyword", "where")],
        [("literal", "30"), ("comment", "-- old")],
    ),
    "lisp": (
        '(define (twice x) (string-append x "!"))',
        [("keyword", "define"), ("string", '"!"')],
        [],
    ),
    "html": (
        '<p class="x">\n  One &amp; two\n</p>',
        [("keyword", "<p"), ("string", '"x"'), ("keyword", ">")],
        [("keyword", "&amp;"), ("keyword", "</p"), ("keyword", ">")],
    ),
    "json": (
        '{\n  "name": "moss",\n  "is_wet": true\n}',
        [("string", '"name"'), ("string", '"moss"')],
        [("string", '"is_wet"'), ("keyword", "true")],
    ),
    "haskell": (
        "twice :: Int -> Int\ntwice n = if n > 0 then 2 * n else n -- so",
        [("keyword", "if"), ("literal", "0"), ("keyword", "then"), ("literal", "2")],
        [("keyword", "else"), ("comment", "-- so")],
    ),
    "ruby": (
        "list.each do |x|\n  puts :key\nend",
        [("keyword", "do"), ("keyword", "puts"), ("string", ":key"), ("keyword", "end")],
        [],
    ),
}


@pytest.mark.parametrize(("code", "first", "then"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_commonest_languages_are_recognised(
    code: str, first: list[tuple[str, str]], then: list[tuple[str, str]]
) -> None:
    assert parts(code) == [*first, *then]


@pytest.mark.parametrize(
    "text",
    [
        "- foreign words, and what they mean\n- for example: this\n- if you must, that",
        "* Python, Rust or Go\n* five years of it\n* remote (in the EU)",
        "To be, or not to be: that is the question;\nWhether it is nobler in the mind to suffer",
        "size      naive     ours\n   10      1 ms     0 ms\n 1000    900 ms     2 ms",
        "+---+---+\n| a | b |\n+---+---+",
        "12:01:07 WARN  retrying in 5 s\n12:01:12 ERROR gave up",
        "https://example.com/a\nhttps://example.com/b",
        "a + b",
        "日本語の文章。\nもう一行。",
        "GET / HTTP/1.1",
        "let it be\nreturn to sender\nwhile you were sleeping",
    ],
)
def test_what_is_in_no_language_stays_plain(text: str) -> None:
    assert parts(text) == []


def test_a_sign_or_two_in_a_long_text_are_not_enough() -> None:
    assert parts("\n".join(["def f(x):", *["a line of something else"] * 5])) == []


def test_very_long_code_stays_plain() -> None:
    line = "return 1\n"
    assert parts(line * 1_000)
    assert parts(line * 2_000) == []


# --- prose ----------------------------------------------------------------------------------------

LONG = "the parser is small enough to be read in an evening, which nobody ever does"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (LONG, True),
        (f"- {LONG}\n- no", True),
        ("1. 日本語の長い文章は、" + "word " * 20, True),
        ("too short to be cut", False),
        ("", False),
        (f"def f():\n    # {LONG}\n    return 1", False),
        ("error: expected `;` at src/main.rs:12:40 (in `fold::<u8>`), found `}` => E0042", False),
        ("| name | size | a | b | c | d | e | f | g | h | i | j | k | l | m |  | n |", False),
    ],
)
def test_prose_is_told_from_code(code: str, expected: bool) -> None:
    assert is_prose(code) is expected
