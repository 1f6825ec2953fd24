"""Reads pages as a person does: their words, and the cells of a table."""

import html
import re
from typing import Protocol


class Answer(Protocol):
    """What a page answered with, from whatever client."""

    @property
    def content(self) -> bytes: ...


TAG = re.compile(r"<[^>]+>")


def text(answer: Answer) -> str:
    """The words of the page's main part, one space between them."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return words(main.group() if main else answer.content.decode())


def words(markup: str) -> str:
    return re.sub(r"[ \n]+", " ", html.unescape(TAG.sub(" ", markup))).replace(" ,", ",").strip()


def cells(answer: Answer, block: str) -> list[list[str]]:
    """The body and foot rows of the table block with this id, cell by cell."""
    found = re.search(rf'id="{block}".*?</table>', answer.content.decode(), re.DOTALL)
    assert found, f"There is no {block} on the page."
    body = found.group().partition("</thead>")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]
