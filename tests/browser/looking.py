"""What every page must hold, whoever sees it: accessible in both themes, no scrolling sideways, nothing refused."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import Visitor

CONTRAST: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
OTHER_THEME = """() => {
    const page = document.documentElement.dataset;
    page.bsTheme = page.bsTheme === "dark" ? "light" : "dark";
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
    found = violations(page)
    page.evaluate(OTHER_THEME)
    found += violations(page, CONTRAST)
    page.evaluate(OTHER_THEME)
    return found


def violations(page: Page, options: dict[str, object] | None = None) -> list[str]:
    rules = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in rules for node in rule["nodes"]]


def scrolls_sideways(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
