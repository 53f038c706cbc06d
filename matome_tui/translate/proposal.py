"""Proposal of a post's title and tags by a translation service."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from matome_tui.config.settings import TranslateSettings
from matome_tui.core.comment.markup import plain_text
from matome_tui.core.draft.proposal import find_tags
from matome_tui.core.items import Comment
from matome_tui.core.text import one_line
from matome_tui.translate.events import Done, Event, Request
from matome_tui.translate.tasks import choose_tags, suggest_title

_TITLE_ID = 0


class Translator(Protocol):
    """A translation service, perhaps a language model."""

    @property
    def takes_prompts(self) -> bool:
        """Whether it is a language model."""

    async def ask(self, task: str, material: str, /, *, max_characters: int) -> str:
        """Return a language model's answer; raises TranslationError."""

    def run(self, requests: Sequence[Request], /) -> AsyncGenerator[Event, None]:
        """Yield the events of a batch."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A title and tags for a post.

    Attributes:
        title: The title; empty if there is none.
        tags: The tags, the best first.
    """

    title: str
    tags: tuple[str, ...]


async def propose_metadata(
    translator: Translator,
    title: str,
    comments: Sequence[Comment],
    tags: Mapping[str, int],
    settings: TranslateSettings,
) -> Proposal:
    """Return a proposal for a post. Raises TranslationError.

    A language model chooses; of another service, the title is translated, and the tags are those
    that occur.

    Args:
        translator: The service.
        title: The title of the story.
        comments: The comments of the post.
        tags: The site's tags, with the numbers of their posts.
        settings: The language, and whether tags may be new.
    """
    if not translator.takes_prompts:
        texts = [plain_text(comment.html) for comment in comments]
        return Proposal(await _translated(translator, title), find_tags(tags, title, texts))
    by_use = sorted(tags, key=lambda tag: -tags[tag])
    return Proposal(
        await suggest_title(translator, title, comments, settings.target),
        await choose_tags(translator, title, comments, by_use, may_be_new=settings.new_tags),
    )


async def _translated(translator: Translator, title: str) -> str:
    async with aclosing(translator.run([Request(_TITLE_ID, title)])) as events:
        async for event in events:
            if isinstance(event, Done):
                return one_line(event.text)
    return ""
