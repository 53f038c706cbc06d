import subprocess
import sys

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
    """Return the kinds and texts of the spans; those that touch and look alike are one."""
    (block,) = highlight(Document((Block("code", code),))).blocks
    found: list[tuple[str, str]] = []
    end = -1
    for span in block.spans:
        text = code[span.start : span.end]
        if span.start == end and span.kind == found[-1][0]:
            found[-1] = (span.kind, found[-1][1] + text)
        else:
            found.append((span.kind, text))
        end = span.end
    return found


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


# --- recognised code -----------------------------------------------------------------------------

EXAMPLES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "python": (
        'def greet(name):\n    # be nice\n    return f"hi {name}" * 2',
        [
            ("keyword", "def"),
            ("comment", "# be nice"),
            ("keyword", "return"),
            ("string", 'f"hi {'),
            ("string", '}"'),
            ("literal", "2"),
        ],
    ),
    "python, one line": (
        "for x in (y for y in z):",
        [("keyword", "for"), ("keyword", "in"), ("keyword", "for"), ("keyword", "in")],
    ),
    "python, at its prompt": (">>> import moss\n>>> moss.count", [("keyword", "import")]),
    "c": (
        "#if LINUX\nint main(void) { return 0x1f; } /* done */\n#endif",
        [
            ("keyword", "#if LINUX"),
            ("keyword", "int"),
            ("keyword", "void"),
            ("keyword", "return"),
            ("literal", "0x1f"),
            ("comment", "/* done */"),
            ("keyword", "#endif"),
        ],
    ),
    "javascript": ("const [a, b] = useThing(`x`)", [("keyword", "const"), ("string", "`x`")]),
    "rust": (
        "fn first<'a>(s: &'a str) -> char {\n    's'\n}",
        [
            ("keyword", "fn"),
            ("keyword", "&"),
            ("keyword", "str"),
            ("keyword", "char"),
            ("string", "'s'"),
        ],
    ),
    "go": (
        "func main() {\n\tch := make(chan int, 3)\n}",
        [("keyword", "func"), ("keyword", "chan"), ("keyword", "int"), ("literal", "3")],
    ),
    "shell": ("$ curl -sSf https://example.com/x  # careful", [("comment", "# careful")]),
    "shell, a script": (
        'for f in *.txt; do\n  echo "$f"\ndone',
        [
            ("keyword", "for"),
            ("keyword", "in"),
            ("keyword", "do"),
            ("keyword", "echo"),
            ("string", '"'),
            ("keyword", "$f"),
            ("string", '"'),
            ("keyword", "done"),
        ],
    ),
    "sql": (
        "select name from users where age > 30 -- old",
        [
            ("keyword", "select"),
            ("keyword", "from"),
            ("keyword", "where"),
            ("literal", "30"),
            ("comment", "-- old"),
        ],
    ),
    "lisp": (
        '(define (twice x) (string-append x "!"))',
        [("keyword", "define"), ("string", '"!"')],
    ),
    "clojure": ('(defn twice [x]\n  (str x "!"))', [("keyword", "defn "), ("string", '"!"')]),
    "html": (
        '<p class="x">\n  One &amp; two\n</p>',
        [("keyword", "p"), ("string", '"x"'), ("keyword", "&amp;"), ("keyword", "p")],
    ),
    "json": (
        '{\n  "name": "moss",\n  "is_wet": true\n}',
        [("string", '"name"'), ("string", '"moss"'), ("string", '"is_wet"'), ("keyword", "true")],
    ),
    "haskell": (
        "twice :: Int -> Int\ntwice n = if n > 0 then 2 * n else n -- so",
        [
            ("keyword", "Int"),
            ("keyword", "Int"),
            ("keyword", "if"),
            ("literal", "0"),
            ("keyword", "then"),
            ("literal", "2"),
            ("keyword", "else"),
            ("comment", "-- so"),
        ],
    ),
    "ocaml": (
        "let rec f n =\n  match n with\n  | 0 -> 1\n  | n -> n",
        [
            ("keyword", "let"),
            ("keyword", "rec"),
            ("keyword", "match"),
            ("keyword", "with"),
            ("literal", "0"),
            ("literal", "1"),
        ],
    ),
    "ruby": (
        "list.each do |x|\n  puts :key\nend",
        [("keyword", "do"), ("keyword", "puts"), ("string", ":key"), ("keyword", "end")],
    ),
    "elixir": (
        "defmodule Moss do\n  def grow(x), do: x\nend",
        [
            ("keyword", "defmodule"),
            ("keyword", "do"),
            ("keyword", "def"),
            ("string", "do"),
            ("keyword", "end"),
        ],
    ),
    "lua": (
        "local x = 1\nif x then\n  return x\nend",
        [
            ("keyword", "local"),
            ("literal", "1"),
            ("keyword", "if"),
            ("keyword", "then"),
            ("keyword", "return"),
            ("keyword", "end"),
        ],
    ),
}


@pytest.mark.parametrize(("code", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_common_languages_are_highlighted(code: str, expected: list[tuple[str, str]]) -> None:
    assert parts(code) == expected


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
def test_code_in_no_known_language_stays_plain(text: str) -> None:
    assert parts(text) == []


def test_a_sign_or_two_in_a_long_text_are_not_enough() -> None:
    assert parts("\n".join(["def f(x):", *["a line of something else"] * 5])) == []


@pytest.mark.parametrize(
    ("code", "too_much"),
    [
        ("return 1\n" * 500, "return 1\n" * 600),
        ("return 1\n\nreturn " + "x" * 400, "return 1\n\nreturn " + "x" * 500),
        ("return 1" + "\n" * 100 + "return 2", "return 1" + "\n" * 101 + "return 2"),
    ],
    ids=["text", "line", "white space"],
)
def test_very_long_code_stays_plain(code: str, too_much: str) -> None:
    assert parts(code)
    assert parts(too_much) == []


def test_pygments_is_imported_only_for_code_in_a_known_language() -> None:
    code = """
import sys
from matome_tui.core.comment.markup import Block, Document
from matome_tui.core.comment.syntax import highlight, is_prose
highlight(Document((Block("code", "no language at all"), Block("paragraph", "return 1"))))
is_prose("return 1")
assert "pygments" not in sys.modules
highlight(Document((Block("code", "return 1"),)))
assert "pygments" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


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
def test_prose_and_code_are_distinguished(code: str, expected: bool) -> None:
    assert is_prose(code) is expected
