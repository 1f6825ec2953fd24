"""The portal's own pages on paper -> PDF, by WeasyPrint. It is optional (`pip install chargeback-portal[pdf]`), because
it needs the library Pango of the system; the browser's own print makes the same paper.
"""

from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage


class NoPdfError(Exception):
    """WeasyPrint or the system's Pango is not installed."""


class OutsideError(Exception):
    """The page asks for something that is not one of the portal's own static files."""


@cache
def weasyprint() -> ModuleType | None:
    """The library, or None where it, or what it needs of the system, is missing."""
    try:
        import weasyprint as library
    except (ImportError, OSError):  # OSError: Pango is not there
        return None
    return library  # type: ignore[no-any-return]


@cache
def can_make_pdf() -> bool:
    """Whether all that is needed is there; told without loading it, which takes seconds."""
    return find_spec("weasyprint") is not None and find_library("pango-1.0") is not None


def pdf_of(page: str) -> bytes:
    """The page as a tagged PDF, readable by screen readers. It loads the portal's static files and nothing else.

    Raises NoPdfError where the library is missing.
    """
    library = weasyprint()
    if library is None:
        raise NoPdfError
    document = library.HTML(string=page, base_url="static:/", url_fetcher=fetcher_of(library)())
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


def fetcher_of(library: ModuleType) -> type:
    """What the library loads files with. Names in a bill are written by strangers: nothing else is ever fetched."""

    class StaticFiles(library.urls.URLFetcher):  # type: ignore[name-defined,misc]
        def fetch(self, url: str, headers: object = None) -> object:
            kind = "text/css" if url.endswith(".css") else "image/svg+xml"
            return library.urls.URLFetcherResponse(url, static_file(url), {"Content-Type": kind})

    return StaticFiles


def static_file(url: str) -> bytes:
    """The static file at the address. Raises OutsideError for every other address."""
    parts = urlsplit(url)
    name = parts.path.removeprefix(settings.STATIC_URL)
    if parts.scheme not in ("", "static") or parts.netloc or name == parts.path:
        raise OutsideError(url)
    if settings.COLLECTED:
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    found = finders.find(name)
    if not found:
        raise OutsideError(url)
    return Path(found).read_bytes()
