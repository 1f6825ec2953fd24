"""The pictures in the documentation: all there, small, and on the page that shows them."""

from .documented import FOLDER, PAGE, page
from .gallery import PAGES
from .screenshots import file_name

MOST = 3 * 2**20  # bytes that a clone carries for them


def test_every_page_of_the_gallery_is_in_the_documentation_as_it_is_described() -> None:
    assert PAGE.read_text() == page(), "Run `make screenshots`."
    assert {path.name for path in FOLDER.glob("*.png")} == {file_name(one, look) for one in PAGES for look in one.looks}


def test_the_pictures_stay_small() -> None:
    assert 0 < sum(path.stat().st_size for path in FOLDER.glob("*.png")) < MOST
