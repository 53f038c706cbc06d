"""Failures of git, recognized by its English messages, each with a remedy."""

import re
from collections.abc import Sequence

from matome_tui.git.program import GitError, lines_of
from matome_tui.i18n import N_, _
from matome_tui.processes import Finished

_NO_REPOSITORY = "not a git repository|must be run in a work tree"
_CAUSES: Sequence[tuple[str, str]] = (
    (
        r"detected dubious ownership",
        N_("The repository belongs to another user; git names the command that allows it"),
    ),
    (
        r"[Pp]lease tell me who you are|auto-detect email address|empty ident name",
        N_("Git does not know your name; run git config --global user.name and user.email"),
    ),
    (
        r"index\.lock': File exists|Unable to create '.*\.lock'",
        N_("Another git is using the repository; wait for it, or remove its .lock file"),
    ),
    (
        r"gpg failed to sign|failed to write commit object",
        N_("The commit could not be signed; sign once in a terminal, then try again"),
    ),
    (
        r"! \[remote rejected\]|remote: error: ",
        N_("{place} refuses the commits; its reason is below"),
    ),
    (
        r"! \[rejected\]",
        N_("{place} has commits that are missing here; run git pull --rebase, then push again"),
    ),
    (
        (
            r"Authentication failed|could not read (?:Username|Password)|Permission denied"
            r"|terminal prompts disabled|Host key verification failed|returned error: 40[13]"
        ),
        N_("Git cannot log in to {place}; run git push once in a terminal"),
    ),
    (
        (
            r"Could not resolve host|unable to access|Could not read from remote repository"
            r"|does not appear to be a git repository|Connection (?:refused|timed out)"
        ),
        N_("{place} cannot be reached; check the network and git remote -v, then push again"),
    ),
)


def failure(finished: Finished, place: str, otherwise: str = "") -> GitError:
    """Return the error for a command that failed.

    Args:
        finished: What the command left.
        place: What it worked on, such as a folder or a remote branch.
        otherwise: The message if git gives no known reason; empty for git's last line.
    """
    lines = lines_of(finished)
    text = "\n".join(lines)
    if re.search(_NO_REPOSITORY, text):  # that is all that git says
        return GitError(_("The site is not in a git repository; run git init in its folder"))
    for pattern, message in _CAUSES:
        if re.search(pattern, text):
            return GitError(_(message).format(place=place), lines)
    last = (
        lines[-1] if lines else _("git ended with status {status}").format(status=finished.status)
    )
    return GitError(otherwise or _("Git failed: {reason}").format(reason=last), lines)
