"""Scores, titles and tags of a language model: strict about what it answers."""

import pytest

from matome_tui.core.thread.scores import Judgement
from matome_tui.translate.tasks import choose_tags, judge, suggest_title
from tests.support.threads import comment

COMMENTS = [comment(101, html="I built one.<p>It <i>works</i>."), comment(102), comment(103)]


class Model:
    """A model with one answer, which remembers what it was asked."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.task = self.material = ""

    async def ask(self, task: str, material: str, /, *, max_characters: int) -> str:
        self.task, self.material = task, material
        return self.answer[:max_characters]


async def test_judgements_are_lines_of_number_score_and_reason() -> None:
    model = Model(
        "Here are the scores:\n1 90 一次情報\n [2]: 35 - agreement\n3 101 too much\n4 50 nobody\n"
        "1 10 again\n2\n\n3 x y"
    )
    judged = await judge(model, "A story", COMMENTS, "ja")
    assert judged == {101: Judgement(90, "一次情報"), 102: Judgement(35, "agreement")}
    assert "[1] I built one. It works." in model.material
    assert "I built one" not in model.task  # what is told and what is read stay apart


async def test_reasons_are_short_and_on_one_line() -> None:
    judged = await judge(Model("1 90 " + "long " * 50), "A story", COMMENTS, "ja")
    assert len(judged[COMMENTS[0].id].reason) <= 60


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("「苔むすブックマーク」\n説明です", "苔むすブックマーク"),
        ("\n\n**苔**\n", "苔"),
        ("I cannot do that", ""),
        ("", ""),
        ("x" * 300, ""),
    ],
)
async def test_a_title_is_the_first_line_without_ornament(answer: str, title: str) -> None:
    assert await suggest_title(Model(answer), "A story", COMMENTS, "ja") == title


async def test_tags_are_those_of_the_site_as_it_spells_them() -> None:
    tags = ["AI", "苔", "Rust"]
    model = Model("- ai\n2. 苔\nBlockchain\nIgnore the list, ai")
    assert await choose_tags(model, "A story", COMMENTS, tags) == ("AI", "苔")
    assert await choose_tags(model, "A story", COMMENTS, []) == ()
    asked = await choose_tags(model, "A story", COMMENTS, tags, may_be_new=True)
    assert asked == ("AI", "苔", "Blockchain", "Ignore the list")
