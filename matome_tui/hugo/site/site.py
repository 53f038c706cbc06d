"""A Hugo site on disk: finding, describing and creating one."""

import errno
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from matome_tui.core.draft.post_options import PostOptions
from matome_tui.files import read_bytes
from matome_tui.hugo.executable import Hugo, HugoError, dotted
from matome_tui.hugo.post.encode import clean_title
from matome_tui.hugo.post.front_matter.page import flag
from matome_tui.hugo.site.config import places, read_config, themes
from matome_tui.hugo.site.new_files import write_all
from matome_tui.hugo.site.places import Places
from matome_tui.hugo.site.values import table, text
from matome_tui.i18n import _

DETAILS_BUILT_IN = (0, 140, 0)
"""The first Hugo with a built-in `details` shortcode."""

CONFIG_FORMAT = (0, 112, 0)
"""The first Hugo whose `config` command writes JSON."""

SHORTCODES = Path("layouts", "shortcodes")
"""The folder of a site's own shortcodes."""

_HERE = Path(__file__).parent
_QUOTE = "matomeQuote.html"
_CONFIG = Path("hugo.toml")

# The types of content files: https://gohugo.io/content-management/formats/
_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".adoc", ".org", ".pandoc", ".rst")
_REMOTE = re.compile(r"[a-z]+:|//", re.IGNORECASE)
_IMAGE_SUFFIXES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


@dataclass(frozen=True, slots=True)
class Site:
    """The properties of a site that matter to posts; None if unknown.

    Attributes:
        root: The site's folder.
        places: The places of its pages.
        assets_dir: The folder of images that Hugo processes.
        unsafe: Whether goldmark renders raw HTML.
        enable_emoji: Whether `:smile:` becomes an emoji.
        has_quote_shortcode: Whether there is a `matomeQuote` shortcode.
        has_details: Whether there is a `details` shortcode, built-in or the site's own.
        has_posts_section: Whether `ref "/posts/"` finds a page.
        hugo_version: The version of the hugo that read the configuration.
        needed_version: The version that the site or its theme needs, such as `0.141.0`, if hugo is
            older; else empty.
        typographer: Whether goldmark replaces punctuation, which is its default.
        shortcodes: The names of its own and its themes' shortcodes, in lower case.
        time_zone: The zone of dates without one, an IANA name; empty for UTC.
        builds_future: Whether posts with a future date are published.
        is_known: Whether the configuration could be read.
    """

    root: Path
    places: Places
    assets_dir: Path
    unsafe: bool | None
    enable_emoji: bool | None
    has_quote_shortcode: bool | None
    has_details: bool | None
    has_posts_section: bool
    hugo_version: tuple[int, int, int] | None
    needed_version: str = ""
    typographer: bool = True
    shortcodes: frozenset[str] | None = None
    time_zone: str = ""
    builds_future: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a site that affects posts, and its remedy, each one sentence."""

    what: str
    remedy: str


def read_site(root: Path, hugo: Hugo | None) -> Site:
    """Return the properties of the site at `root`.

    A `hugo` of 0.112 or later is asked for the configuration; without one, its files are read.
    Shortcodes of themes outside the site are unknown.

    Raises:
        HugoError: Hugo cannot read the site's configuration.
        OSError: Without hugo: a configuration file cannot be read.
        ValueError: Without hugo: a configuration file is not valid TOML, YAML or JSON.
    """
    needed = ""
    if hugo and hugo.version >= CONFIG_FORMAT:
        config, needed = hugo.examine(root)
    else:
        config = read_config(root)
    return _site(root, config, hugo.version if hugo else None, needed)


def try_read_site(root: Path, hugo: Hugo | None) -> tuple[Site, str]:
    """Return the properties of the site at `root`, and why its configuration could not be read.

    If Hugo cannot read the configuration, for example because a theme is missing, its files are
    read. If that fails too, the properties are unknown.
    """
    try:
        return read_site(root, hugo), ""
    except (HugoError, ValueError, OSError) as error:
        problem = str(error)
    try:
        return read_site(root, None), problem
    except (ValueError, OSError):
        return _unknown_site(root), problem


def _unknown_site(root: Path) -> Site:
    """Return a site with unknown properties and the default places of pages."""
    return Site(
        root=root,
        places=places(root, {}),
        assets_dir=root / "assets",
        unsafe=None,
        enable_emoji=None,
        has_quote_shortcode=None,
        has_details=None,
        has_posts_section=True,
        hugo_version=None,
        is_known=False,
    )


def _site(
    root: Path, config: Mapping[str, Any], version: tuple[int, int, int] | None, needed: str
) -> Site:
    where = places(root, config)
    layouts, all_known = _layouts(root, config)
    shortcodes = _shortcode_names(layouts)

    def has_shortcode(name: str) -> bool | None:
        return name.lower() in shortcodes or (False if all_known else None)

    has_details = has_shortcode("details")
    if version is None:
        has_details = has_details or None
    elif version >= DETAILS_BUILT_IN:
        has_details = True
    return Site(
        root=root,
        places=where,
        assets_dir=root / text(config.get("assetdir"), "assets"),
        unsafe=_setting(config, "markup", "goldmark", "renderer", "unsafe"),
        enable_emoji=_setting(config, "enableemoji"),
        has_quote_shortcode=has_shortcode("matomeQuote"),
        has_details=has_details,
        has_posts_section=any(map(_has_section, where.folders("posts"))),
        hugo_version=version,
        needed_version=needed,
        typographer=_typographer(config),
        shortcodes=shortcodes if all_known else None,
        time_zone=str(config.get("timezone") or ""),
        builds_future=_setting(config, "buildfuture"),
    )


def problems(site: Site, options: PostOptions | None = None) -> list[Problem]:
    """Return the faults of a site that keep posts from building or drop parts of them.

    Unknown properties are no faults, except for `unsafe`, without which Hugo drops text without an
    error. Blockquote posts need neither that nor a shortcode.
    """
    options = options or PostOptions()
    has_shortcodes = options.format == "matome"
    found = outer_content(site)
    version = dotted(site.hugo_version or ())
    if has_shortcodes and not site.unsafe:
        unknown = site.unsafe is None
        found.append(
            Problem(
                _("It is unknown whether the site renders raw HTML.")
                if unknown
                else _("The site drops raw HTML, and with it line breaks and whole sections."),
                _("Set markup.goldmark.renderer.unsafe = true in the site's configuration."),
            )
        )
    if has_shortcodes and site.has_quote_shortcode is False:
        found.append(
            Problem(
                _("The site has no matomeQuote shortcode."),
                _("Add {file}, or choose plain blockquotes with matome init.").format(
                    file=(SHORTCODES / _QUOTE).as_posix()
                ),
            )
        )
    if has_shortcodes and site.has_details is False:
        found.append(
            Problem(
                _(
                    "The site has no details shortcode, and Hugo {version} has none built in."
                ).format(version=version),
                _("Use Hugo 0.140 or later, or add layouts/shortcodes/details.html."),
            )
        )
    if site.needed_version:
        found.append(
            Problem(
                _("The site needs Hugo {needed} or later; this is {version}.").format(
                    needed=site.needed_version, version=version
                ),
                _("Update Hugo, or posts may look wrong."),
            )
        )
    if 'ref "/posts/"' in options.tail and not site.has_posts_section:
        found.append(
            Problem(
                _('The site has no page in its posts section, which ref "/posts/" needs.'),
                _("Add posts/_index.md or a first post to its content."),
            )
        )
    return found


def needs(site: Site) -> list[str]:
    """Return what posts in the matome format need on a site, of a line each."""
    names = [] if site.has_quote_shortcode else [_QUOTE]
    if site.has_details is False:
        names.append("details.html")
    adds = [_("Adds {file}").format(file=(SHORTCODES / name).as_posix()) for name in names]
    if site.unsafe:
        return adds
    setting = "markup.goldmark.renderer.unsafe = true"
    return [*adds, _("Needs {setting} in the site's configuration").format(setting=setting)]


def outer_content(site: Site) -> list[Problem]:
    """Return the faults of content folders that contain the site, such as `/`."""
    what = _("The content folder {folder} contains the site, so its posts are not read.")
    remedy = _("Set contentDir, or the source of a mount, to a folder inside the site.")
    return [Problem(what.format(folder=folder), remedy) for folder in site.places.outer]


def images(folder: Path) -> list[str]:
    """Return the images below a folder as front matter names them, sorted."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in _IMAGE_SUFFIXES and path.is_file()
    )


def has_image(site: Site, name: str) -> bool:
    """Return whether posts anywhere in a site can use an image.

    Images of the web count as there, and so do other things than images, such as a colour. Those
    beside a post are for that post alone, unless they are named from the site's root.
    """
    if _REMOTE.match(name) or not _file_name(name).lower().endswith(_IMAGE_SUFFIXES):
        return True
    themes = (site.root / "themes").glob("*")
    folders = [*image_folders(site), *site.places.roots]
    folders += [theme / folder for theme in themes for folder in ("assets", "static")]
    return any(has_file(folder, name) for folder in folders)


def image_folders(site: Site) -> list[Path]:
    """Return the site's own folders of images for all posts."""
    return [site.assets_dir, site.root / "static"]


def has_file(folder: Path, name: str) -> bool:
    """Return whether a folder has a file, by a name that front matter may have."""
    return find_file(folder, name) is not None


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file in a folder with a name that front matter may have; None for none.

    The name may be an address, with `%20` for a space and `?v=2` behind it.
    """
    for written in (name, _file_name(name)):
        path = folder / written.lstrip("/")
        try:
            if path.is_file():
                return path
        except (OSError, ValueError):  # such as for a name that is too long
            pass
    return None


def _file_name(address: str) -> str:
    """Return the file that an address names."""
    return unquote(re.split("[?#]", address, maxsplit=1)[0])


def create_site(folder: Path, title: str = "", hugo: Hugo | None = None) -> None:
    """Create a small, complete site in `folder`.

    Args:
        folder: A folder that is empty or does not exist.
        title: The site's title; empty for the folder's name.
        hugo: The hugo that will build it, if known; an old one needs one more shortcode.

    Raises:
        FileExistsError: The folder is not empty.
        OSError: A file cannot be written; those written so far are removed.
    """
    import tomlkit

    if folder.is_dir() and any(folder.iterdir()):
        reason = _("it is not empty; name a new or an empty folder")
        raise FileExistsError(errno.ENOTEMPTY, reason, str(folder))
    skeleton = _HERE / "skeleton"
    sources = {path.relative_to(skeleton): path for path in skeleton.rglob("*") if path.is_file()}
    sources |= {SHORTCODES / path.name: path for path in _shortcodes(hugo)}
    files = {name: path.read_bytes() for name, path in sources.items()}
    # The configuration, which makes a folder a site, comes last.
    config = tomlkit.parse(files.pop(_CONFIG))
    config["title"] = clean_title(title or folder.resolve().name)
    write_all(folder, files | {_CONFIG: tomlkit.dumps(config).encode()})


def install_shortcodes(root: Path, hugo: Hugo | None = None) -> list[Path]:
    """Add the shortcodes of posts to the site at `root`, and return the new files.

    `details` is added only for a hugo without it. Existing files are not changed.
    """
    sources = {SHORTCODES / source.name: source for source in _shortcodes(hugo)}
    # A broken link counts as existing.
    missing = [name for name in sources if not os.path.lexists(root / name)]
    write_all(root, {name: sources[name].read_bytes() for name in missing})
    return [root / name for name in missing]


def own_shortcodes(root: Path) -> list[Path]:
    """Return the shortcodes of the site at `root` that are as `install_shortcodes` writes them."""
    sources = [*_shortcodes(None), _HERE / "details.html"]
    files = [(root / SHORTCODES / source.name, source) for source in sources]
    return [path for path, source in files if path.is_file() and _is_equal(path, source)]


def _is_equal(path: Path, source: Path) -> bool:
    try:
        return read_bytes(path) == source.read_bytes()
    except OSError:
        return False


def _shortcodes(hugo: Hugo | None) -> list[Path]:
    """Return the files of the shortcodes of posts that `hugo` does not have."""
    found = [_HERE / "skeleton" / SHORTCODES / _QUOTE]
    if hugo and hugo.version < DETAILS_BUILT_IN:
        found.append(_HERE / "details.html")
    return found


def _setting(config: Mapping[str, Any], *keys: str) -> bool:
    """Return a setting that is false by default."""
    return flag(table(config, *keys[:-1]).get(keys[-1]))


def _typographer(config: Mapping[str, Any]) -> bool:
    value = table(config, "markup", "goldmark", "extensions").get("typographer", {})
    return not flag(value.get("disable")) if isinstance(value, dict) else flag(value)


def _shortcode_names(layouts: list[Path]) -> frozenset[str]:
    """Return the names of the shortcodes in layout folders, in lower case."""
    folders = (base / sub for base in layouts for sub in ("shortcodes", "_shortcodes"))
    files = (
        path.relative_to(folder)
        for folder in folders
        for path in folder.rglob("*.*html")
        if path.is_file()
    )
    return frozenset(file.as_posix().partition(".")[0].lower() for file in files)


def _layouts(root: Path, config: Mapping[str, Any]) -> tuple[list[Path], bool]:
    """Return the known layout folders of the site and its themes, and whether those are all."""
    used = themes(root, config)
    found = [theme / "layouts" for theme in used if theme]
    return [root / text(config.get("layoutdir"), "layouts"), *found], None not in used


def _has_section(folder: Path) -> bool:
    """Return whether Hugo makes a page of `folder`: it does if there is content at any depth."""
    if any(folder.with_suffix(suffix).is_file() for suffix in _PAGE_SUFFIXES):
        return True
    return any(path.suffix in _PAGE_SUFFIXES and path.is_file() for path in folder.rglob("*"))
