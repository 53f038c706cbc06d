"""Text into bodies, titles and tags, and back."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.core.draft.post_options import Style
from matome_tui.core.text import sanitize
from matome_tui.hugo.post.encode import (
    break_tokens,
    clean_body,
    clean_title,
    decode_body,
    decode_quoted,
    encode_body,
    encode_quoted,
    is_user_name,
    tag_problem,
    typographic,
)
from tests.support.places import SAMPLE

JOINER = "\u2060"

PIECES = [
    *"\"'<>\\`*_~[](){}!#+-=|:;@&/. \n\u3000\u2060\ud800&",
    *["a", "7", "日本", "1. ", "...", "--", "`x`", "` x`", "{{<", "{{%", "&amp;", "&#60;", "&copy"],
    *["<br>", "<a href='x'>y</a>", "<https://a.com>", "http://", "https://a.com/x", "www.a.com"],
    *["https://a.com/?a=1&region=2", "https://a.com/it's_(x)", "a@b.co", ":smile:", "[1]", "\r\n"],
    *["HAHAHUGO", "SHORTCODE", "HUGO", "MORE42", "__h", "_pp_l1", "deferred/"],
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text())
styles = st.sampled_from(("typographic", "exact"))

AS_TYPED = [
    "ふつうの日本語。「引用」と（括弧）、数字は1.5倍で20%減！？",
    "＞引用の行<br>返事の行<br><br>”強調”と’省略’",
    "読む: https://example.com/9Zu / https://example.com/j_k-1 おわり",
    "出典 - https://www.example.com/articles/s41-022-0",
    "もし `sed ’s/a/b/g’ f.cu` なら snake_case や C++ と R&D、A/B (括弧) も [1] もそのまま",
    "SRE / DevOps、.NET系、GPT-3.5、NP-hard、$5、50%、10:30、a;b",
    "",
]


@pytest.mark.parametrize("body", AS_TYPED)
def test_ordinary_text_stands_as_typed(body: str) -> None:
    assert encode_body(decode_body(body)) == body


@pytest.mark.corpus
@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample post is not beside the checkout")
def test_the_sample_comes_out_of_its_plain_text() -> None:
    bodies = re.findall(r'body="([^"]*)"', SAMPLE.read_text(encoding="utf-8"))
    assert len(bodies) == 79
    assert [encode_body(decode_body(body)) for body in bodies] == bodies


@pytest.mark.parametrize(
    ("text", "typographic_body", "exact_body"),
    [
        ("\"a\" 'b' <c> \\d", "”a” ’b’ ＜c＞ ＼d", "&#34;a&#34; &#39;b&#39; &#60;c&#62; &#92;d"),
        ("`x y`", "`x y`", "&#96;x y&#96;"),
        ("`it's`", "`it’s`", "&#96;it&#39;s&#96;"),
        ("``x``", "&#96;&#96;x&#96;&#96;", "&#96;&#96;x&#96;&#96;"),
        ("` x`", "` x`", "&#96; x&#96;"),
        ("(`x `)", "(`x `)", "(&#96;x &#96;)"),
        ("` x `", "&#96; x &#96;", "&#96; x &#96;"),
        ("`a' `b'", "&#96;a’ &#96;b’", "&#96;a&#39; &#96;b&#39;"),
    ],
)
def test_the_styles(text: str, typographic_body: str, exact_body: str) -> None:
    assert encode_body(text) == typographic_body
    assert encode_body(text, "exact") == exact_body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("a\r\nb\n\n c ", "a<br>b<br><br>c"),
        ("\u3000\u00a0a\u00a0\n\u3000", "a"),
        ("\u3000字\n\u3000下げ\u3000\n \u3000\u3000二字", "字<br>\u3000下げ<br>\u3000\u3000二字"),
        ("字\n\n\u3000# a", "字<br><br>\u3000# a"),
        ("*a* ~b~", "&#42;a&#42; &#126;b&#126;"),
        ("_a_ a_b 語_a", "&#95;a&#95; a_b 語&#95;a"),
        ("x [1] [a](b) [1](b) [1]: c", "x [1] &#91;a](b) &#91;1](b) &#91;1]: c"),
        ("[1] x", "&#91;1] x"),
        ("https://a.com/[1] x", "<https://a.com/>[1] x"),
        ("https://a.com/b[1][23].", "<https://a.com/b>&#91;1][23]."),
        ("https://a.com/?b[1]=2", "https://a.com/?b[1]=2"),
        ("&amp; &#60; &copy R&D & &", "&#38;amp; &#38;#60; &#38;copy R&D & &"),
        ("a -- b ... c", "a -&#45; b .&#46;&#46; c"),
        (":smile: 10:30", "&#58;smile: 10:30"),
        ("a@b.co @a www.a.com", "a&#64;b.co @a www&#46;a.com"),
        ("ftp://a.com https://", "ftp&#58;//a.com https&#58;//"),
        ("# a", "&#35; a"),
        ("+ - =", "&#43; - ="),
        ("- a", "&#45; a"),
        ("= a", "&#61; a"),
        ("1. a 2. b", "1&#46; a 2. b"),
        ("12)", "12&#41;"),
        ("1.5 a", "1.5 a"),
        ("a\n# b\n1. c", "a<br># b<br>1. c"),
        ("{{% x %}}", f"{{{JOINER}{{% x %}}}}"),
        ("__h_pp_l1", f"&#95;&#95;h{JOINER}&#95;pp_l1"),
    ],
)
def test_marks_are_written_where_they_would_mean_something(text: str, body: str) -> None:
    assert encode_body(text) == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("https://a.com/x", "https://a.com/x"),
        ("見て https://a.com/x。", "見て https://a.com/x。"),
        ("見てhttps://a.com/x", "見て<https://a.com/x>"),
        ("a\nhttps://a.com", "a<br><https://a.com>"),
        ("(https://a.com/x).", "(<https://a.com/x>)."),
        ("https://a.com/x_(y), z", "<https://a.com/x_(y)>, z"),
        ("https://a.com/x?!", "<https://a.com/x>?!"),
        ("https://a.com/_x_/--y", "<https://a.com/_x_/--y>"),
        ("https://a.com/it's", "<https://a.com/it's>"),
        ("https://A.COM/x HTTPS://a.com", "<https://A.COM/x> HTTPS&#58;//a.com"),
        ("http://localhost:80/", "<http://localhost:80/>"),
        ("http://a.co:80x", "<http://a.co>:80x"),
        ("https://a.com/x https://b.com/y", "https://a.com/x https://b.com/y"),
        ("https://a.com/x&lt;", "<a href='https://a.com/x&amp;lt'>https&#58;//a.com/x&#38;lt</a>;"),
        (
            "http://a.co/?a&region='2",
            "<a href='http://a.co/?a&amp;region=&#x27;2'>http&#58;//a.co/?a&#38;region=&#39;2</a>",
        ),
    ],
)
def test_urls_become_links_in_the_plainest_form(text: str, body: str) -> None:
    assert encode_body(text) == body
    assert decode_body(body) == text


@given(texts)
def test_exact_bodies_decode_to_the_clean_text(text: str) -> None:
    assert decode_body(encode_body(text, "exact")) == clean_body(text)


@given(texts)
def test_typographic_bodies_decode_to_the_typographic_text(text: str) -> None:
    assert decode_body(encode_body(text)) == typographic(clean_body(text))


@given(texts, styles)
def test_encoding_again_changes_nothing(text: str, style: Style) -> None:
    body = encode_body(text, style)
    assert encode_body(decode_body(body), style) == body


@given(texts, styles)
def test_a_body_holds_nothing_that_a_shortcode_or_html_could_take(text: str, style: Style) -> None:
    body = encode_body(text, style)
    assert not re.search(r'["\\\n]|{{|HAHAHUGOSHORTCODE|HUGOMORE42|__h_pp_l1|__hdeferred/', body)
    ours = r"<br>|<https?://[^<> ]+>|<a href='https?://[^<>' ]+'>[^<>']*</a>"
    assert not re.search("[<>]", re.sub(ours, "", body))


@example('"\n\u3000"')
@given(texts)
def test_cleaning_is_idempotent_and_leaves_no_blank_ends(text: str) -> None:
    clean = clean_body(text)
    assert clean_body(clean) == sanitize(clean) == clean
    assert all(line.lstrip("\u3000") == line.strip() for line in clean.split("\n"))
    assert clean == clean.strip()


@given(texts)
def test_typographic_is_idempotent(text: str) -> None:
    assert typographic(typographic(text)) == typographic(text)


def test_bodies_of_other_hands_decode() -> None:
    body = "a<br/>b<br />c &lt;d&gt; &quot;&#x41; &nosuch; &copy <b>e</b> <https://a.com/x&y>"
    assert decode_body(body) == 'a\nb\nc <d> "A &nosuch; &copy <b>e</b> https://a.com/x&y'


def test_code_is_not_decoded() -> None:
    assert decode_body("`&lt;` &lt;") == "`&lt;` <"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("{{< ref >}} {{% x %}}", f"{{{JOINER}{{< ref >}}}} {{{JOINER}{{% x %}}}}"),
        ("{{{", f"{{{JOINER}{{{JOINER}{{"),
        ("{{__hugo_ctx/}}", f"{{{JOINER}{{__hugo_ctx/}}}}"),
        ("HAHAHUGOSHORTCODE", f"HAHAHUGO{JOINER}SHORTCODE"),
        ("HUGOMORE42", f"HUGO{JOINER}MORE42"),
        ("__h_pp_l1 __hdeferred/", f"__h{JOINER}_pp_l1 __h{JOINER}deferred/"),
        ("## *a* [b](c) `d` <e> {f} __hello__", "## *a* [b](c) `d` <e> {f} __hello__"),
    ],
)
def test_tokens_of_hugo_are_broken_and_nothing_else(text: str, broken: str) -> None:
    assert break_tokens(text) == broken
    assert break_tokens(broken) == broken


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (" 速い　カーネル \n の話 ", "速い　カーネル の話"),
        ("a <b> & \"c\" 'd' *e*", "a ＜b＞ & \"c\" 'd' *e*"),
        ("AT&T &amp; &copy &#60;", "AT&T ＆amp; ＆copy ＆#60;"),
        ("Ask: :smile: 10:30", "Ask: ：smile: 10:30"),
        ("a\x1b[31m\u202eb\ud800", "a[31mb\ufffd"),
        ("__hdeferred/ {{", f"__h{JOINER}deferred/ {{{JOINER}{{"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert clean_title(text) == title


@given(texts)
def test_titles_are_one_inert_line(text: str) -> None:
    title = clean_title(text)
    assert clean_title(title) == title == title.strip()
    assert not re.search(r"[<>\n]|{{|&#\d|&amp;|:smile:", title)


@pytest.mark.parametrize("tag", ["AI", "C#", "プログラミング", "a b", "😀a", "7", "x" * 255])
def test_good_tags(tag: str) -> None:
    assert tag_problem(tag) is None


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("", "letter"),
        ("!?…", "letter"),
        ("😀", "letter"),
        ("①²", "letter"),
        ("a/b", "slash"),
        ("a\\b", "slash"),
        ("日" * 86, "255 bytes"),
        ("Ⱥ" * 127, "255 bytes"),
        (" a", "white space"),
        ("a\nb", "line breaks"),
        ("a\x07", "control"),
        ("a\ud800", "control"),
        ("x{{", "Hugo"),
        ("HAHAHUGOSHORTCODE", "Hugo"),
        ("x__H*Deferred", "Hugo"),
    ],
)
def test_bad_tags(tag: str, problem: str) -> None:
    assert problem in (tag_problem(tag) or "")


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("neom", True),
        ("a_-9", True),
        ("x" * 15, True),
        ("x", False),
        ("x" * 16, False),
        ("a b", False),
        ("ab\n", False),
        ("名前", False),
        ('a"', False),
    ],
)
def test_user_names(name: str, good: bool) -> None:
    assert is_user_name(name) is good


def test_the_indent_after_a_line_break_comes_back() -> None:
    text = "字\n\u3000下げ\n\n\u3000\u3000二字"
    assert decode_body(encode_body(text)) == text
    assert encode_quoted(text) == "> 字\\\n> \u3000下げ\n>\n> \u3000\u3000二字"
    assert decode_quoted(encode_quoted(text)) == text
