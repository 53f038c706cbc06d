"""The translator for a command, which asks before anything leaves the computer."""

from matome_tui import paths
from matome_tui.cli.answers import agrees
from matome_tui.cli.options import UsageError
from matome_tui.config.settings import Settings
from matome_tui.i18n import _
from matome_tui.translate.backend import TranslationError
from matome_tui.translate.service import open_translator
from matome_tui.translate.translator import Translator


def translator_for(
    settings: Settings, *, answers_yes: bool = False, is_offline: bool = False
) -> Translator:
    """Return the configured translator; ask whether its host may be used, if it was not asked yet.

    Args:
        settings: All settings.
        answers_yes: Whether to agree without asking.
        is_offline: Whether nothing may leave this computer.

    Raises:
        UsageError: There is none, or the user does not agree.
    """
    folders = paths.data_directory(), paths.cache_directory()
    try:
        translator = open_translator(settings.translate, *folders, is_offline=is_offline)
        if translator.needs_consent:
            is_allowed = agrees(translator.consent_question(), answers_yes=answers_yes)
            translator.answer(is_allowed)
            if not is_allowed:
                message = _("Nothing was sent to {host}")
                raise UsageError(message.format(host=translator.host))
    except TranslationError as error:
        raise UsageError(str(error)) from error
    return translator
