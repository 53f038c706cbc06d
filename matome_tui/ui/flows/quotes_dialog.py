"""The question how quotes are written on a site, with samples of each way."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from matome_tui.core.draft.post_options import Format, PostOptions
from matome_tui.core.text import sanitize
from matome_tui.hugo.post.sample import sample_post, sample_quote
from matome_tui.hugo.program.conventions import Trait
from matome_tui.i18n import _
from matome_tui.ui.commands import bindings
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import Dialog

_INDENT = 3


class QuotesDialog(Dialog[Format | None]):
    """Asks for the format of quotes; None to be asked again."""

    BINDINGS = bindings("quotes")

    def __init__(
        self,
        root: Path,
        options: Mapping[Format, PostOptions],
        traits: Sequence[Trait],
        needs: Iterable[str],
    ) -> None:
        """Ask.

        Args:
            root: The site's folder.
            options: The options of new posts in each format.
            traits: What new posts take from the site.
            needs: What the matome format needs, a line each.
        """
        super().__init__()
        self._name = sanitize(root.name)
        self._options = options
        self._traits = traits
        self._needs = tuple(needs)

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            question = _("How should quotes be written on {site}?")
            yield Label(question.format(site=self._name), markup=False, classes="question")
            with VerticalScroll(can_focus=False, id="samples"):
                yield Static(Group(*self._body()))
            answers = self.answers(
                ("quotes.blockquote", _("plain blockquotes")),
                ("quotes.matome", _("matome shortcode")),
                ("quotes.down", _("scroll")),
                ("quotes.later", _("ask again next time")),
            )
            yield Label(answers, markup=False, classes="answers")

    def _body(self) -> Iterable[RenderableType]:
        plain, matome = self._options["blockquote"], self._options["matome"]
        key = self._key("quotes.blockquote")
        yield _heading(key, _("Plain blockquotes: look right in every theme"))
        yield _indented(sample_quote(plain))
        key = self._key("quotes.matome")
        yield _heading(key, _("The matome shortcode: colours, and many quotes in sections"))
        yield _indented(sample_quote(matome))
        yield _indented("\n".join(self._needs), "dim")
        heading = _("New posts are written like those of {site}:").format(site=self._name)
        yield Text(f"\n{heading}", style="bold")
        yield _table(self._traits)
        yield from self._sample(_("A new post with blockquotes, {path}:"), plain)
        yield from self._sample(_("A new post with the shortcode, {path}:"), matome)

    def _sample(self, heading: str, options: PostOptions) -> Iterable[RenderableType]:
        path, text = sample_post(options)
        yield Text("\n" + heading.format(path=sanitize(path)), style="bold")
        yield _indented(text.rstrip())

    def action_answer(self, answer: Format | None) -> None:
        """Give the answer; empty for none."""
        self.dismiss(answer or None)


def _heading(key: str, text: str) -> Text:
    return Text.assemble((key, "bold"), f"  {text}")


def _indented(text: str, style: str = "") -> Padding:
    return Padding(Text(sanitize(text), style=style, overflow="fold"), (0, 0, 0, _INDENT))


def _table(traits: Sequence[Trait]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column()
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=2, overflow="fold")
    for trait in traits:
        value = Text(sanitize(trait.value))
        table.add_row(Text(trait.name), value, Text(trait.reason, style="dim"))
    return table
