"""The people that the user follows or mutes."""

from pathlib import Path

from matome_tui.config.file import save_value
from matome_tui.config.settings import Settings
from matome_tui.ui.event import Event


class People:
    """Followed and muted user names: `[people]` of config.toml, as changed by keys since.

    Attributes:
        followed: Names marked everywhere.
        muted: Names whose comments are folded, and whose stories leave the lists.
        changed: Published after each change.
    """

    def __init__(self, settings: Settings, config_file: Path) -> None:
        """Begin with the settings; changes are saved in `config_file`."""
        self.followed = frozenset(settings.people.follow)
        self.muted = frozenset(settings.people.mute)
        self.changed: Event[People] = Event()
        self._config_file = config_file

    def toggle_follow(self, name: str) -> bool:
        """Follow a person, or no longer; return whether they are followed now."""
        self.followed ^= {name}
        self.muted -= self.followed
        self.changed.publish(self)
        return name in self.followed

    def toggle_mute(self, name: str) -> bool:
        """Mute a person, or no longer; return whether they are muted now."""
        self.muted ^= {name}
        self.followed -= self.muted
        self.changed.publish(self)
        return name in self.muted

    def save(self) -> None:
        """Write all names to config.toml, which takes a moment.

        Raises:
            OSError: The file cannot be read or written.
            ValueError: The file does not parse, or has no place for them.
        """
        for key, names in (("people.follow", self.followed), ("people.mute", self.muted)):
            save_value(self._config_file, key, sorted(names, key=str.lower))
