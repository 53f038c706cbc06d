"""The translator that the settings describe."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from matome_tui.config.settings import TranslateSettings
from matome_tui.i18n import _
from matome_tui.store.pairs import PairStore
from matome_tui.store.renderings import RenderingStore
from matome_tui.translate.backend import Backend, TranslationError
from matome_tui.translate.backends.command import Command
from matome_tui.translate.backends.deepl import DeepL
from matome_tui.translate.backends.libretranslate import LibreTranslate
from matome_tui.translate.backends.openai import OpenAI
from matome_tui.translate.backends.service import Service
from matome_tui.translate.consent import Consent, is_loopback
from matome_tui.translate.keys import read_key
from matome_tui.translate.memory import Identity, Memory
from matome_tui.translate.prompt import Manner
from matome_tui.translate.translator import Limits, Translator
from matome_tui.web.client import Client

_ATTEMPTS = 3
_SECONDS = 120.0
"""A model on this computer may take long to load, and to read a prompt."""


@dataclass(frozen=True, slots=True)
class Stores:
    """The files of translation.

    Attributes:
        renderings: The cache.
        pairs: The user's own translations.
        consent: The user's answers about hosts.
    """

    renderings: RenderingStore
    pairs: PairStore
    consent: Consent

    @classmethod
    def in_folders(cls, data: Path, cache: Path) -> "Stores":
        """Return the files in the program's folders of data and of the cache."""
        return cls(
            RenderingStore(cache / "renderings.sqlite"),
            PairStore(data / "pairs.sqlite", data / "drafts.sqlite"),
            Consent(data / "consent.json"),
        )


def open_translator(
    settings: TranslateSettings,
    data: Path,
    cache: Path,
    *,
    is_offline: bool = False,
    client: Client | None = None,
) -> Translator:
    """Return the translator that the settings describe; nothing is sent yet.

    Args:
        settings: `[translate]`, with a backend.
        data: The program's folder of data.
        cache: The program's folder of the cache.
        is_offline: Whether nothing may leave this computer.
        client: An HTTP client of its own; None makes one.

    Raises:
        TranslationError: A setting is missing, or the service needs the network.
    """
    if not settings.backend:
        raise TranslationError(_("No translation service is set up; see [translate] in the README"))
    service = None
    if settings.backend == "command":
        backend: Backend = Command(_needed(settings, "command"), settings.target)
    else:
        url = _needed(settings, "url")
        client = client or _client(url, settings.concurrency)
        service = Service(url, client, lambda: read_key(settings))
        backend = _backend(settings, service)
    host = service.host if service and not service.is_local else ""
    if host and is_offline:
        raise TranslationError(_("{host} cannot be asked offline").format(host=host))
    limit = settings.limit if backend.takes_prompts else 0
    manner = Manner(settings.target, settings.style, limit, settings.glossary)
    identity = Identity(settings.backend, settings.url or settings.command, settings.model)
    stores = Stores.in_folders(data, cache)
    return Translator(
        backend,
        manner,
        Memory(identity, manner, renderings=stores.renderings, pairs=stores.pairs),
        host=host,
        consent=stores.consent,
        limits=Limits(settings.concurrency, settings.max_characters),
    )


def _client(url: str, concurrency: int) -> Client:
    return Client(
        attempts=_ATTEMPTS,
        read_timeout=_SECONDS,
        total_timeout=_SECONDS,
        connections=concurrency,
        http2=False,
        uses_proxy=not is_loopback(urlsplit(url).hostname or ""),  # what stays here asks no one
    )


def _backend(settings: TranslateSettings, service: Service) -> Backend:
    if settings.backend == "openai":
        return OpenAI(service, _needed(settings, "model"))
    if settings.backend == "deepl":
        return DeepL(service, settings.target)
    return LibreTranslate(service, settings.target)


def _needed(settings: TranslateSettings, name: str) -> str:
    """Return a setting that the backend needs. TranslationError if it is empty."""
    if value := getattr(settings, name):
        return str(value)
    message = _("The backend {backend} needs {setting} in [translate]")
    raise TranslationError(message.format(backend=settings.backend, setting=name))
