"""Archetypes, wherever a site has them and whatever language they are in."""

from pathlib import Path

import pytest

from matome_tui.hugo.program.archetype import find_archetype, read_archetype
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

YAML = '---\ntitle: "{{ .Name }}"\nkind: digest\n---\n'
JSON = '{\n\t"title": "{{ .Name }}",\n\t"kind": "digest",\n\t"tags": [ "a" ]\n}\n\nbody\n'
MOUNT = "[[module.mounts]]\nsource = '{}'\ntarget = '{}'\n"


@pytest.mark.parametrize("archetype", [YAML, JSON], ids=["YAML", "JSON"])
@pytest.mark.parametrize(
    ("config", "file"),
    [
        ("", "archetypes/posts.md"),
        ("", "archetypes/posts/index.md"),
        ("archetypeDir = 'forms'\n", "forms/posts.md"),
        (MOUNT.format("forms", "archetypes"), "forms/posts.md"),
        (MOUNT.format("forms", "archetypes/posts"), "forms/index.md"),
        (MOUNT.format("form.md", "archetypes/posts.md"), "form.md"),
        ("theme = 'x'\n", "themes/x/archetypes/posts.md"),
        ("theme = ['x']\nthemesDir = 'all'\n", "all/x/archetypes/posts.md"),
        ("[[module.imports]]\npath = 'x'\n", "themes/x/archetypes/posts.md"),
    ],
)
def test_archetypes_are_where_hugo_finds_them(
    tmp_path: Path, config: str, file: str, archetype: str
) -> None:
    write(tmp_path, {"hugo.toml": config, file: archetype})
    assert find_archetype(tmp_path, "posts") == tmp_path / file
    read = read_archetype(tmp_path, "posts", real_hugo())
    assert read == archetype.replace("{{ .Name }}", "matome").removesuffix("\n\nbody\n").rstrip()


@pytest.mark.parametrize("first", ["archetypes", "themes/x/archetypes", "themes/y/archetypes"])
def test_the_sites_archetype_precedes_those_of_its_themes(tmp_path: Path, first: str) -> None:
    folders = ["archetypes", "themes/x/archetypes", "themes/y/archetypes"]
    files = {
        f"{folder}/posts.md": YAML.replace("digest", folder)
        for folder in folders[folders.index(first) :]
    }
    config = {"hugo.toml": "theme = ['x', 'y']\n", "themes/x/theme.toml": ""}
    write(tmp_path, {**config, "themes/y/theme.toml": "", "archetypes/default.md": YAML, **files})
    assert find_archetype(tmp_path, "posts") == tmp_path / first / "posts.md"
    assert f"kind: {first}\n" in read_archetype(tmp_path, "posts", real_hugo())


def test_an_archetype_without_a_template_needs_no_hugo(tmp_path: Path) -> None:
    write(tmp_path, {"hugo.toml": "archetypeDir = 'forms'\n", "forms/posts.md": "{}\n"})
    assert read_archetype(tmp_path, "posts", None) == "{}"


def test_the_default_archetype_serves_only_where_it_is_wanted(tmp_path: Path) -> None:
    default = (
        "+++\ndate = '{{ .Date }}'\ndraft = true\ntitle = '{{ .File.ContentBaseName }}'\n+++\n"
    )
    write(tmp_path, {"hugo.toml": "", "archetypes/default.md": default})
    assert find_archetype(tmp_path, "posts") is None
    assert read_archetype(tmp_path, "posts", real_hugo()) == ""
    assert find_archetype(tmp_path, "posts", has_default=True)
    read = read_archetype(tmp_path, "posts", real_hugo(), has_default=True)
    assert read.startswith("+++\ndate = '2")
    assert read.endswith("\ndraft = true\ntitle = 'matome'\n+++")
    write(tmp_path, {"archetypes/posts.md": YAML})
    assert "digest" in read_archetype(tmp_path, "posts", real_hugo(), has_default=True)
