"""The site's own page of a story, parsed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import Comment, CommentId
from matome_tui.hn.demo.nodes import nodes_of_tree
from matome_tui.hn.page import Page
from tests.support.hn_pages import page
from tests.support.hn_threads import STORY, deleted, made_up, node, tree

OLD = """<html op="item"><body><table>
<tr class='athing' id='7'><td><a href='http://a.test' class='storylink'>A story</a></td></tr>
<tr class='athing comtr ' id='9'><td><table><tr><td class='ind' indent='0'></td><td>
<a href="user?id=ann" class="hnuser"><font color="#3c963c">ann</font></a>
<span class="age" title="2021-09-01T21:52:28"><a href="item?id=9">on Sept 1</a></span>
<div class="comment"><span class="commtext c00">One &gt; two<p>with <i>more</i>
<div class='reply'></div></span></div></td></tr></table></td></tr>
<tr class='athing comtr coll' id='8'><td><table><tr><td class='ind' indent='1'></td><td>
<span class="age" title="?"></span><div class="comment">[dead]</div></td></tr></table></td></tr>
</table></body></html>"""


ROW = b'<tr class="athing comtr" id="5"'


def body() -> bytes:
    root = made_up(60)
    return page({each.id: each for each in nodes_of_tree(root)}, STORY, {})


def small() -> bytes:
    root = tree(
        node(STORY, None, url="https://a.test/?a=1&b=2", title="A <b> & c", text="Its <i>text</i>"),
        node(1001, STORY),
        node(1002, 1001),
        deleted(1003, STORY),
        node(1004, 1003),
    )
    return page({each.id: each for each in nodes_of_tree(root)}, STORY, {1002: "c88"})


def test_order_depth_and_shade_are_read() -> None:
    read = Page(small(), STORY)
    assert read.ids == (1001, 1002, 1003, 1004)
    assert read.ranks == {STORY: (1001, 1003), 1001: (1002,), 1003: (1004,)}
    assert read.faded == {1002: 4}
    assert read.newest == 1004
    assert read.is_whole


def test_comments_are_read_when_they_are_asked_for() -> None:
    first, gone = Page(small(), STORY).take([1002, 1003, 99])
    assert first == Comment(
        CommentId(1002), 1001, f"writer{1002 % 97}", 1_755_001_002, "text 1002", faded=4
    )
    assert (gone.id, gone.parent, gone.deleted, gone.dead) == (1003, STORY, True, False)


def test_the_bytes_of_comments_are_freed_on_the_way() -> None:
    body = bytearray(small())
    read = Page(body, STORY)
    assert [comment.id for comment in read.take(read.ids)] == list(read.ids)
    assert body == small()[: small().index(b'<tr class="athing comtr"')]


def test_the_story_is_read() -> None:
    story = Page(small(), STORY).story()
    assert story is not None
    assert (story.title, story.url) == ("A <b> & c", "https://a.test/?a=1&b=2")
    assert (story.html, story.points, story.kids) == ("Its <i>text</i>", 7, (1001, 1003))


def test_a_page_of_2021_is_read() -> None:
    read = Page(OLD.encode(), 7)
    assert read.ranks == {7: (9,), 9: (8,)}
    live, dead = read.take(read.ids)
    assert live == Comment(CommentId(9), 7, "ann", 1_630_533_148, "One &gt; two<p>with <i>more</i>")
    assert (dead.dead, dead.html) == (True, "[dead]")
    assert read.story() is None


def test_markup_in_a_text_is_text() -> None:
    said = "&lt;tr class=&#x27;athing comtr&#x27; id=&quot;5&quot;&gt; comtr [deleted]"
    root = tree(node(STORY, None), node(1001, STORY, text=said))
    read = Page(page({each.id: each for each in nodes_of_tree(root)}, STORY, {}), STORY)
    assert read.ids == (1001,)
    assert read.take([1001])[0].html == said


@pytest.mark.parametrize(
    ("pattern", "other"),
    [
        (rb"</html>\s*", b""),
        (rb'<tr class="athing submission" id="1000"', b'<tr class="athing submission" id="1001"'),
        (rb'indent="1"', b'indent="3"'),
        (rb'indent="1"', b'width="40"'),
        (rb'comtr" id="1002"', b'comtr" id="1001"'),
        (rb'comtr" id="1002"', b'comtr" id="x"'),
        (rb'"athing comtr" id="1002"', b'"athing comtr" data-id="1002"'),
    ],
)
def test_other_markup_is_refused(pattern: bytes, other: bytes) -> None:
    changed, count = re.subn(pattern, other, small(), count=1)
    assert count == 1
    with pytest.raises(ValueError, match=r"page|rows|depth|twice"):
        Page(changed, STORY)


@given(st.data())
def test_a_damaged_page_is_refused_or_read(data: st.DataObject) -> None:
    whole = body()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 400, len(whole))))
    put = data.draw(st.sampled_from([b"", b"<", b'"', b"\xff\0", ROW]))
    try:
        read = Page(whole[:start] + put + whole[end:], STORY)
    except ValueError:
        return
    comments = read.take(read.ids)
    assert {comment.id for comment in comments} <= set(read.ids)
    assert {kid for kids in read.ranks.values() for kid in kids} <= set(read.ids)


def test_a_page_agrees_with_comments_in_the_same_places() -> None:
    read = Page(small(), STORY)
    here = [Comment(CommentId(id_), parent) for id_, parent in ((1001, STORY), (1002, 1001))]
    newer = [Comment(CommentId(id_), STORY) for id_ in range(2000, 2009)]
    elsewhere = [Comment(CommentId(id_), STORY) for id_ in (1002, 1004)]
    assert read.agrees_with([*here, *newer])
    assert not read.agrees_with(elsewhere)
    assert not read.agrees_with([Comment(CommentId(id_), STORY) for id_ in (501, 502)])
