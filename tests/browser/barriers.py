"""What a program can find of barriers in a page, in light and dark, on a phone and on a desk."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW, WIDE = 320, 1280
FIND = """async (rules) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
}"""


def barriers(page: Page) -> list[str]:
    """Give each barrier of a page with the scheme it was found in, and whether it scrolls sideways."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{scheme}: {one}" for one in page.evaluate(FIND, RULES)]
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if beyond > 0:
            found.append(f"{beyond} pixels beyond {width}")
    return found
