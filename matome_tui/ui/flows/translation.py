"""The user's translation service: opened, agreed to, and within its budget."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matome_tui.i18n import _, ngettext
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.translator import Translator
from matome_tui.ui.widgets.dialogs import Question

if TYPE_CHECKING:
    from matome_tui.translate.events import Request


class Translation:
    """Opens the translation service when it is first wanted, with the user's agreement.

    Attributes:
        is_reading: Whether threads are read in translation.
    """

    def __init__(self, user: User, services: Services) -> None:
        self.is_reading = False
        self._user = user
        self._services = services
        self._opening = asyncio.Lock()

    @property
    def workers(self) -> int:
        """The number of texts that are translated at the same time."""
        return self._services.settings.translate.concurrency

    async def open(self) -> Translator | None:
        """Return the service; None, after a note, if there is none or the user does not agree."""
        if self._services.open_translator is None:
            self._user.notify(
                _("No translation service is set up; see [translate] in the README"),
                severity="warning",
            )
            return None
        from matome_tui.translate.backend import TranslationError

        try:
            async with self._opening:  # whoever comes meanwhile waits for the same answer
                translator = await self._services.load_translator()
                return translator if await self._agrees(translator) else None
        except TranslationError as error:
            self._user.notify(
                _("Cannot translate: {reason}").format(reason=error), severity="warning"
            )
        return None

    async def _agrees(self, translator: Translator) -> bool:
        if not translator.needs_consent:
            return True
        question = Question(translator.consent_question(), yes=_("send them"))
        agrees = await self._user.ask(question)
        await asyncio.to_thread(translator.answer, agrees)
        return agrees

    async def may_send(self, translator: Translator, requests: "Sequence[Request]") -> bool:
        """Return whether requests are within the session's budget, or the user raises it."""
        estimate = await asyncio.to_thread(translator.estimate, requests)
        if not estimate.is_over_budget:
            return True
        said = ngettext(
            "{number} text is to be sent, of {characters} characters",
            "{number} texts are to be sent, of {characters} characters",
            estimate.comments,
        )
        if estimate.tokens is not None:
            said = ngettext(
                "{number} text is to be sent, of {characters} characters, about {tokens} tokens",
                "{number} texts are to be sent, of {characters} characters, about {tokens} tokens",
                estimate.comments,
            )
        details = said.format(
            number=f"{estimate.comments:,}",
            characters=f"{estimate.characters:,}",
            tokens=f"{estimate.tokens or 0:,}",
        )
        question = Question(
            _("That is more than max_characters allows for this session."),
            [details],
            yes=_("send anyway"),
        )
        if not await self._user.ask(question):
            return False
        translator.allow(estimate.characters)
        return True
