"""The table of all commands: ids, default keys, actions and words.

Bindings, the foot of each screen, the help, the palette, `[keys]` in the configuration and the
README's table of keys are made from it. Its texts are translated where they are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, cast

from textual.binding import Binding, BindingType
from textual.keys import REPLACED_KEYS, _character_to_key

from matome_tui.i18n import N_, _

Group = Literal[
    "everywhere",
    "stories",
    "thread",
    "search",
    "assist",
    "clips",
    "tray",
    "excerpt",
    "editor",
    "post",
    "choices",
    "rows",
    "page",
    "list",
    "history",
    "recent",
    "person",
    "drafts",
    "archive",
    "article",
    "question",
    "prompt",
    "recall",
    "unsaved",
    "conflict",
    "links",
    "quotes",
    "palette",
    "themes",
    "help",
]


class Command(NamedTuple):
    """Something the user can do.

    Attributes:
        id: Name in `[keys]`, as `group.name`.
        keys: Default keys, as Textual names them, separated by commas.
        action: The action it runs.
        title: A few words, in English; `{number}` is replaced.
        tooltip: A sentence that adds to the title, in English; empty for none.
        hint: A word for the foot of the screen, in English; empty to leave it out there.
        number: For the title.
        is_priority: Whether it comes before the focused widget's own use of the key.
        stays: Whether its hint is the last to give way at the foot.
    """

    id: str
    keys: str
    action: str
    title: str
    tooltip: str = ""
    hint: str = ""
    number: int | None = None
    is_priority: bool = False
    stays: bool = False

    @property
    def group(self) -> Group:
        """The group that the command belongs to."""
        return cast(Group, self.id.partition(".")[0])

    def shown_title(self) -> str:
        """Return the title in the user's language."""
        return _(self.title).format(number=self.number)

    def shown_tooltip(self) -> str:
        """Return the tooltip in the user's language."""
        return _(self.tooltip) if self.tooltip else ""

    def shown_hint(self) -> str:
        """Return the word for the foot of the screen in the user's language."""
        return _(self.hint) if self.hint else ""


GROUP_TITLES: Mapping[Group, str] = {
    "everywhere": N_("Everywhere"),
    "stories": N_("Stories"),
    "thread": N_("Thread: moving and folding"),
    "search": N_("Thread: search and filter"),
    "assist": N_("Thread: suggestions and translation"),
    "clips": N_("Thread: clips"),
    "tray": N_("Tray"),
    "excerpt": N_("Excerpt"),
    "editor": N_("Editor"),
    "post": N_("Post"),
    "choices": N_("Fields with suggestions"),
    "rows": N_("Fields of several rows"),
    "page": N_("Post as its page reads"),
    "list": N_("Lists"),
    "history": N_("History"),
    "recent": N_("Recently read threads"),
    "person": N_("Profile of a person"),
    "drafts": N_("Drafts"),
    "archive": N_("Search of drafts and kept threads"),
    "article": N_("Article"),
    "question": N_("Dialogs: yes or no"),
    "prompt": N_("Dialogs: text"),
    "recall": N_("Dialogs: searches so far"),
    "unsaved": N_("Dialogs: drafts that are not saved"),
    "conflict": N_("Dialogs: conflict between file and draft"),
    "links": N_("Dialogs: links"),
    "quotes": N_("Dialogs: how quotes are written"),
    "palette": N_("Dialogs: command palette"),
    "themes": N_("Dialogs: colour themes"),
    "help": N_("Help"),
}

DIALOGS: tuple[Group, ...] = (
    "question",
    "prompt",
    "recall",
    "unsaved",
    "conflict",
    "links",
    "quotes",
    "palette",
    "themes",
    "help",
)
"""Groups of the dialogs, which open over any screen."""

COMMANDS: tuple[Command, ...] = (
    Command("everywhere.help", "question_mark,f1", "app.help", N_("Show all keys"), hint=N_("help"), stays=True),
    Command("everywhere.back", "q", "app.back", N_("Back; quits from the first screen")),
    Command("everywhere.open", "colon", "app.open", N_("Open a thread by its id or address, a person or a post")),
    Command("everywhere.recent", "H", "app.recent", N_("List recently read threads, to switch to one")),
    Command("everywhere.drafts", "D", "app.drafts", N_("List all drafts")),
    Command("everywhere.palette", "ctrl+p,f2", "app.command_palette", N_("Open the command palette"), N_("In the editor only with the second key.")),
    Command("everywhere.theme", "f3", "app.choose_theme", N_("Choose the colour theme")),
    Command("everywhere.quit", "ctrl+q", "app.quit", N_("Quit")),
    Command("everywhere.suspend", "ctrl+z", "app.suspend_process", N_("Suspend; fg continues"), N_("Undo in a field of several lines.")),
    Command("stories.down", "j,down", "move(1)", N_("Next story")),
    Command("stories.up", "k,up", "move(-1)", N_("Previous story")),
    Command("stories.open", "enter,l,right", "choose", N_("Open the thread"), hint=N_("open")),
    Command("stories.page_down", "pagedown,ctrl+d", "page(1)", N_("Page down")),
    Command("stories.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("stories.top", "g,home", "edge(-1)", N_("First story")),
    Command("stories.bottom", "G,end", "edge(1)", N_("Last story")),
    Command("stories.next_list", "tab", "screen.next_list(1)", N_("Next list"), hint=N_("next list")),
    Command("stories.previous_list", "shift+tab", "screen.next_list(-1)", N_("Previous list")),
    Command("stories.browser", "o", "screen.open_link", N_("Open the story's link")),
    Command("stories.person", "at", "screen.open_person", N_("Show the author's profile")),
    Command("stories.hn", "O", "screen.open_hn", N_("Open the thread on Hacker News")),
    Command("stories.article", "R", "screen.read_article", N_("Read the story's page here")),
    Command("stories.search", "slash", "screen.search", N_("Search stories and comments"), hint=N_("search")),
    Command("stories.filter", "f", "screen.filter", N_("Filter what is loaded"), N_("Words, and filters as in a search; all must match.")),
    Command("stories.sort", "s", "screen.sort", N_("Next order: rank, points, comments, age, comments per hour")),
    Command("stories.bookmark", "b", "screen.bookmark", N_("Bookmark the story, or remove its bookmark")),
    Command("stories.hide", "x", "screen.hide", N_("Hide the story in all lists, or show it again")),
    Command("stories.undo", "u", "screen.undo", N_("Undo the last bookmark or hiding")),
    Command("stories.previous_day", "left_square_bracket", "screen.go_day(-1)", N_("Best stories of the day before")),
    Command("stories.next_day", "right_square_bracket", "screen.go_day(1)", N_("Best stories of the day after")),
    Command("stories.muted", "m", "screen.toggle_muted", N_("Show or hide muted stories")),
    Command("stories.leave_search", "escape", "screen.leave_search", N_("End the filter, cancel loading, or leave the search")),
    Command("stories.refresh", "r", "screen.refresh_list", N_("Refresh the list"), hint=N_("refresh")),
    Command("thread.next", "j,down", "next", N_("Next comment"), N_("A comment longer than the screen scrolls first.")),
    Command("thread.previous", "k,up", "previous", N_("Previous comment")),
    Command("thread.next_sibling", "J", "next_sibling", N_("Next sibling")),
    Command("thread.previous_sibling", "K", "previous_sibling", N_("Previous sibling")),
    Command("thread.next_root", "right_curly_bracket", "next_root", N_("Next top-level comment")),
    Command("thread.previous_root", "left_curly_bracket", "previous_root", N_("Previous top-level comment")),
    Command("thread.enter", "l,right", "unfold_or_enter", N_("Unfold, then first reply")),
    Command("thread.leave", "h,left", "fold_or_leave", N_("Fold, then parent")),
    Command("thread.parent", "p", "parent", N_("Parent")),
    Command("thread.root", "circumflex_accent", "root", N_("Top-level comment of this branch")),
    Command("thread.next_new", "full_stop", "screen.next_new(1)", N_("Next new comment")),
    Command("thread.previous_new", "comma", "screen.next_new(-1)", N_("Previous new comment")),
    Command("thread.fold", "z", "toggle_fold", N_("Fold or unfold"), hint=N_("fold")),
    Command("thread.fold_branch", "x", "fold_branch", N_("Fold the whole branch at its top-level comment")),
    Command("thread.fold_all", "Z", "toggle_all", N_("Fold or unfold all")),
    Command("thread.more", "plus", "change_level(1)", N_("Unfold one more level")),
    Command("thread.less", "minus", "change_level(-1)", N_("Fold one more level")),
    Command("thread.top", "g,home", "top", N_("First comment")),
    Command("thread.bottom", "G,end", "bottom", N_("Last comment")),
    Command("thread.half_down", "ctrl+d", "half_page(1)", N_("Half a page down")),
    Command("thread.half_up", "ctrl+u", "half_page(-1)", N_("Half a page up")),
    Command("thread.page_down", "pagedown", "page(1)", N_("Page down")),
    Command("thread.page_up", "pageup", "page(-1)", N_("Page up")),
    Command("thread.back", "backspace,ctrl+o", "go_back", N_("Back to the start of the last jump")),
    Command("thread.times", "a", "toggle_times", N_("Show times in UTC, or ages")),
    Command("thread.code", "w", "toggle_code", N_("Wrap long lines of code, or cut them")),
    Command("thread.code_right", "right_square_bracket", "shift_code(1)", N_("Scroll cut code right")),
    Command("thread.code_left", "left_square_bracket", "shift_code(-1)", N_("Scroll cut code left")),
    Command("search.start", "slash", "screen.search", N_("Search"), N_("Ignores case unless you type capitals; unfolds branches with a match."), hint=N_("search")),
    Command("search.next", "n", "screen.next_match(1)", N_("Next match")),
    Command("search.previous", "N", "screen.next_match(-1)", N_("Previous match")),
    Command("search.filter", "f", "screen.filter", N_("Filter comments"), N_("Words, by:NAME, op, marked, new, faded, score:50; all must match.")),
    Command("search.flat", "F", "screen.toggle_flat", N_("Filter with or without parents of matches")),
    Command("search.author", "asterisk", "screen.filter_author", N_("Filter by this author")),
    Command("search.end", "escape", "screen.end", N_("End the search or filter, stop loading, or go back from a link")),
    Command("assist.rendering", "t", "screen.toggle_rendering", N_("Show or hide the translation of the comment")),
    Command("assist.reading", "T", "screen.toggle_reading", N_("Read in translation, or no longer"), N_("Translates what is on the screen and one screen ahead.")),
    Command("assist.translate_clips", "ctrl+g", "screen.translate_clips", N_("Translate all clips that are still the original")),
    Command("assist.scores", "s", "screen.toggle_scores", N_("Show or hide scores")),
    Command("assist.next_good", "apostrophe", "screen.next_good(1)", N_("Next comment worth clipping")),
    Command("assist.previous_good", "quotation_mark", "screen.next_good(-1)", N_("Previous comment worth clipping")),
    Command("assist.judge", "E", "screen.judge", N_("Have the best comments scored by machine as well")),
    Command("assist.mark_best", "X", "screen.mark_best", N_("Mark the best comments, as many as you say")),
    Command("clips.mark", "space", "screen.mark", N_("Mark or unmark, then next comment"), hint=N_("mark")),
    Command("clips.mark_branch", "M", "screen.mark_branch", N_("Mark or unmark the whole branch")),
    *(
        Command(f"clips.color_{number}", f"{number}", f"screen.color({number})", N_("Mark in colour {number}, then next comment"), number=number)
        for number in range(1, 7)
    ),
    Command("clips.range", "V", "screen.choose_range", N_("Select a range of comments to mark or colour")),
    Command("clips.mark_author", "A", "screen.mark_author", N_("Mark or unmark all comments by this author")),
    Command("clips.mark_shown", "S", "screen.mark_shown", N_("Mark or unmark all comments that the filter shows")),
    Command("clips.color_none", "0", "screen.color(0)", N_("Mark without colour, then next comment")),
    Command("clips.edit", "enter", "screen.edit", N_("Edit the clip; marks the comment first"), hint=N_("edit")),
    Command("clips.edit_unwritten", "i", "screen.edit_unwritten", N_("Edit the next clip that is not rewritten")),
    Command("clips.excerpt", "v", "screen.excerpt", N_("Choose an excerpt by sentence or word")),
    Command("clips.undo", "u", "screen.undo", N_("Undo")),
    Command("clips.redo", "ctrl+r", "screen.redo", N_("Redo")),
    Command("clips.history", "U", "screen.history", N_("Show the history; go to any step")),
    Command("clips.tray", "tab", "screen.switch_pane", N_("Switch between thread and tray")),
    Command("clips.wider_tray", "left_parenthesis", "screen.move_edge(-4)", N_("Widen the tray"), N_("Or drag its edge.")),
    Command("clips.narrower_tray", "right_parenthesis", "screen.move_edge(4)", N_("Narrow the tray")),
    Command("clips.link", "o", "screen.open_link", N_("Open a link of the comment, or the story's"), N_("Asks for a number if there are several. Links to Hacker News open here.")),
    Command("clips.person", "at", "screen.open_person", N_("Show the author's profile")),
    Command("clips.hn", "O", "screen.open_hn", N_("Open the comment on Hacker News")),
    Command("clips.article", "R", "screen.read_article", N_("Read the linked page here"), N_("Of the comment, or else of the story; its text can be quoted in a remark.")),
    Command("clips.bookmark", "b", "screen.bookmark", N_("Bookmark the story, or remove its bookmark")),
    Command("clips.copy", "y", "screen.copy_text", N_("Copy the comment's text")),
    Command("clips.copy_link", "Y", "screen.copy_link", N_("Copy the comment's permalink")),
    Command("clips.export", "ctrl+e", "screen.export", N_("Export the clip or comment as Markdown"), N_("To the clipboard or a file.")),
    Command("clips.post", "P", "screen.post", N_("Edit the post: title, date, tags, image"), hint=N_("post")),
    Command("clips.save", "ctrl+s", "screen.save", N_("Save the post"), hint=N_("save"), stays=True),
    Command("clips.preview", "B,ctrl+b", "screen.preview", N_("Start or stop the preview in the browser")),
    Command("clips.complete_links", "L", "screen.complete_links", N_("Complete links that were cut short")),
    Command("clips.refresh", "r", "screen.refresh_thread", N_("Show new comments and load the thread again")),
    Command("tray.down", "j,down", "move(1)", N_("Next clip")),
    Command("tray.up", "k,up", "move(-1)", N_("Previous clip")),
    Command("tray.page_down", "pagedown,ctrl+d", "page(1)", N_("Page down")),
    Command("tray.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("tray.top", "g,home", "edge(-1)", N_("First clip")),
    Command("tray.bottom", "G,end", "edge(1)", N_("Last clip")),
    Command("tray.edit", "enter", "choose", N_("Edit the clip")),
    Command("tray.select", "space", "select", N_("Select, to move or colour several together"), hint=N_("select")),
    Command("tray.leave", "escape", "select_none", N_("Clear the selection, then back to the thread")),
    Command("tray.earlier", "less_than_sign,alt+up", "shift(-1)", N_("Move up in the post"), hint=N_("move")),
    Command("tray.later", "greater_than_sign,alt+down", "shift(1)", N_("Move down in the post"), hint=N_("move")),
    Command("tray.move_to", "m", "move_to", N_("Move to a place by its number")),
    Command("tray.below_parent", "b", "move_below_parent", N_("Move below the clip of its parent")),
    Command("tray.sort", "s", "sort", N_("Order by thread, or by time")),
    Command("tray.heading", "number_sign", "heading", N_("Add a heading above"), hint=N_("heading")),
    Command("tray.remark", "a", "remark", N_("Add a remark below"), hint=N_("remark")),
    Command("tray.section", "F", "toggle_fold", N_("Begin a section here, or remove this one"), hint=N_("section")),
    Command("tray.end_section", "E", "unfold", N_("End the section here")),
    Command("tray.count_sections", "C", "automatic_sections", N_("Make sections automatically")),
    Command("tray.again", "c", "clip_again", N_("Clip the same comment again")),
    Command("tray.source", "e", "screen.compare", N_("Compare an edited comment; take its new text or not")),
    Command("tray.complete_links", "L", "complete_links", N_("Complete the links of this clip that were cut short")),
    Command("tray.accept", "y", "accept", N_("Accept the machine's text as your own")),
    Command("tray.remove", "d,delete", "remove", N_("Remove"), hint=N_("remove")),
    Command("excerpt.next", "j,down", "screen.move('sentence', 1)", N_("Next sentence")),
    Command("excerpt.previous", "k,up", "screen.move('sentence', -1)", N_("Previous sentence"), N_("From a word, the sentence that contains it.")),
    Command("excerpt.next_word", "l,right", "screen.move('word', 1)", N_("Next word, or group of Japanese characters")),
    Command("excerpt.previous_word", "h,left", "screen.move('word', -1)", N_("Previous word")),
    Command("excerpt.top", "g,home", "screen.edge(-1)", N_("First sentence")),
    Command("excerpt.bottom", "G,end", "screen.edge(1)", N_("Last sentence")),
    Command("excerpt.toggle", "space", "screen.take", N_("Add or remove the text under the cursor"), hint=N_("add")),
    Command("excerpt.extend", "J,shift+down", "screen.extend('sentence', 1)", N_("Extend to the end of the sentence"), hint=N_("extend")),
    Command("excerpt.extend_back", "K,shift+up", "screen.extend('sentence', -1)", N_("Extend back by a sentence, or shrink")),
    Command("excerpt.extend_word", "L,shift+right", "screen.extend('word', 1)", N_("Extend by a word")),
    Command("excerpt.extend_word_back", "H,shift+left", "screen.extend('word', -1)", N_("Extend back by a word, or shrink")),
    Command("excerpt.all", "a", "screen.all", N_("Add the whole comment")),
    Command("excerpt.nothing", "0,backspace", "screen.nothing", N_("Remove everything")),
    Command("excerpt.keep", "enter", "screen.keep", N_("Use the excerpt"), hint=N_("use")),
    Command("excerpt.leave", "escape,q", "screen.leave", N_("Cancel"), hint=N_("cancel")),
    Command("editor.keep", "ctrl+s,escape", "screen.keep", N_("Keep the text and go back"), hint=N_("keep"), stays=True),
    Command("editor.reset", "ctrl+o", "screen.reset", N_("Restore the original text"), hint=N_("original"), is_priority=True),
    Command("editor.next", "ctrl+n", "screen.step(1)", N_("Keep, and edit the next clip"), hint=N_("next"), is_priority=True),
    Command("editor.previous", "ctrl+p", "screen.step(-1)", N_("Keep, and edit the previous clip"), hint=N_("previous"), is_priority=True),
    Command("editor.next_unwritten", "ctrl+r", "screen.next_unwritten", N_("Keep, and edit the next clip that is not rewritten"), is_priority=True),
    Command("editor.insert_link", "ctrl+l", "screen.insert_link", N_("Insert a link of the original that is missing"), is_priority=True),
    *(
        Command(f"editor.color_{number}", f"alt+{number},shift+f{number},f{number + 12}", f"screen.color({number})", N_("Colour {number}"), number=number, is_priority=True)
        for number in range(1, 7)
    ),
    Command("editor.color_none", "alt+0,shift+f7,f19", "screen.color(0)", N_("No colour"), is_priority=True),
    Command("editor.parent", "ctrl+t", "screen.toggle_parent", N_("Show the parent, or the comment"), hint=N_("parent"), is_priority=True),
    Command("editor.render", "ctrl+g", "screen.render", N_("Translate by machine; again: take the translation"), is_priority=True),
    Command("editor.external", "ctrl+e", "screen.hand_over", N_("Edit in $VISUAL or $EDITOR"), is_priority=True),
    Command("post.save", "ctrl+s", "screen.save", N_("Save the post"), hint=N_("save"), is_priority=True, stays=True),
    Command("post.view", "ctrl+r", "screen.switch_view", N_("Show how the page reads, or the source"), N_("Quotes have their colours, sections are closed."), hint=N_("page"), is_priority=True),
    Command("post.least_used", "ctrl+l", "screen.take_least_used", N_("Use the least recently used image; again for the next"), hint=N_("least used image"), is_priority=True),
    Command("post.suggest", "ctrl+n", "screen.suggest", N_("Suggest a title and tags by machine"), is_priority=True),
    Command("post.preview", "ctrl+b", "screen.preview", N_("Start or stop the preview in the browser"), hint=N_("preview"), is_priority=True),
    Command("post.publish", "ctrl+g", "screen.publish", N_("Commit the post with git, and push"), hint=N_("publish"), is_priority=True),
    Command("post.check_site", "ctrl+t", "screen.check_site", N_("Have Hugo build the whole site, to check it"), is_priority=True),
    Command("post.share", "ctrl+y", "screen.share", N_("Copy a text to share the post with"), is_priority=True),
    Command("post.export", "ctrl+e", "screen.export", N_("Export the post as Markdown"), N_("To the clipboard or a file; needs no site."), hint=N_("export"), is_priority=True),
    Command("post.close", "escape", "screen.close", N_("Back to the thread"), hint=N_("back"), stays=True),
    Command("choices.down", "down", "move_choice(1)", N_("Show suggestions; next suggestion")),
    Command("choices.up", "up", "move_choice(-1)", N_("Previous suggestion")),
    Command("choices.take", "tab,enter", "take_choice", N_("Use the suggestion")),
    Command("choices.close", "escape", "close_choices", N_("Close the suggestions; keeps your text")),
    Command("rows.up", "up", "move_row(-1)", N_("Row above")),
    Command("rows.down", "down", "move_row(1)", N_("Row below")),
    Command("page.down", "j,down", "scroll(1)", N_("Scroll down")),
    Command("page.up", "k,up", "scroll(-1)", N_("Scroll up")),
    Command("page.page_down", "pagedown,ctrl+d", "page(1)", N_("Page down")),
    Command("page.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("page.top", "g,home", "edge(-1)", N_("Start")),
    Command("page.bottom", "G,end", "edge(1)", N_("End")),
    Command("list.down", "j,down", "move(1)", N_("Next line")),
    Command("list.up", "k,up", "move(-1)", N_("Previous line")),
    Command("list.page_down", "pagedown,ctrl+d", "page(1)", N_("Page down")),
    Command("list.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("list.top", "g,home", "edge(-1)", N_("First line")),
    Command("list.bottom", "G,end", "edge(1)", N_("Last line")),
    Command("list.choose", "enter", "choose", N_("Choose"), hint=N_("choose")),
    Command("history.close", "escape", "screen.close", N_("Back; changes nothing"), hint=N_("back")),
    Command("recent.close", "escape", "screen.close", N_("Back"), hint=N_("back")),
    Command("person.next_list", "tab,shift+tab", "screen.next_list", N_("Submissions or comments"), hint=N_("other list")),
    Command("person.follow", "f", "screen.follow_person", N_("Follow, or no longer"), N_("Marked in threads and lists."), hint=N_("follow")),
    Command("person.mute", "m", "screen.mute_person", N_("Mute, or no longer"), N_("Comments are folded, and stories leave the lists."), hint=N_("mute")),
    Command("person.browser", "o", "screen.open_link", N_("Open the story's link, or the thread")),
    Command("person.hn", "O", "screen.open_hn", N_("Open the story or comment on Hacker News")),
    Command("person.about", "a", "screen.show_about", N_("Show more of what the person says")),
    Command("person.about_link", "L", "screen.open_about_link", N_("Open a link of what the person says")),
    Command("person.refresh", "r", "screen.refresh", N_("Load again"), hint=N_("refresh")),
    Command("person.close", "escape", "app.back", N_("Back"), hint=N_("back")),
    Command("drafts.search", "slash", "screen.search", N_("Search all drafts and kept threads"), hint=N_("search")),
    Command("drafts.duplicate", "c", "screen.duplicate", N_("Copy"), hint=N_("copy")),
    Command("drafts.delete", "d,delete", "screen.delete", N_("Delete"), hint=N_("delete")),
    Command("drafts.restore", "u", "screen.restore", N_("Restore this draft, or the last deleted one"), hint=N_("restore")),
    Command("drafts.export", "x", "screen.export", N_("Export to a JSON file"), hint=N_("export")),
    Command("drafts.import", "i", "screen.import_file", N_("Import from a JSON file"), hint=N_("import")),
    Command("drafts.close", "escape", "screen.close", N_("Back"), hint=N_("back")),
    Command("archive.search", "slash", "screen.edit_search", N_("Change the search"), hint=N_("search")),
    Command("archive.close", "escape", "screen.close", N_("Back"), hint=N_("back")),
    Command("article.next", "j,down", "move(1)", N_("Next paragraph")),
    Command("article.previous", "k,up", "move(-1)", N_("Previous paragraph")),
    Command("article.page_down", "pagedown,ctrl+d", "page(1)", N_("Page down")),
    Command("article.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("article.top", "g,home", "edge(-1)", N_("First paragraph")),
    Command("article.bottom", "G,end", "edge(1)", N_("Last paragraph")),
    Command("article.mark", "space", "mark", N_("Mark the paragraph, to quote several"), hint=N_("mark")),
    Command("article.quote", "enter", "screen.quote", N_("Quote the marked paragraphs, or this one, in a remark"), hint=N_("quote")),
    Command("article.browser", "o", "screen.open_link", N_("Open the page in the browser"), hint=N_("browser")),
    Command("article.refresh", "r", "screen.refresh_article", N_("Load the page again if that failed")),
    Command("article.close", "escape", "screen.close", N_("Back"), hint=N_("back")),
    Command("question.yes", "y", "answer(True)", N_("Yes")),
    Command("question.no", "n,escape,q", "answer(False)", N_("No")),
    Command("question.down", "j,down", "scroll(1)", N_("Scroll down")),
    Command("question.up", "k,up", "scroll(-1)", N_("Scroll up")),
    Command("question.page_down", "pagedown,space,ctrl+d", "page(1)", N_("Page down")),
    Command("question.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("question.top", "g,home", "edge(-1)", N_("Start")),
    Command("question.bottom", "G,end", "edge(1)", N_("End")),
    Command("prompt.cancel", "escape", "cancel", N_("Cancel")),
    Command("recall.earlier", "up", "recall(1)", N_("Earlier search")),
    Command("recall.later", "down", "recall(-1)", N_("Later search, or what you typed")),
    Command("unsaved.retry", "r", "answer('retry')", N_("Try again")),
    Command("unsaved.file", "w", "answer('file')", N_("Write to a file")),
    Command("unsaved.leave", "y", "answer('leave')", N_("Leave without saving")),
    Command("unsaved.stay", "n,escape,q", "answer('')", N_("Stay")),
    Command("conflict.merge", "m", "resolve('merge')", N_("Merge both")),
    Command("conflict.ours", "o", "resolve('ours')", N_("Use the draft's version")),
    Command("conflict.theirs", "t", "resolve('theirs')", N_("Use the file's version")),
    Command("conflict.switch", "space", "switch", N_("Switch sides, where both changed")),
    Command("conflict.down", "J,shift+down", "scroll(1)", N_("Scroll the texts down")),
    Command("conflict.up", "K,shift+up", "scroll(-1)", N_("Scroll the texts up")),
    Command("conflict.cancel", "escape,q,n", "cancel", N_("Cancel; changes nothing")),
    *(
        Command(f"links.digit_{number}", f"{number}", f"type('{number}')", N_("Digit {number} of a link's number"), number=number)
        for number in range(10)
    ),
    Command("links.erase", "backspace", "erase", N_("Erase a digit")),
    Command("links.choose", "enter", "choose", N_("Open the numbered link, or the first")),
    Command("links.down", "j,down", "scroll(1)", N_("Scroll down")),
    Command("links.up", "k,up", "scroll(-1)", N_("Scroll up")),
    Command("links.page_down", "pagedown,space,ctrl+d", "page(1)", N_("Page down")),
    Command("links.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("links.cancel", "escape,q,o", "cancel", N_("Cancel")),
    Command("quotes.blockquote", "b", "answer('blockquote')", N_("Plain blockquotes")),
    Command("quotes.matome", "m", "answer('matome')", N_("The matome shortcode")),
    Command("quotes.down", "j,down", "scroll(1)", N_("Scroll down")),
    Command("quotes.up", "k,up", "scroll(-1)", N_("Scroll up")),
    Command("quotes.page_down", "pagedown,space,ctrl+d", "page(1)", N_("Page down")),
    Command("quotes.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up")),
    Command("quotes.later", "escape,q", "answer('')", N_("Ask again next time")),
    Command("palette.down", "down,ctrl+n", "move(1)", N_("Next command")),
    Command("palette.up", "up,ctrl+p", "move(-1)", N_("Previous command")),
    Command("palette.page_down", "pagedown", "page(1)", N_("Page down")),
    Command("palette.page_up", "pageup", "page(-1)", N_("Page up")),
    Command("palette.close", "escape,f2", "cancel", N_("Cancel")),
    Command("themes.cancel", "escape,q", "cancel", N_("Cancel; brings the old theme back")),
    Command("help.down", "down", "scroll(1)", N_("Scroll down")),
    Command("help.up", "up", "scroll(-1)", N_("Scroll up")),
    Command("help.page_down", "pagedown", "page(1)", N_("Page down")),
    Command("help.page_up", "pageup", "page(-1)", N_("Page up")),
    Command("help.close", "escape,f1", "close", N_("End the filter, or close")),
)  # fmt: skip

_BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}
_BY_GROUP: Mapping[Group, list[Command]] = {group: [] for group in GROUP_TITLES}
for _command in COMMANDS:
    _BY_GROUP[_command.group].append(_command)

_KEY_NAMES = {
    "question_mark": "?",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "circumflex_accent": "^",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "plus": "+",
    "minus": "-",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
    "asterisk": "*",
    "number_sign": "#",
    "apostrophe": "'",
    "quotation_mark": '"',
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "colon": ":",
    "at": "@",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def of_group(group: Group) -> Sequence[Command]:
    """Return the commands of a group in the table's order."""
    return _BY_GROUP[group]


def bindings(*groups: Group) -> list[BindingType]:
    """Return the bindings of groups, for BINDINGS of a widget or screen."""
    return [
        Binding(
            command.keys,
            command.action,
            show=False,  # the foot and the help show commands in the language of the moment
            id=command.id,
            priority=command.is_priority,
        )
        for group in groups
        for command in of_group(group)
    ]


def find(command_id: str) -> Command:
    """Return the command with that id; KeyError if there is none."""
    return _BY_ID[command_id]


def keys_of(command: Command, keymap: Mapping[str, str]) -> str:
    """Return the keys of a command under a keymap, as people write them: `j ↓`."""
    keys = keymap.get(command.id, command.keys).split(",")
    return " ".join(display(key.strip()) for key in keys)


def first_key(command: Command, keymap: Mapping[str, str]) -> str:
    """Return the first key of a command under a keymap, as people write it."""
    return display(keymap.get(command.id, command.keys).split(",")[0].strip())


def has_key(command: Command, key: str, keymap: Mapping[str, str]) -> bool:
    """Return whether a key, as Textual names it, gives a command under a keymap."""
    keys = plain_keys(keymap.get(command.id, command.keys))
    return key in {_character_to_key(name) if len(name) == 1 else name for name in keys}


def display(key: str) -> str:
    """Return a key that Textual names `key` as people write it."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, _KEY_NAMES.get(name, name)])


def plain_keys(keys: str) -> Iterator[str]:
    """Yield the names of keys that are separated by commas, as Textual uses them."""
    return (REPLACED_KEYS.get(key.strip(), key.strip()) for key in keys.split(","))
