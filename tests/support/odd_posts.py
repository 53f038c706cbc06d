"""Unusual posts, by hand and by program, with the expected quotes and shortcodes."""

HEAD = (
    "+++\ndate = '2025-01-02T00:00:00'\ntitle = '苔'\nfeatureimage = 'there.jpg'\n+++\n\n> 苔\n\n"
)
SOURCE = (
    "引用元：[https://news.ycombinator.com/item?id=1](https://news.ycombinator.com/item?id=1)\n"
)
TAIL = '\n\n[記事一覧へ]({{% ref "/posts/" %}})\n'
OPEN, CLOSE = '\n\n{{< details summary="もっと">}}', "\n\n{{</details>}}"

CANNOT_READ = [
    ("{{< youtube", "it has no end"),
    ("{{< >}}", "it has no name"),
    ("{{</* youtube >}}", "its comment has no end"),
    ('{{< youtube "a\nb" >}}', "a quoted value does not end on its line"),
    ('{{< youtube id="a\\`b" >}}', "there is a backslash before a backtick"),
    ('{{< youtube id="a"苔" >}}', "“苔” is outside quotation marks"),
    ("{{< youtube id=a b >}}", "“b” is outside quotation marks"),
    ("{{< youtube id=a>}}", "“id=a>}}” is outside quotation marks"),
    ("{{< youtube 、 >}}", "“、” is outside quotation marks"),
]
"""Shortcodes that Hugo refuses, and the end of the message about them."""

CAN_READ = [
    "{{< youtube a >}}",
    "{{<youtube a>}}",
    '{{% ref "/posts/" %}}',
    '{{< youtube id="a \\"b\\" {{< c >}}" >}}',
    "{{< youtube id=`a\nb` >}}",
    "{{< youtube id=a-b class= c/d >}}",
    "{{< youtube\n  id='a' >}}",
    "{{< highlight go >}}a{{< /highlight >}}",
    '{{< details summary="a" />}}',
    "{{</* nothing */>}}",
    "{{ .Title }}",
]
"""Shortcodes that Hugo accepts on a site with a posts section."""

SHOWN_DIFFERENTLY = [
    *[("emphasis", body) for body in ("a *b* c", "苔*本*苔", "_b_ c", "**b**", "a ~b~ c", "~~b~~")],
    *[("code", body) for body in ("a ``b`` c", "`b<br>c`", "`b(<br />)`", "    b", "~~~", "\t苔")],
    *[("block", body) for body in ("# b", "- b", "+ b", "* b", "1. b", "2) b", "> b", "***")],
    *[("block", body) for body in ("---", "- - -", "-", "###### b")],
    *[("hidden", body) for body in ("[b]: /c", "[^1]: b", "[苔]: <c> 'd'")],
    *[("html", body) for body in ("a <b>c</b>", "a <T> b", "<!-- b -->", "<div>b", "b </p> c")],
    *[("html", body) for body in ("vector<int> b", "<script>b", "<? b ?>", "a <b c='d'> e")],
    *[("unsafe-link", body) for body in ("[b](javascript:c)", "<a href='javascript:b'>c</a>")],
    *[("unsafe-link", body) for body in ("a <javascript:b> c", "[b](data:text/html,c)")],
    *[("link", body) for body in ("[b](https://c.example)", "![b](c)", "<b@c.example>", "[b]()")],
    *[("escape", body) for body in (r"a \* b", r"\[b]", r"C:\_b")],
    *[
        ("typography", body)
        for body in ("a -- b", "a---b", "苔...", "it's", "'b'", r"a \"b\" c", "a >> b")
    ],
    *[("swallowed", body) for body in ("https://b.example/c&lt;d e", "https://b.example/?c&#39;d")],
    *[("space", body) for body in ("　苔", "苔\u00a0", "苔\u2003")],
    *[("emoji", body) for body in ("苔 :smile: b", ":shrug:", ":thinking:", ":+1:")],
    *[("not-a-link", body) for body in ("苔：https://b.example", "には、https://b.example/x")],
    *[("not-a-link", body) for body in ("https://b.example/[1]", "<https://b.example/x[12]>")],
    *[("not-a-link", body) for body in ("<a href=”https://b.example”>c", "http://localhost/b")],
    *[("mail-link", body) for body in ("moss@example.com", "苔 (moss.eater@b.example)")],
]
"""Kinds of findings, and bodies that readers see differently from what is written.

All on a site that enables emoji.
"""

UNSEEN = ("entity", "link-entity", "cut-link", "not-a-link", "mail-link")
"""Kinds of findings in text that the page shows as written."""

HARMLESS = [
    *(
        "苔",
        "苔の図鑑、毎朝使ってるよ。でも電池の減りは気になる（特に冬）。",
        "一行<br>二行<BR>三行<br />四行",
    ),
    *(
        "2 * 3 = 6",
        "a * b * c",
        "snake_case と __init",
        "a_b_c",
        "~10%",
        "５〜６",
        "`make moss` だけ",
        "`a  `",
        "` a`<br>` b `",
        "`<br>`",
        "`a`<br>` b`<br>`c`",
    ),
    *("#moss", "-5度", "+1", "1.5倍", "1.苔", "C++", "C#", "10:30:45", "a - b", "a–b", "…"),
    *(
        "[1] https://example.com/moss",
        "a[0]",
        "[x]",
        "[x][y]",
        "(笑)",
        "a < b",
        "a<b",
        "3 > 2",
        "->",
        "<3",
    ),
    *(
        "R&D",
        "AT&T",
        "a & b",
        "&amp;",
        "&#42;&#60;&#39;",
        "a&copyright",
        "&region;",
        "f(x)",
        "{x}",
        "{{ x }}",
    ),
    *(
        "見て https://example.com/a_b_c?d=e_f だよ",
        "<https://example.com/a*b*c>",
        "苔： https://example.com",
    ),
    *("<a href='https://example.com/?a=1&amp;copy=2'>https&#58;//example.com/?a=1&#38;copy=2</a>",),
    *(
        "www.example.com",
        "苔moss@example.com",
        "ftp://example.com/x",
        "”苔”",
        "＜苔＞",
        "：smile：",
        r"C:\moss",
    ),
]
"""Bodies that readers see as they are written."""

PIECES = [
    *"'<>\\`*_~[](){}!#+-=|:;@&%.,?/ \u3000\u00a0\u2060",
    *(
        "a",
        "B",
        "7",
        "苔",
        "の。",
        "é",
        "😀",
        "word",
        "1.",
        "12)",
        "...",
        "--",
        "---",
        "   ",
        "\t",
        "<br>",
    ),
    *(
        "{{<",
        "{{%",
        ">}}",
        "%}}",
        "{{< x >}}",
        "{&#123;%",
        "{{</details>}}",
        "<!--more-->",
        "<!--",
        "-->",
    ),
    *("HAHAHUGOSHORTCODE", "HUGOMORE42", "{{__hugo_ctx", "__h_pp_l1", "__hdeferred/", "__h"),
    *(
        "<script>",
        "<img src=x>",
        "</div>",
        "</p>",
        "<b>",
        "<a href=x>",
        "javascript:x",
        "data:text/html,x",
    ),
    *(
        "[x](javascript:x)",
        "![x](y)",
        "[x]: /y",
        "[^1]",
        "[^1]: z",
        "[1]",
        "[x]",
        "(y)",
        "[x](https://a.example)",
    ),
    *(
        "*em*",
        "_em_",
        "**b**",
        "__b__",
        "~~s~~",
        "~~~",
        "```",
        "``",
        "` x `",
        "`x`",
        "snake_case",
        "it's",
    ),
    *(
        "# h",
        "- i",
        "+ i",
        "* i",
        "> q",
        "***",
        "&amp;",
        "&lt;",
        "&#60;",
        "&copy",
        "&region=",
        "&",
        "AT&T",
        "Q&A",
    ),
    *(
        "https://",
        "www.a.example",
        "a@b.example",
        "<a@b.example>",
        "<https://a.example>",
        "https://a.example",
    ),
    *(
        "https://a.example/x",
        "https://a.example/x?a=1&region=2",
        "https://a.example/x_y",
        "https://a.example/_x_",
    ),
    *(
        "https://a.example/(x)",
        "https://a.example/x...",
        "https://a.example/x…",
        "<https://a.example/x>...",
        ":+1:",
    ),
    *(
        "https://a.example/*x*?y=[z]",
        "https://a.example/it's",
        "https://a.example/x&lt;",
        ":smile:",
        ":a:",
        "C++",
    ),
]
"""Pieces of odd bodies."""


def quote(body: str, second: int = 0, author: str = "moss_eater") -> str:
    """Return a quote with the blank line before it."""
    time = f"2025/01/02 03:{second // 60:02}:{second % 60:02}"
    return (
        f'\n\n{{{{<matomeQuote body="{body}" userName="{author}" createdAt="{time}" color="">}}}}'
    )


def post(*parts: str) -> str:
    """Return a post of parts; the first begins on line 12, if it is a quote."""
    return HEAD + SOURCE + "".join(parts) + TAIL
