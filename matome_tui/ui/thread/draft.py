"""Which draft a thread screen opens, and its links to the thread's comments."""

from collections.abc import Callable
from dataclasses import replace

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.items import Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.i18n import _
from matome_tui.store.drafts import DraftStore, UnreadableDraftError
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftSession
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.services import Services


def stored_draft(
    drafts: DraftStore, thread: int, warn: Callable[[str], None], key: str
) -> DraftSession | None:
    """Open the stored draft of a thread, or a copy of its readable part; None if there is none.

    Args:
        drafts: The store.
        thread: The story's id.
        warn: Shows why the draft cannot be read.
        key: Lists all drafts.
    """
    try:
        return drafts.of_thread(thread)
    except UnreadableDraftError as error:
        copy = drafts.copy_readable(thread)
        if copy:
            line = _(
                "{reason}. A copy up to its last readable step was opened; the unreadable draft"
                " stays in the list ({key})"
            )
        else:
            line = _(
                "{reason}. A new draft was opened; the unreadable draft stays in the list ({key})"
            )
        warn(line.format(reason=error, key=key))
        return copy
    except StoreError as error:
        warn(_("{reason}. A new draft was opened").format(reason=error))
        return None


def new_draft(services: Services, story: Story) -> DraftSession:
    """Begin a draft; it is stored with its first edit."""
    draft = Draft.begin(story, services.site.day_of(story))
    return services.drafts.begin(_started(draft, services.site.post_options))


def archetype_taker(draft_editor: DraftEditor) -> Callable[[PostOptions], None]:
    """Return what gives a new draft the values of an archetype that is read after its beginning.

    Metadata that was changed since stays.
    """
    begun = draft_editor.draft.metadata

    def take(options: PostOptions) -> None:
        draft = draft_editor.draft
        started = _started(draft, options) if draft.metadata == begun else draft
        if draft_editor.is_new:
            draft_editor.amend(started)
        elif started != draft:
            draft_editor.edit(edit_title("take_archetype"), started)

    return take


def _started(draft: Draft, options: PostOptions) -> Draft:
    """Return a draft with the metadata that a new post starts with on the site."""
    if not (options.extra or options.archetype):
        return draft
    from matome_tui.hugo.post.start import starting_metadata

    return draft.with_metadata(starting_metadata(draft.metadata, options))


def link_draft(draft_editor: DraftEditor, assembly: Assembly) -> None:
    """Let clips find their comments, unless that would drop steps that can be redone."""
    if not draft_editor.can_redo:
        draft = draft_editor.draft.link_comments(assembly.comments.values())
        title = draft.story_title or assembly.story.title
        draft_editor.amend(replace(draft, story_title=title))
