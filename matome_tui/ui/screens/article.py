"""The article screen: the text of a linked page, to read and to quote."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult

from matome_tui.article.addresses import ArticleError
from matome_tui.article.extract import Article
from matome_tui.i18n import _, ngettext
from matome_tui.ui.commands import Group
from matome_tui.ui.drawing.formats import site_name
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.article_pane import ArticlePane
from matome_tui.ui.widgets.bars import Bar, StatusBar

_GAP = "   "
_QUOTING = ("article.mark", "article.quote")
"""Commands that need an article and a draft."""


class ArticleScreen(MatomeScreen[None]):
    """Shows the paragraphs of a page."""

    CSS_PATH: ClassVar = [style_path("prose"), style_path("article")]
    GROUPS: ClassVar[tuple[Group, ...]] = ("article", "everywhere")

    def __init__(self, url: str, quote: Callable[[Sequence[str]], bool] | None = None) -> None:
        """Load a page.

        Args:
            url: An http or https URL.
            quote: Quotes paragraphs in a remark of the draft; returns whether that is done. None if
                there is no draft.
        """
        super().__init__()
        self._url = url
        self._quote = quote
        self._article: Article | None = None

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield ArticlePane(self.glyphs, self.services.settings.reader.measure, id="article")
        yield StatusBar("article", "everywhere", id="status")

    def on_mount(self) -> None:
        """Load the page."""
        self.query_one(Bar).show(self._url)
        self._status.offer("article", "everywhere", without=_QUOTING)
        self._pane.focus()
        self._load()

    @property
    def _pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def _status(self) -> StatusBar:
        return self.query_one(StatusBar)

    @work(exclusive=True, group="load", exit_on_error=False)
    async def _load(self) -> None:
        if (load := self.services.load_article) is None:
            line = _("No network: start without --offline and --demo to read pages")
            self._say_why(line, may_try_again=False)
            return
        self._pane.say()
        self._status.say("", _("Loading"))
        try:
            self._article = await load(self._url)
        except ArticleError as error:
            self._say_why(str(error), may_try_again=True)
            return
        self._status.offer("article", "everywhere", without=() if self._quote else _QUOTING)
        site = site_name(self._article.url)
        self.query_one(Bar).show(self._article.title or self._article.url, site)
        self._pane.show_paragraphs(self._article.paragraphs)

    def _say_why(self, reason: str, *, may_try_again: bool) -> None:
        """Say why there is no article, and what can be done."""
        key, ways = self.shown_key, []
        if may_try_again:
            ways.append(_("{key} tries again").format(key=key("article.refresh")))
        ways.append(_("{key} opens it in the browser").format(key=key("article.browser")))
        ways.append(_("{key} goes back").format(key=key("article.close")))
        self._pane.say(reason, _GAP.join(ways))
        self._status.say("")

    def action_refresh_article(self) -> None:
        """Load the page again if that failed."""
        if self._article is None:
            self._load()

    @on(ArticlePane.Moved)
    def _show_place(self) -> None:
        if self._article is None:
            return
        number, total = self._pane.cursor + 1, len(self._article.paragraphs)
        place = f"{number:,}/{total:,}"
        marked = len(self._pane.marked)
        if marked:
            shown = ngettext("{number:,} marked", "{number:,} marked", marked)
            place = f"{place}  {shown.format(number=marked)}"
        self._status.say(place)

    def action_quote(self) -> None:
        """Quote the marked paragraphs, or the one at the cursor, in a remark of the draft."""
        if self._article is None:
            return
        if self._quote is None:
            self.notify(_("Quotes go into a draft: open the thread first"))
            return
        chosen = sorted(self._pane.marked) or [self._pane.cursor]
        texts = [self._article.paragraphs[at] for at in chosen]
        if self._quote([*texts, f"— {self._article.url}"]):
            self._pane.unmark()
            number = ngettext(
                "{number:,} paragraph quoted in a remark",
                "{number:,} paragraphs quoted in a remark",
                len(texts),
            )
            self.notify(number.format(number=len(texts)))

    def action_open_link(self) -> None:
        """Open the page in the browser."""
        self.matome.browse(self._url)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
