"""Jobs for a backend from requests."""

from collections.abc import Sequence
from dataclasses import dataclass

from matome_tui.core.draft.review import is_japanese
from matome_tui.core.text import sanitize
from matome_tui.i18n import _
from matome_tui.translate import prompt
from matome_tui.translate.backend import Job, Message
from matome_tui.translate.checks import Fault, condenses, fault_of
from matome_tui.translate.events import Request
from matome_tui.translate.placeholders import Protected, occurring, protect, with_terms
from matome_tui.translate.prompt import Manner

_LEAST_ANSWER = 2000
_ANSWER_FACTOR = 4
"""Characters of an answer, per character of its text or of the limit, beyond which it is cut off;
at least `_LEAST_ANSWER`."""


@dataclass(frozen=True, slots=True)
class Task:
    """A request on its way to a backend.

    Attributes:
        job: What the backend gets.
        protected: The text, with its placeholders.
    """

    job: Job
    protected: Protected

    def shown(self, answer: str) -> str:
        """Return an answer with the parts that did not change, safe for a terminal."""
        return sanitize(self.protected.restore(answer)).strip()

    def fault_of(self, answer: str, manner: Manner) -> Fault | None:
        """Return what is wrong with an answer, None if it can be taken."""
        messages = self.job.messages
        return fault_of(answer, self.protected, manner, messages[0].text if messages else "")


def cost(job: Job) -> int:
    """Return the number of characters that are sent for a job."""
    return sum(len(message.text) for message in job.messages) or len(job.text)


def why_skipped(request: Request, target: str) -> str | None:
    """Return why a request is not sent, as one line for the user; None if it is."""
    if target == "ja" and is_japanese(request.text):
        return _("It is Japanese already")
    if not protect(request.text, request.names, request.code).has_words:
        return _("There is nothing to translate")
    return None


def make_task(
    request: Request,
    manner: Manner,
    pairs: Sequence[tuple[str, str]] = (),
    *,
    takes_prompts: bool,
) -> Task:
    """Return the task for a request.

    Args:
        request: The request.
        manner: How to translate.
        pairs: Examples.
        takes_prompts: Whether a language model gets it.
    """
    protected = protect(request.text, request.names, request.code)
    messages: tuple[Message, ...] = ()
    if takes_prompts:
        terms = occurring(request.text, manner.glossary)
        is_long = condenses(protected.text, manner)
        messages = prompt.compose(request, protected, manner, terms, pairs, condenses=is_long)
    else:
        protected = with_terms(protected, manner.glossary)
    longest = max(_LEAST_ANSWER, _ANSWER_FACTOR * max(len(protected.text), manner.limit))
    return Task(Job(protected.text, prompt.context(request), messages, longest), protected)
