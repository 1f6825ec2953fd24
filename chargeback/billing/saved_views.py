"""Ways of looking at cost that a person keeps by name. Each name is one view of a person's; one may open first."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from .models import SavedView

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_VIEWS = 100
LONGEST_NAME = 80
LONGEST_QUERY = 6000


class ViewRefusedError(Exception):
    """The view was not saved; the message says why and what to do."""


def save_view(user: "User", name: str, query: str) -> SavedView:
    """A new view of the person's. Raises ViewRefusedError for a name that is empty or taken, and for too many."""
    if len(query) > LONGEST_QUERY:
        raise ViewRefusedError("This view has too many filters to be saved. Remove some and save it again.")
    if user.saved_views.count() >= MOST_VIEWS:
        raise ViewRefusedError(f"You have {MOST_VIEWS} saved views already. Delete one that you no longer need.")
    return stored(SavedView(user=user, name=named(name), query=query))


def rename_view(view: SavedView, name: str) -> None:
    """The view has the name. Raises ViewRefusedError for one that is empty or another view's."""
    view.name = named(name)
    stored(view)


def named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ViewRefusedError("Give the view a name, for example “Production by service”.")
    if len(name) > LONGEST_NAME:
        raise ViewRefusedError(f"The name is too long: {LONGEST_NAME} characters are the most.")
    return name


def stored(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ViewRefusedError(
            f"You have a view called “{view.name}” already. Choose another name, or update that one in Saved views."
        ) from None
    return view


@transaction.atomic
def make_default(view: SavedView, is_default: bool) -> None:
    """Explore opens with the view from now on, or (False) with no view of its own."""
    SavedView.objects.filter(user=view.user, is_default=True).update(is_default=False)
    SavedView.objects.filter(pk=view.pk).update(is_default=is_default)
