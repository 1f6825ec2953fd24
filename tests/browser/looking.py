"""What every page must hold, whoever sees it: accessible in both themes, no scrolling sideways, nothing refused."""

import os
from importlib.resources import files

from playwright.sync_api import Page

from .conftest import Visitor

PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages with one's own eyes
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
# Loaded once a page and asked for violations only: to name every element that is in order takes longer than finding.
FIND = """async () => {
    const page = document.documentElement.dataset;
    const turn = () => { page.bsTheme = page.bsTheme === "dark" ? "light" : "dark"; };
    const broken = async (more) => (await axe.run(document, {resultTypes: ["violations"], ...more})).violations
        .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`));
    const found = await broken({});
    turn();
    found.push(...await broken({runOnly: ["color-contrast"]}));
    turn();
    return found;
}"""


def look(visitor: Visitor, page: Page) -> None:
    """At a desk and on a phone; what is wrong is among the complaints."""
    page.wait_for_load_state("networkidle")
    visitor.complaints += [f"{page.url}: CSP {refused}" for refused in page.evaluate("window.refused")]
    visitor.complaints += [f"{page.url}: {broken}" for broken in rules_broken(page)]
    for width in (390, 320):
        if scrolls_sideways(page, width):
            visitor.complaints.append(f"{page.url}: scrolls sideways at {width} px")
    page.set_viewport_size({"width": 1280, "height": 900})


def rules_broken(page: Page) -> list[str]:
    """What axe finds, by rule and element: everything in the page's theme, and the contrasts of the other one."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(FIND)
    return found


def scrolls_sideways(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def picture(page: Page, name: str) -> None:
    for width in (1280, 390) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
