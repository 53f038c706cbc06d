"""A site's configuration: read from its files, and its content mounts."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from matome_tui.files import read_text
from matome_tui.hugo.post.front_matter.page import flag
from matome_tui.hugo.site.places import CONTENT, Mount, Places
from matome_tui.hugo.site.root import SUFFIXES, config_files
from matome_tui.hugo.site.values import table, tables, text, texts
from matome_tui.i18n import _

_STEMS = ("hugo", "config")

# `hugo` builds for production: https://gohugo.io/configuration/introduction/#configuration-directory
_FOLDERS = ("_default", "production")

_ARCHETYPES = "archetypes"
_GLOB = frozenset("*?[{!")


def config_file(root: Path) -> Path | None:
    """Return the configuration file that Hugo reads at the root of a site, if any."""
    paths = config_files(root, "hugo") or config_files(root, "config")
    return paths[0] if paths else None


def read_config(root: Path) -> dict[str, Any]:
    """Return the configuration in the files of a site, with keys in lower case.

    Raises:
        OSError: A file cannot be read.
        ValueError: A file is not valid TOML, YAML or JSON.
    """
    config: dict[str, Any] = {}
    for path in _files(root):
        try:
            values = _lowered(_parsed(path))
        except RecursionError as error:
            message = _("{file}: tables are nested too deeply").format(file=path.relative_to(root))
            raise ValueError(message) from error
        except ValueError as error:
            reason = " ".join(str(error).split())
            raise ValueError(f"{path.relative_to(root)}: {reason}") from error
        if path.stem not in _STEMS:
            for name in reversed(path.stem.lower().split(".")):
                values = {name: values}
        _merge(config, values if isinstance(values, dict) else {})
    return config


def places(root: Path, config: Mapping[str, Any]) -> Places:
    """Return the places of a site's pages, given its configuration with keys in lower case."""
    root = root.absolute()
    languages = table(config, "languages")
    default = text(config.get("defaultcontentlanguage"), "en")
    mounts = tuple(_mount(root, mount) for mount in content_mounts(root, config))
    named = (language for mount in mounts for language in mount.languages)
    return Places(root, mounts, default, frozenset((*languages, *named, default)))


def content_mounts(root: Path, config: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the mounts of a site's content.

    Hugo adds its default mounts if none of the mounted folders exists.
    """
    mounts = map(_mount_of, tables(table(config, "module").get("mounts")))
    found = [mount for mount in mounts if mount["source"] and is_content(mount)]
    if any((root / mount["source"]).exists() for mount in found):
        return found
    known = {(mount["source"], mount["target"]) for mount in found}
    default = _default_mounts(config)
    return found + [mount for mount in default if (mount["source"], CONTENT) not in known]


def themes(root: Path, config: Mapping[str, Any]) -> list[Path | None]:
    """Return the folders of the themes and modules that a site names, by precedence.

    None stands for one that is not in the site.
    """
    modules = tables(table(config, "module").get("imports"))
    used = [module.get("path") for module in modules if not flag(module.get("disable"))]
    folder = root / text(config.get("themesdir"), "themes")
    found: list[Path | None] = []
    for name in texts(config.get("theme")) + texts(used):
        homes = [folder / name, root / "_vendor" / name]
        # A submodule that is not checked out is an empty folder.
        found.append(next((home for home in homes if home.is_dir() and any(home.iterdir())), None))
    return found


def archetype_mounts(root: Path, config: Mapping[str, Any]) -> list[tuple[Path, PurePosixPath]]:
    """Return the folders or files of a site's archetypes, with their paths among all archetypes.

    Those of its themes come last.
    """
    used = themes(root, config)
    inherited = [(theme / _ARCHETYPES, PurePosixPath()) for theme in used if theme]
    mounts = map(_mount_of, tables(table(config, "module").get("mounts")))
    targets = ((root / mount["source"], PurePosixPath(mount["target"])) for mount in mounts)
    found = [
        (source, target.relative_to(_ARCHETYPES))
        for source, target in targets
        if target.is_relative_to(_ARCHETYPES) and source.exists()
    ]
    own = found or [(root / text(config.get("archetypedir"), _ARCHETYPES), PurePosixPath())]
    return own + inherited


def _default_mounts(config: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    default = text(config.get("contentdir"), CONTENT)
    languages = table(config, "languages")
    folders = {name: text(table(languages, name).get("contentdir"), default) for name in languages}
    general: list[Mapping[str, Any]] = [{"source": default, "target": CONTENT}]
    own: list[Mapping[str, Any]] = [
        {"source": folder, "target": CONTENT, "lang": name}
        for name, folder in folders.items()
        if folder != default
    ]
    return [*own, *general] if len(own) < len(folders) or not folders else own


def _mount_of(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a mount with keys in lower case, and its source and target as text."""
    mount = _lowered(values)
    return {**mount, **{key: text(mount.get(key)) for key in ("source", "target")}}


def is_content(mount: Mapping[str, Any]) -> bool:
    """Return whether a mount is one of content."""
    return PurePosixPath(mount["target"]).parts[:1] == (CONTENT,)


def _mount(root: Path, mount: Mapping[str, Any]) -> Mount:
    target = PurePosixPath(mount["target"]).relative_to(CONTENT)
    return Mount(root / mount["source"], target, _languages(mount))


def _languages(mount: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages of a mount; none, which means the default one, if they are patterns."""
    named = table(mount, "sites", "matrix").get("languages") or mount.get("lang")
    names = texts(named)
    return () if any(_GLOB & set(name) for name in names) else tuple(names)


def _files(root: Path) -> Iterator[Path]:
    if own := config_file(root):
        yield own
    for folder in _FOLDERS:
        found = (root / "config" / folder).rglob("*")
        paths = [path for path in found if path.suffix in SUFFIXES and path.is_file()]
        # The general file precedes those named after a table.
        yield from sorted(paths, key=lambda path: (path.stem not in _STEMS, path))


def _parsed(path: Path) -> Any:
    source = read_text(path, encoding="utf-8-sig")
    if path.suffix == ".toml":
        return tomllib.loads(source)
    if path.suffix == ".json":
        return json.loads(source)
    return _yaml(source)


def _yaml(source: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(source) or {}
    except YAMLError as error:
        raise ValueError(str(error)) from error


def _lowered(value: Any) -> Any:
    """Return a configuration value with keys in lower case, as Hugo ignores their case."""
    if isinstance(value, list):
        return [_lowered(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {str(key).lower(): _lowered(item) for key, item in value.items()}


def _merge(into: dict[str, Any], values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
