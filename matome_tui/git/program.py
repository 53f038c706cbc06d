"""The git executable: running it on a folder, without questions and without a shell."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from matome_tui.core.text import sanitize
from matome_tui.i18n import _
from matome_tui.processes import Finished, StoppedError, run

QUERY_TIMEOUT = 60.0
"""Limit in seconds for reading a repository."""

ACTION_TIMEOUT = 600.0
"""Limit in seconds for a commit, whose hooks may build the site, and for a push."""

_SHOWN_LINES = 200

# https://git-scm.com/docs/git#_environment_variables. Git's own messages stay English, as failures
# are recognized by them; GPG_TTY would let gpg ask on the terminal that shows the program.
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    "LANGUAGE": "en",
}
_REMOVED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_LITERAL_PATHSPECS", "GPG_TTY")
_OPTIONS = ("--no-pager", "-c", "core.quotePath=false", "-c", "color.ui=false")


class GitError(Exception):
    """Git cannot do something; the message is one line: what happened; what to do.

    Attributes:
        output: The lines that git and hooks wrote, for the screen.
    """

    def __init__(self, message: str, output: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.output = tuple(output)


@dataclass(frozen=True, slots=True)
class Git:
    """Git, run in one folder.

    Attributes:
        executable: Its path.
        folder: The folder it runs in.
    """

    executable: str
    folder: Path

    def query(self, *arguments: str) -> Finished:
        """Read something; other programs are not kept from the repository.

        Raises:
            GitError: Git does not run, or takes too long.
        """
        return self._run(*arguments, timeout=QUERY_TIMEOUT, environment={"GIT_OPTIONAL_LOCKS": "0"})

    def act(self, *arguments: str, cancelled: Event | None = None) -> Finished:
        """Change something. Raises GitError if git does not run, takes too long or is cancelled."""
        return self._run(*arguments, timeout=ACTION_TIMEOUT, cancelled=cancelled)

    def _run(
        self,
        *arguments: str,
        timeout: float,
        environment: dict[str, str] | None = None,
        cancelled: Event | None = None,
    ) -> Finished:
        inherited = {name: value for name, value in os.environ.items() if name not in _REMOVED}
        try:
            return run(
                [self.executable, *_OPTIONS, *arguments],
                folder=self.folder,
                environment={**inherited, **_ENVIRONMENT, **(environment or {})},
                timeout=timeout,
                cancelled=cancelled,
            )
        except StoppedError as error:
            if error.was_cancelled:
                raise GitError(_("Cancelled")) from error
            message = _("Git was stopped after {seconds:g} seconds; try it in a terminal")
            raise GitError(message.format(seconds=timeout)) from error
        except OSError as error:
            message = _("Git cannot be started: {reason}")
            raise GitError(message.format(reason=error.strerror or error)) from error


def find_git(folder: Path) -> Git:
    """Return the git of PATH for a folder. Raises GitError if there is none."""
    executable = shutil.which("git")
    if executable is None:
        raise GitError(_("Git was not found; install it to publish posts"))
    return Git(executable, folder)


def lines_of(finished: Finished) -> tuple[str, ...]:
    """Return the lines that a command wrote, for the screen; of many the last ones."""
    text = (finished.output + b"\n" + finished.errors).decode("utf-8", "replace")
    # Progress is overwritten after carriage returns: the last state stays.
    lines = (line.rstrip().rpartition("\r")[2] for line in text.split("\n"))
    return tuple(sanitize(line) for line in lines if line.strip())[-_SHOWN_LINES:]
