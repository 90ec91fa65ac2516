"""What a person may say of themselves for research, and the one word that is kept of their device."""

from typing import Final

from werkzeug.datastructures import Headers

from app.i18n import lazy

OPEN: Final = ("", lazy("I leave this open"))
AGES: Final = (
    OPEN,
    ("16-24", lazy("16 to 24 years")),
    ("25-44", lazy("25 to 44 years")),
    ("45-64", lazy("45 to 64 years")),
    ("65+", lazy("65 years or older")),
)
GENDERS: Final = (
    OPEN,
    ("woman", lazy("Woman")),
    ("man", lazy("Man")),
    ("other", lazy("Other gender")),
)


def device_of(headers: Headers) -> str:
    """Give `"phone"` or `"computer"`, `""` where nothing tells; the headers themselves are kept nowhere.

    The browser's own hint counts before its name, in which phones say “Mobi” by custom.
    """
    hint = headers.get("Sec-CH-UA-Mobile", "")
    if hint in {"?0", "?1"}:
        return "phone" if hint == "?1" else "computer"
    name = headers.get("User-Agent", "")
    if not name:
        return ""
    return "phone" if "Mobi" in name else "computer"
