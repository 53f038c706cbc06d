"""One repository: its branch, changed files, commits of named files only, and pushes."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from matome_tui.git.failures import failure
from matome_tui.git.program import Git, GitError, find_git, lines_of
from matome_tui.i18n import N_, _
from matome_tui.processes import Finished

Kind = Literal["added", "changed", "deleted"]

_LARGEST_BATCH = 100_000
"""Characters of arguments; a command line holds at least as many."""

_OPERATIONS = {
    "MERGE_HEAD": N_("A merge is not finished; finish it, or run git merge --abort"),
    "rebase-merge": N_("A rebase is not finished; finish it, or run git rebase --abort"),
    "rebase-apply": N_("A rebase is not finished; finish it, or run git rebase --abort"),
    "CHERRY_PICK_HEAD": N_("A cherry-pick is not finished; run git cherry-pick --continue"),
    "REVERT_HEAD": N_("A revert is not finished; run git revert --continue"),
}
"""What a file or folder in the `.git` folder says of an operation that stopped half-way."""

_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg")


@dataclass(frozen=True, slots=True)
class Change:
    """A file that a commit would change.

    Attributes:
        path: Its absolute path.
        kind: What happened to it since the last commit.
        is_tracked: Whether git knows it, if only in the index.
    """

    path: Path
    kind: Kind
    is_tracked: bool


@dataclass(frozen=True, slots=True)
class Upstream:
    """The branch that a push goes to.

    Attributes:
        branch: The local branch.
        remote: The remote's name.
        ref: The branch there, `refs/heads/…`.
        tracking: The local copy of it, `refs/remotes/…`.
    """

    branch: str
    remote: str
    ref: str
    tracking: str

    @property
    def name(self) -> str:
        """`origin/main`."""
        return f"{self.remote}/{self.ref.removeprefix('refs/heads/')}"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working tree.

    Attributes:
        git: Git, run at its root.
        folder: Its `.git` folder.
    """

    git: Git
    folder: Path

    @property
    def root(self) -> Path:
        """The top of the working tree, links resolved."""
        return self.git.folder

    def branch(self) -> str:
        """Return the branch that a commit goes to.

        Raises:
            GitError: There is none, or an operation or conflict keeps commits from it.
        """
        for name, message in _OPERATIONS.items():
            if (self.folder / name).exists():
                raise GitError(_(message))
        if conflicts := self._names("diff", "--name-only", "--diff-filter=U", "-z"):
            message = _("{file} has a conflict; resolve it and run git add, then try again")
            raise GitError(message.format(file=conflicts[0]))
        found = self.git.query("symbolic-ref", "--quiet", "--short", "HEAD")
        if found.status:
            raise GitError(_("No branch is checked out (detached HEAD); run git switch BRANCH"))
        return os.fsdecode(found.output).strip()

    def changes(self, paths: Iterable[Path]) -> list[Change]:
        """Return the changed files among files and folders, without those that git ignores."""
        wanted = _specs(self.root, paths)
        if not wanted:
            return []
        said = self._read(
            *("status", "--porcelain=v2", "-z", "--no-renames", "--untracked-files=all"),
            *("--ignore-submodules=all", "--", *wanted),
        )
        return list(_changes(self.root, os.fsdecode(said.output)))

    def is_ignored(self, path: Path) -> bool:
        """Return whether git ignores a file, and does not know it."""
        tracked = self._names("ls-files", "-z", "--", *_specs(self.root, [path]))
        return not tracked and self.git.query("check-ignore", "-q", "--", str(path)).status == 0

    def is_committed(self, path: Path) -> bool:
        """Return whether the last commit has a file."""
        name = path.relative_to(self.root).as_posix()
        return self.git.query("cat-file", "-e", f"HEAD:{name}").status == 0

    def commit(
        self, changes: Sequence[Change], message: str, cancelled: Event | None = None
    ) -> tuple[str, ...]:
        """Commit these files, as they are now, and nothing else; return git's output.

        What else is staged stays staged. If the commit fails, the index is as before.

        Raises:
            GitError: The commit was not made.
        """
        self.branch()
        new = [change.path for change in changes if not change.is_tracked]
        # `--only` takes files that git knows; this makes it know them without their text.
        for batch in _batches(_specs(self.root, new)):
            done = self.git.act("add", "--intent-to-add", "--", *batch)
            if done.status:
                self._forget(new)
                raise failure(done, str(self.root))
        is_made = False
        try:
            done = self.git.act(
                *("-c", "i18n.commitEncoding=UTF-8", "commit", "--only", f"--message={message}"),
                *("--", *_specs(self.root, (change.path for change in changes))),
                cancelled=cancelled,
            )
            is_made = done.status == 0
        finally:
            if not is_made:
                self._forget(new)
        if not is_made:
            raise failure(done, str(self.root), self._refusal())
        return lines_of(done)

    def upstream(self, branch: str) -> Upstream:
        """Return where a push of a branch goes. Raises GitError, with a remedy, if nowhere."""
        names = (f"%({kind}:remotename)%00%({kind}:remoteref)%00%({kind})" for kind in _TARGETS)
        found = self._read("for-each-ref", f"--format={'%00'.join(names)}", f"refs/heads/{branch}")
        parts = os.fsdecode(found.output).rstrip("\n").split("\0")
        for remote, ref, tracking in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            if remote not in ("", ".") and ref:
                return Upstream(branch, remote, ref, tracking)
        remotes = self.remotes()
        if not remotes:
            raise GitError(_("The repository has no remote; run git remote add origin URL"))
        message = _("{branch} has no upstream; run git push --set-upstream {remote} {branch}")
        raise GitError(message.format(branch=branch, remote=remotes[0]))

    def outgoing(self, upstream: Upstream) -> list[str]:
        """Return the commits that a push sends, the newest first: `1a2b3c4 Subject`."""
        there = self.git.query("rev-parse", "--verify", "--quiet", upstream.tracking)
        excluded = [f"^{upstream.tracking}"]
        if there.status:
            excluded = ["--not", f"--remotes={upstream.remote}"]
        done = self._read("log", "--format=%h %s", "HEAD", *excluded)
        return list(lines_of(done))

    def unpushed(self, paths: Iterable[Path]) -> list[Path]:
        """Return the files below folders that commits of this branch change and no remote has."""
        if not self.remotes():
            return []
        said = self.git.query(
            *("log", "-z", "--format=", "--name-only", "HEAD", "--not", "--remotes", "--"),
            *_specs(self.root, paths),
        )
        names = {name.strip("\n") for name in os.fsdecode(said.output).split("\0")}
        return [] if said.status else [self.root / name for name in sorted(names) if name]

    def push(self, upstream: Upstream, cancelled: Event | None = None) -> tuple[str, ...]:
        """Push one branch, never by force; return git's output. Raises GitError if it fails."""
        branches = f"refs/heads/{upstream.branch}:{upstream.ref}"
        done = self.git.act("push", "--", upstream.remote, branches, cancelled=cancelled)
        if done.status:
            raise failure(done, upstream.name, self._refusal_of_push())
        return lines_of(done)

    def remotes(self) -> list[str]:
        """Return the names of the remotes, `origin` first."""
        names = os.fsdecode(self._read("remote").output).split()
        return sorted(names, key=lambda name: (name != "origin", name))

    def _forget(self, new: Sequence[Path]) -> None:
        """Take files that were not committed out of the index again."""
        # A commit can be made although its command fails, as when a later hook is cancelled.
        unknown = [path for path in new if not self.is_committed(path)]
        for batch in _batches(_specs(self.root, unknown)):
            self.git.act("rm", "--cached", "--quiet", "--force", "--ignore-unmatch", "--", *batch)

    def _refusal(self) -> str:
        hooks = self._hooks(*_HOOKS)
        message = _("The hook {hooks} refuses the commit; its reason is below")
        return message.format(hooks=", ".join(hooks)) if hooks else ""

    def _refusal_of_push(self) -> str:
        is_there = self._hooks("pre-push")
        return _("The hook pre-push refuses the push; its reason is below") if is_there else ""

    def _hooks(self, *names: str) -> list[str]:
        """Return those of the hooks that the repository has."""
        folder = self.root / os.fsdecode(self._read("rev-parse", "--git-path", "hooks").output)[:-1]
        return [name for name in names if os.access(folder / name, os.X_OK)]

    def _names(self, *arguments: str) -> list[str]:
        return os.fsdecode(self._read(*arguments).output).split("\0")[:-1]

    def _read(self, *arguments: str) -> Finished:
        done = self.git.query(*arguments)
        if done.status:
            raise failure(done, str(self.root))
        return done


_TARGETS = ("push", "upstream")
"""Where a branch is pushed to by its configuration; the upstream if that says nothing."""


def find_repository(path: Path) -> Repository:
    """Return the repository of a file or folder, links resolved.

    Raises:
        GitError: There is no git, or no repository.
    """
    real = path.resolve()
    folder = next(one for one in (real, *real.parents) if one.is_dir())
    git = find_git(folder)
    done = git.query("rev-parse", "--show-toplevel", "--absolute-git-dir")
    if done.status:
        raise failure(done, str(folder))
    root, git_folder = os.fsdecode(done.output).rstrip("\n").split("\n")
    return Repository(Git(git.executable, Path(root)), Path(git_folder))


def _specs(root: Path, paths: Iterable[Path]) -> list[str]:
    """Return pathspecs that match files by their exact paths.

    The option `--literal-pathspecs` would do so too, but hooks inherit it.
    """
    names = (path.relative_to(root).as_posix() for path in paths)
    return [":(top)" if name == "." else f":(top,literal){name}" for name in names]


def _batches(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Yield arguments in groups that a command line holds."""
    batch: list[str] = []
    for argument in arguments:
        if batch and sum(map(len, batch)) + len(argument) > _LARGEST_BATCH:
            yield batch
            batch = []
        batch.append(argument)
    if batch:
        yield batch


def _changes(root: Path, status: str) -> Iterator[Change]:
    """Yield the changes in the output of `git status --porcelain=v2 -z`.

    Its form: https://git-scm.com/docs/git-status#_porcelain_format_version_2
    """
    for entry in status.split("\0"):
        if entry.startswith("? "):
            yield Change(root / entry[2:], "added", is_tracked=False)
        elif entry.startswith("1 "):
            path = root / entry.split(" ", 8)[8]
            in_index = entry[2]
            kind: Kind = "added" if in_index == "A" or entry[3] == "A" else "changed"
            yield Change(path, kind if path.exists() else "deleted", is_tracked=True)
