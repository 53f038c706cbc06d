"""The text of a config.toml with all defaults."""

import re
import tomllib
from dataclasses import replace

from matome_tui.config.defaults import default_text
from matome_tui.config.reading import from_tables
from matome_tui.config.settings import Settings


def test_it_is_all_comments_and_valid_without_their_signs() -> None:
    text = default_text()
    assert tomllib.loads(text) == {}
    settings, problems = from_tables(tomllib.loads(re.sub("(?m)^#(?! )", "", text)))
    (site,) = problems
    assert site.key == "sites[1].folder"
    assert replace(settings, sites=()) == Settings()
