"""What is remembered of former renderings: the cache, and the user's own translations.

Storage errors are logged, and cost only what would have been remembered.
"""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.store.pairs import PairStore
from matome_tui.store.renderings import Rendering, RenderingStore
from matome_tui.translate import prompt
from matome_tui.translate.checks import Fault
from matome_tui.translate.events import Done, Failed
from matome_tui.translate.prompt import Manner

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells the renderings of one service from those of another.

    Attributes:
        backend: The kind of service.
        url: Its URL, or the program.
        model: The model; empty without one.
    """

    backend: str
    url: str
    model: str


class Memory:
    """The renderings and translations that one service in one manner can use.

    Its methods may be called from any thread; all but `key` read or write files.
    """

    def __init__(
        self,
        identity: Identity,
        manner: Manner,
        *,
        renderings: RenderingStore,
        pairs: PairStore,
    ) -> None:
        """Set what tells its renderings from others, and the stores."""
        self._common = (
            *(prompt.VERSION, identity.backend, identity.url, identity.model),
            *(manner.target, manner.style, manner.limit, sorted(manner.glossary.items())),
        )
        self._renderings = renderings
        self._pairs = pairs

    def key(self, kind: str, *texts: str) -> bytes:
        """Return the key of an answer: of its kind, to these texts."""
        return hashlib.sha256(json.dumps((*self._common, kind, *texts)).encode()).digest()

    def load(self, keys: Collection[bytes]) -> Mapping[bytes, Rendering]:
        """Return what is kept under some keys, by key."""
        try:
            return self._renderings.load(keys)
        except StoreError as error:
            _log.warning("The renderings were not read: %s", error)
            return {}

    def keep(self, key: bytes, text: str, fault: Fault | None = None) -> None:
        """Keep a text, and what is wrong with it; that does not replace one that is right."""
        former = self.load([key]).get(key) if fault else None
        if former and not former.fault:
            return
        try:
            self._renderings.save(key, Rendering(text, fault.dump() if fault else ""))
        except StoreError as error:
            _log.warning("A rendering was not kept: %s", error)

    def follow_drafts(self) -> None:
        """Take the user's translations from drafts that have changed."""
        try:
            self._pairs.follow_drafts()
        except StoreError as error:
            _log.warning("The drafts were not read for examples: %s", error)

    def examples(self, text: str) -> Sequence[tuple[str, str]]:
        """Return similar texts, each with its translation by the user."""
        try:
            return [(pair.source, pair.text) for pair in self._pairs.nearest(text)]
        except StoreError as error:
            _log.warning("The examples were not read: %s", error)
            return ()


def result(id_: int, kept: Rendering) -> Done | Failed:
    """Return the last event of a request whose rendering is kept."""
    if not kept.fault:
        return Done(id_, kept.text, is_cached=True)
    try:
        reason = Fault.load(kept.fault).for_user()
    except ValueError:
        reason = _("it was refused before")
    return Failed(id_, reason, kept.text, is_cached=True)
