"""The pictures in the documentation: all there, small, and on the page that shows them."""

from typing import Any

from tests.access.test_matrix import MATRIX

from .documented import FOLDER, PAGE, names_shown, page
from .gallery import NOT_SHOWN, PAGES
from .screenshots import file_name

MOST = 4 * 2**20  # bytes that a clone carries for them


def test_every_page_of_the_gallery_is_in_the_documentation_as_it_is_described() -> None:
    assert PAGE.read_text() == page(), "Run `make screenshots`."
    assert {path.name for path in FOLDER.glob("*.png")} == {file_name(one, look) for one in PAGES for look in one.looks}


def test_the_pictures_stay_small() -> None:
    assert 0 < sum(path.stat().st_size for path in FOLDER.glob("*.png")) < MOST


def test_every_page_that_somebody_can_open_has_a_picture_or_a_reason() -> None:
    answered = {name.partition(" (")[0] for name, row in MATRIX.items() if is_seen(row.get("get"))}
    assert answered - names_shown() == set(NOT_SHOWN)


def is_seen(statuses: Any) -> bool:
    """True when one of the roles gets the page; a row has one status for all roles, or one for each."""
    return 200 in statuses.values() if isinstance(statuses, dict) else bool(statuses == 200)
