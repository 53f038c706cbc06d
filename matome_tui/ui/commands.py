"""Every command of the program, in one table.

The bindings, the line of keys at the foot of a screen, the help, the palette, the `[keys]` of the
configuration and the README's table of keys all come from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType
from textual.keys import REPLACED_KEYS, Keys, _character_to_key

Group = Literal[
    "everywhere",
    "stories",
    "thread",
    "find",
    "clips",
    "tray",
    "excerpt",
    "editor",
    "post",
    "choices",
    "list",
    "history",
    "drafts",
]


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can have done.

    Attributes:
        id: Its name in `[keys]`, as `group.name`.
        keys: The default keys, as Textual names them, with commas.
        action: The action it runs.
        title: A few words.
        tooltip: A sentence; empty where the title says all.
        hint: A word for the foot of the screen; empty to leave it out there.
        is_priority: Whether it goes before what the focused widget does with the key.
    """

    id: str
    keys: str
    action: str
    title: str
    tooltip: str = ""
    hint: str = ""
    is_priority: bool = False

    @property
    def group(self) -> str:
        """Where the command can be given."""
        return self.id.partition(".")[0]


GROUP_TITLES: Mapping[Group, str] = {
    "everywhere": "Everywhere",
    "stories": "Stories",
    "thread": "Moving through a thread",
    "find": "Finding, in a thread",
    "clips": "Clips, in a thread",
    "tray": "The tray of clips",
    "excerpt": "Choosing an excerpt",
    "editor": "Editing a clip",
    "post": "The post",
    "choices": "In a field that offers choices",
    "list": "In a list",
    "history": "What was done",
    "drafts": "The drafts",
}

COMMANDS: tuple[Command, ...] = (
    Command("everywhere.help", "question_mark,f1", "app.help", "Show all keys", hint="help"),
    Command("everywhere.back", "q", "app.back", "Go back, from the first screen out of the program"),
    Command("everywhere.drafts", "D", "app.drafts", "The list of all drafts"),
    Command("everywhere.palette", "ctrl+p", "app.command_palette", "The palette of all commands"),
    Command("everywhere.quit", "ctrl+q", "app.quit", "Leave the program at once"),
    Command("everywhere.suspend", "ctrl+z", "app.suspend_process", "Suspend the program; fg continues it", "Undo in a field of several lines."),
    Command("stories.down", "j,down", "move(1)", "Next story"),
    Command("stories.up", "k,up", "move(-1)", "Previous story"),
    Command("stories.open", "enter,l,right", "choose", "Open the thread", hint="open"),
    Command("stories.page_down", "pagedown,ctrl+d", "page(1)", "One page down"),
    Command("stories.page_up", "pageup,ctrl+u", "page(-1)", "One page up"),
    Command("stories.top", "g,home", "edge(-1)", "First story"),
    Command("stories.bottom", "G,end", "edge(1)", "Last story"),
    Command("stories.next_list", "tab", "screen.next_list(1)", "Next list", hint="next list"),
    Command("stories.previous_list", "shift+tab", "screen.next_list(-1)", "Previous list"),
    Command("stories.browser", "o", "screen.open_link", "Open the story's link in the browser"),
    Command("stories.hn", "O", "screen.open_hn", "Open the thread on Hacker News"),
    Command("stories.refresh", "r", "screen.refresh_list", "Load the list again", hint="refresh"),
    Command("thread.next", "j,down", "next", "Next comment", "A comment longer than the screen scrolls first."),
    Command("thread.previous", "k,up", "previous", "Previous comment"),
    Command("thread.next_sibling", "J", "next_sibling", "Next comment under the same parent"),
    Command("thread.previous_sibling", "K", "previous_sibling", "Previous comment under the same parent"),
    Command("thread.next_root", "right_curly_bracket", "next_root", "Next top-level comment"),
    Command("thread.previous_root", "left_curly_bracket", "previous_root", "Previous top-level comment"),
    Command("thread.enter", "l,right", "unfold_or_enter", "Unfold, then go to the first reply"),
    Command("thread.leave", "h,left", "fold_or_leave", "Fold, then go to the parent"),
    Command("thread.parent", "p", "parent", "Parent"),
    Command("thread.root", "circumflex_accent", "root", "Top-level comment of this branch"),
    Command("thread.next_new", "full_stop", "next_new(1)", "Next new comment"),
    Command("thread.previous_new", "comma", "next_new(-1)", "Previous new comment"),
    Command("thread.fold", "z", "toggle_fold", "Fold or unfold", hint="fold"),
    Command("thread.fold_branch", "x", "fold_branch", "Fold the whole branch from its top-level comment"),
    Command("thread.fold_all", "Z", "toggle_all", "Fold or unfold all"),
    Command("thread.more", "plus", "change_level(1)", "Unfold one level more"),
    Command("thread.less", "minus", "change_level(-1)", "Fold one level more"),
    Command("thread.top", "g,home", "top", "First comment"),
    Command("thread.bottom", "G,end", "bottom", "Last comment"),
    Command("thread.half_down", "ctrl+d", "half_page(1)", "Half a page down"),
    Command("thread.half_up", "ctrl+u", "half_page(-1)", "Half a page up"),
    Command("thread.page_down", "pagedown", "page(1)", "One page down"),
    Command("thread.page_up", "pageup", "page(-1)", "One page up"),
    Command("thread.back", "backspace,ctrl+o", "go_back", "Back to where the last jump started"),
    Command("thread.times", "a", "toggle_times", "Times in UTC in place of ages"),
    Command("thread.code", "w", "toggle_code", "Break long lines of code, or cut them"),
    Command("thread.code_right", "right_square_bracket", "shift_code(1)", "Show cut code further to the right"),
    Command("thread.code_left", "left_square_bracket", "shift_code(-1)", "Show cut code further to the left"),
    Command("find.find", "slash", "screen.search", "Find words", "In any case, unless there are capitals; folded branches open at a hit.", hint="find"),
    Command("find.next", "n", "screen.next_match(1)", "Next hit"),
    Command("find.previous", "N", "screen.next_match(-1)", "Previous hit"),
    Command("find.filter", "f", "screen.filter", "Show only some comments", "Words, by:NAME, op, marked, new: all must hold."),
    Command("find.flat", "F", "screen.toggle_flat", "Under a filter: with or without what leads to the matches"),
    Command("find.author", "asterisk", "screen.filter_author", "Show only this author's comments"),
    Command("find.end", "escape", "screen.end", "End the filter or the search; stop loading"),
    Command("clips.mark", "space", "screen.mark", "Mark or unmark, then next comment", hint="mark"),
    Command("clips.mark_branch", "M", "screen.mark_branch", "Mark or unmark the whole branch"),
    *(
        Command(f"clips.color_{number}", f"{number}", f"screen.color({number})", f"Mark in colour {number}")
        for number in range(1, 7)
    ),
    Command("clips.range", "V", "screen.choose_range", "Choose a range of comments, to mark or colour together"),
    Command("clips.mark_author", "A", "screen.mark_author", "Mark or unmark all comments of this author"),
    Command("clips.mark_shown", "S", "screen.mark_shown", "Mark or unmark what the filter shows"),
    Command("clips.color_none", "0", "screen.color(0)", "Mark without colour"),
    Command("clips.edit", "enter", "screen.edit", "Edit the clip, marking the comment first", hint="edit"),
    Command("clips.excerpt", "v", "screen.excerpt", "Choose parts of the comment, by sentence and word"),
    Command("clips.undo", "u", "screen.undo", "Undo"),
    Command("clips.redo", "ctrl+r", "screen.redo", "Redo"),
    Command("clips.history", "U", "screen.history", "List all that was done, to go to any step"),
    Command("clips.tray", "tab", "screen.switch_pane", "Between the thread and the tray"),
    Command("clips.link", "o", "screen.open_link", "Open a link of the comment, or the story's", "Where there are several, a number tells which."),
    Command("clips.hn", "O", "screen.open_hn", "Open the comment on Hacker News"),
    Command("clips.copy", "y", "screen.copy_text", "Copy the comment's text"),
    Command("clips.copy_link", "Y", "screen.copy_link", "Copy the comment's address"),
    Command("clips.post", "P", "screen.post", "The post: title, date, tags, image, preview", hint="post"),
    Command("clips.save", "ctrl+s", "screen.save", "Save the post", hint="save"),
    Command("clips.preview", "B,ctrl+b", "screen.preview", "Show the post in the browser, saved or not, or end that"),
    Command("clips.refresh", "r", "screen.refresh_thread", "Show what is new and load the thread again"),
    Command("tray.down", "j,down", "move(1)", "Next clip"),
    Command("tray.up", "k,up", "move(-1)", "Previous clip"),
    Command("tray.page_down", "pagedown,ctrl+d", "page(1)", "One page down"),
    Command("tray.page_up", "pageup,ctrl+u", "page(-1)", "One page up"),
    Command("tray.top", "g,home", "edge(-1)", "First clip"),
    Command("tray.bottom", "G,end", "edge(1)", "Last clip"),
    Command("tray.edit", "enter", "choose", "Edit the clip"),
    Command("tray.select", "space", "select", "Select the entry, to move or colour several together", hint="select"),
    Command("tray.leave", "escape", "select_none", "Select nothing; then back to the thread"),
    Command("tray.earlier", "less_than_sign,alt+up", "shift(-1)", "Move up in the post", hint="move"),
    Command("tray.later", "greater_than_sign,alt+down", "shift(1)", "Move down in the post", hint="move"),
    Command("tray.move_to", "m", "move_to", "Move to a place, by its number"),
    Command("tray.below_parent", "b", "move_below_parent", "Move below the clip that it answers"),
    Command("tray.sort", "s", "sort", "Order by the thread, or by time"),
    Command("tray.heading", "number_sign", "remark(0, '## ')", "Write a heading above", hint="heading"),
    Command("tray.remark", "a", "remark(1, '')", "Write a remark of your own below", hint="remark"),
    Command("tray.fold", "F", "toggle_fold", "Begin a fold here, or drop this one", hint="fold"),
    Command("tray.unfold", "E", "unfold", "End the fold here: what follows stands open"),
    Command("tray.count_folds", "C", "automatic_sections", "Let folds be made by counting again"),
    Command("tray.again", "c", "clip_again", "Clip the same comment once more"),
    Command("tray.source", "e", "screen.compare", "What became of an edited comment: take its new text, or not"),
    Command("tray.remove", "d,delete", "remove", "Take out", hint="take out"),
    Command("excerpt.next", "j,down", "screen.move('sentence', 1)", "Next sentence"),
    Command("excerpt.previous", "k,up", "screen.move('sentence', -1)", "Previous sentence", "From a word, the sentence that it is in."),
    Command("excerpt.next_word", "l,right", "screen.move('word', 1)", "Next word, or group of Japanese characters"),
    Command("excerpt.previous_word", "h,left", "screen.move('word', -1)", "Previous word"),
    Command("excerpt.top", "g,home", "screen.edge(-1)", "First sentence"),
    Command("excerpt.bottom", "G,end", "screen.edge(1)", "Last sentence"),
    Command("excerpt.toggle", "space", "screen.take", "Take or drop what the cursor covers", hint="take"),
    Command("excerpt.extend", "J,shift+down", "screen.extend('sentence', 1)", "Take more, to the end of a sentence", hint="take more"),
    Command("excerpt.extend_back", "K,shift+up", "screen.extend('sentence', -1)", "Take more before it, or give back"),
    Command("excerpt.extend_word", "L,shift+right", "screen.extend('word', 1)", "Take one word more"),
    Command("excerpt.extend_word_back", "H,shift+left", "screen.extend('word', -1)", "Take one word more before it, or give back"),
    Command("excerpt.all", "a", "screen.all", "Take the whole comment"),
    Command("excerpt.nothing", "0,backspace", "screen.nothing", "Drop all that is taken"),
    Command("excerpt.keep", "enter", "screen.keep", "Keep the excerpt", hint="keep"),
    Command("excerpt.leave", "escape,q", "screen.leave", "Leave all as it was", hint="leave"),
    Command("editor.keep", "ctrl+s,escape", "screen.keep", "Keep the text and go back", hint="keep"),
    Command("editor.reset", "ctrl+o", "screen.reset", "Start again from the original's text", hint="original", is_priority=True),
    Command("editor.next", "ctrl+n", "screen.step(1)", "Keep, and edit the next clip", hint="next", is_priority=True),
    Command("editor.previous", "ctrl+p", "screen.step(-1)", "Keep, and edit the previous clip", hint="previous", is_priority=True),
    *(
        Command(f"editor.color_{number}", f"alt+{number},shift+f{number},f{number + 12}", f"screen.color({number})", f"Colour {number}", is_priority=True)
        for number in range(1, 7)
    ),
    Command("editor.color_none", "alt+0,shift+f7,f19", "screen.color(0)", "No colour", is_priority=True),
    Command("editor.parent", "ctrl+t", "screen.toggle_parent", "Show what the comment answers, or the comment again", hint="parent", is_priority=True),
    Command("editor.external", "ctrl+e", "screen.hand_over", "Write in your own editor ($VISUAL, $EDITOR)", is_priority=True),
    Command("post.save", "ctrl+s", "screen.save", "Save the post in the site", hint="save", is_priority=True),
    Command("post.least_used", "ctrl+l", "screen.take_least_used", "Take the image that was used longest ago; again for the next", hint="least used image", is_priority=True),
    Command("post.preview", "ctrl+b", "screen.preview", "Show the post in the browser, saved or not, or end that", hint="preview", is_priority=True),
    Command("post.close", "escape", "screen.close", "Keep all and go back to the thread", hint="back"),
    Command("choices.down", "down", "move_choice(1)", "List the choices; next choice"),
    Command("choices.up", "up", "move_choice(-1)", "Previous choice"),
    Command("choices.take", "tab,enter", "take_choice", "Take the choice"),
    Command("choices.close", "escape", "close_choices", "Close the list; what was typed stays"),
    Command("list.down", "j,down", "move(1)", "Next line"),
    Command("list.up", "k,up", "move(-1)", "Previous line"),
    Command("list.page_down", "pagedown,ctrl+d", "page(1)", "One page down"),
    Command("list.page_up", "pageup,ctrl+u", "page(-1)", "One page up"),
    Command("list.top", "g,home", "edge(-1)", "First line"),
    Command("list.bottom", "G,end", "edge(1)", "Last line"),
    Command("list.choose", "enter", "choose", "Choose", hint="choose"),
    Command("history.close", "escape", "screen.close", "Back, and leave the draft as it is", hint="back"),
    Command("drafts.duplicate", "c", "screen.duplicate", "Make a copy", hint="copy"),
    Command("drafts.delete", "d,delete", "screen.delete", "Delete; u brings it back", hint="delete"),
    Command("drafts.restore", "u", "screen.restore", "Bring back what was deleted last, or the deleted one here", hint="restore"),
    Command("drafts.export", "x", "screen.export", "Write the draft to a file, as JSON", hint="export"),
    Command("drafts.import", "i", "screen.import_file", "Read a draft from such a file", hint="import"),
    Command("drafts.close", "escape", "screen.close", "Back", hint="back"),
)  # fmt: skip

_BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

_KEY_NAMES = {
    "question_mark": "?",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "circumflex_accent": "^",
    "plus": "+",
    "minus": "-",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
    "asterisk": "*",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def of_group(group: Group) -> Iterator[Command]:
    """Return the commands of a group in the table's order."""
    return (command for command in COMMANDS if command.group == group)


def bindings(*groups: Group) -> list[BindingType]:
    """Return the bindings of groups, for a widget's or screen's BINDINGS."""
    return [
        Binding(
            command.keys,
            command.action,
            command.title,
            show=bool(command.hint),
            tooltip=command.tooltip,
            id=command.id,
            priority=command.is_priority,
        )
        for group in groups
        for command in of_group(group)
    ]


def keys_of(command: Command, keymap: Mapping[str, str]) -> str:
    """Return a command's keys under a keymap, as people write them: `j ↓`."""
    keys = keymap.get(command.id, command.keys).split(",")
    return " ".join(display(key.strip()) for key in keys)


def display(key: str) -> str:
    """Return how people write a key that Textual names `key`."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, _KEY_NAMES.get(name, name)])


def key_conflicts(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return, by its id, why the keys that a keymap gives a command can not be: one line each.

    A key may serve two commands only where they can not be given in the same place.
    """
    problems = {
        name: f"{key!r} is no key"
        for name, keys in keymap.items()
        for key in keys.split(",")
        if not _is_key(key.strip())
    }
    for place in _PLACES:
        owners: dict[str, str] = {}
        commands = [command for group in place for command in of_group(group)]
        for command in sorted(commands, key=lambda command: command.id in keymap):
            for key in _plain_keys(keymap.get(command.id, command.keys)):
                owner = owners.setdefault(key, command.id)
                if owner != command.id and command.id in keymap:
                    problems.setdefault(command.id, f"{display(key)} is the key of {owner}")
    return problems


_PLACES: tuple[tuple[Group, ...], ...] = (
    ("stories", "everywhere"),
    ("thread", "find", "clips", "everywhere"),
    ("tray", "everywhere"),
    ("excerpt",),
    ("choices",),
    ("editor",),
    ("post",),
    ("list", "history", "everywhere"),
    ("list", "drafts", "everywhere"),
)
"""Groups whose commands can be given at the same time."""

_MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")
_NAMED_KEYS = frozenset(key.value for key in Keys) | {
    _character_to_key(chr(code)) for code in range(0x20, 0x7F)
}


def _plain_keys(keys: str) -> Iterator[str]:
    return (REPLACED_KEYS.get(key.strip(), key.strip()) for key in keys.split(","))


def _is_key(key: str) -> bool:
    """Whether Textual knows a key of that name."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    return len(name) == 1 or name in _NAMED_KEYS


def find(command_id: str) -> Command:
    """Return the command with that id; KeyError if there is none."""
    return _BY_ID[command_id]
