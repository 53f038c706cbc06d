"""Sample threads for pictures and snapshots: code, Japanese and unusual text."""

from html import escape

from matome_tui.hn.demo.nodes import Json
from tests.support.hn_threads import deleted, node, tree

CODE, JAPANESE, ODD, LINKS = 2_000_000, 2_100_000, 2_200_000, 2_300_000


def code(text: str) -> str:
    """Return the HTML of code."""
    return f"<pre><code>{escape(text, quote=False)}\n</code></pre>"


def link(href: str) -> str:
    """Return the HTML of a link, its text cut as Hacker News cuts it."""
    shown = href if len(href) <= 60 else f"{href[:60]}..."
    return f'<a href="{escape(href)}" rel="nofollow">{escape(shown)}</a>'


def thread(story: int, title: str, *texts: tuple[int, str]) -> Json:
    """Return a thread of comments: how far above each what it answers stands (0 for the story).

    A comment without text is a deleted one.
    """
    nodes = [node(story, None, story_id=story, title=title)]
    for number, (above, text) in enumerate(texts, start=1):
        parent = story if not above else story + number - above
        own = story + number
        nodes.append(node(own, parent, story_id=story, text=text) if text else deleted(own, parent))
    return tree(*nodes)


PYTHON = '''\
def wrap(text: str, width: int = 72) -> list[str]:
    """Break at spaces."""
    lines, line = [], ""
    for word in text.split():  # greedy, as everybody does it
        if len(line) + len(word) >= width and line:
            lines.append(line)
            line = ""
        line += f" {word}" if line else word
    return [*lines, line]'''

C = """\
#include <stdint.h>

static uint32_t fold(const char *s, uint32_t seed) {
    while (*s) { seed = (seed ^ (uint8_t)*s++) * 0x01000193; } // times the prime, as in FNV-1a
    return seed; /* never 0 in practice */
}"""

SHELL = """\
$ git log --oneline --since="2 weeks ago" | head -3
$ curl -sSf https://get.example.com/install.sh | sh  # do read it first"""

LIST = """\
- the parser is small enough to be read in an evening, which nobody ever does
- the tests take longer than the build, and the build takes longer than lunch
- no config"""

TABLE = """\
size      naive     ours
   10      1 ms     0 ms
 1000    900 ms     2 ms"""

CONFIG = """\
[reader]
title = "まとめ"   # 題名
width = 40"""

CODE_THREAD = thread(
    CODE,
    "How we break lines",
    (0, f"The whole thing is ten lines:<p>{code(PYTHON)}That is all there is to it."),
    (1, f"&gt; That is all there is to it.<p>In C it is the hash that hurts:<p>{code(C)}"),
    (0, f"To try it:<p>{code(SHELL)}What I like, and what not:<p>{code(LIST)}"),
    (1, f"Numbers, please:<p>{code(TABLE)}"),
)

TALE = """\
「端末」で読むと、なぜか落ち着いて読める。広告もなければ、通知もない。行頭に句読点が来ないように\
折り返してくれるだけで、ずいぶん読みやすくなるものだ、と思った。"""

REPLY = f"""\
&gt; 広告もなければ、通知もない。<p>同感です。ただ、English の単語や URL \
{link("https://example.jp/kinsoku/shori")} が混ざると、たいていの道具は崩れますね……。"""

JAPANESE_THREAD = thread(
    JAPANESE,
    "端末で読む掲示板（日本語）",
    (0, TALE),
    (1, REPLY),
    (1, "半角ｶﾅとﾊﾟﾊﾟ、（全角の括弧）、1,000円、50％、「かぎ『二重』」。"),
    (0, f"設定はこれだけ。<p>{code(CONFIG)}"),
)

MARKS = """\
Marks: e\u0301 a\u0308\u0323 \u200b\u200d, flags 🇯🇵🇫🇮, families 👨\u200d👩\u200d👧, \
faces 🤷🏽\u200d♀️."""

ODD_THREAD = thread(
    ODD,
    "Odd text: \x1b[31mred\x1b[0m, \u202eright to left\u202c, and <b>markup</b> [/b]",
    (0, "Escapes \x1b[2J\x9b31m and &#27;[1m do nothing; [bold]neither[/bold] does markup.[/]"),
    (1, "עברית and العربية stay where they are, \u202eeven when told otherwise."),
    (1, MARKS),
    (0, f"A word without end: {'a' * 190}, and then one more."),
    (0, "<i>Italics <p> that <a>never</a> end, &lt;p&gt; shown, &amp;amp; and a lone < sign"),
    (5, f"{link('https://example.com/' + 'long/' * 30)} and {link('javascript:alert(1)')}"),
    (1, ""),
    (1, "An answer to what was withheld."),
)

BOTH = f"""\
Both {link("https://a.example/one")} and {link("https://b.example/two")} say so, and \
{link("https://a.example/one")} says it twice."""

NOTES = f"""\
It was shown to be wrong [2], then right [1].<p>[1] {link("https://c.example/?page=1&lang=en")}<p>\
[2]: {link("https://d.example/wrong")}"""

LINK_THREAD = thread(
    LINKS,
    "Where it says so",
    (0, BOTH),
    (1, NOTES),
    (0, f"One is enough: {link('https://e.example/' + 'a-long-way-down/' * 6)}"),
)

SAMPLE_THREADS = (CODE_THREAD, JAPANESE_THREAD, ODD_THREAD, LINK_THREAD)
