"""Hacker News' own pages of stories, with the markup that they had in 2025."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape

from matome_tui.hn.demo.nodes import Node


def page(nodes: Mapping[int, Node], story_id: int, shades: Mapping[int, str]) -> bytes:
    """Return the page of a story, or what the site answers if there is none.

    Args:
        nodes: All items, by id.
        story_id: Id of the story.
        shades: Classes of comments that are not `c00`, by id.
    """
    story = nodes.get(story_id)
    if story is None or story.parent:
        return b"No such item."
    rows = "".join(_rows(nodes, story, 0, shades))
    link = escape(story.url or f"item?id={story_id}")
    text = f'<tr><td><div class="toptext">{story.text}</div></td></tr>' if story.text else ""
    return (
        f'<html lang="en" op="item"><head><title>{escape(story.title or "")} | Hacker News</title>'
        '</head><body><center><table id="hnmain"><tr><td><table class="fatitem" border="0">'
        f'<tr class="athing submission" id="{story_id}"><td class="title"><span class="titleline">'
        f'<a href="{link}">{escape(story.title or "")}</a></span></td></tr>'
        f'<tr><td class="subtext"><span class="score" id="score_{story_id}">{story.score} points'
        f"</span> by {_user(story)} {_age(story)}</td></tr>{text}</table><br>"
        f'<table border="0" class="comment-tree">{rows}</table></td></tr></table></center>'
        "</body></html>\n"
    ).encode()


def _rows(
    nodes: Mapping[int, Node], above: Node, depth: int, shades: Mapping[int, str]
) -> Iterator[str]:
    """Yield the comments below an item; gone ones only above live ones."""
    for kid in above.kids:
        comment = nodes.get(kid)
        if comment is None or comment.type != "comment":
            continue
        below = list(_rows(nodes, comment, depth + 1, shades))
        if comment.live or below:
            yield _row(comment, depth, shades.get(kid, "c00"))
            yield from below


def _row(comment: Node, depth: int, shade: str) -> str:
    if comment.live:
        said = f'<div class="commtext {shade}">{comment.text}</div>'
    else:
        said = "[flagged]" if comment.dead else "[deleted]"
    return (
        f'<tr class="athing comtr" id="{comment.id}"><td><table border="0">  <tr>    '
        f'<td class="ind" indent="{depth}"><img src="s.gif" height="1" width="{40 * depth}"></td>'
        f'<td valign="top" class="votelinks"></td><td class="default"><div><span class="comhead">'
        f"{_user(comment)} {_age(comment)}</span></div><br>\n"
        f'<div class="comment">{said}<div class="reply"><p><font size="1"><u><a href="reply?id='
        f'{comment.id}">reply</a></u></font></div></div></td></tr></table></td></tr>'
    )


def _user(node: Node) -> str:
    return f'<a href="user?id={node.by}" class="hnuser">{node.by}</a>' if node.by else ""


def _age(node: Node) -> str:
    written = datetime.fromtimestamp(node.time, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (
        f'<span class="age" title="{written} {node.time}"><a href="item?id={node.id}">2 hours ago'
        "</a></span>"
    )
