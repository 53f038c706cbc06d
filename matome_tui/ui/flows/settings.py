"""Keeping a setting that the user changed in the program."""

import asyncio
from pathlib import Path

from matome_tui.files import plain
from matome_tui.i18n import _
from matome_tui.ui.flows.user import User


async def keep_setting(user: User, config_file: Path, key: str, value: str | int) -> None:
    """Write a setting, named `table.name`, to config.toml; warn if that is not possible."""
    from matome_tui.config.file import save_value

    try:
        await asyncio.to_thread(save_value, config_file, key, value)
    except (OSError, ValueError) as error:
        line = _("{key} is changed until you quit: the configuration cannot be written ({reason})")
        user.notify(line.format(key=key, reason=plain(error)), severity="warning")
