"""Reads a page as a browser would before it submits a form: fields, defaults, buttons and the alert."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """The first form of a page; `fields` hold what a browser would send untouched."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.texts: dict[str, str] = {"alert": "", "h1": ""}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(given.get("action", ""), given.get("method", "get"))
        elif tag in ("input", "button") and self.form and given.get("name"):
            _add_field(self.form, tag, given)
        self._inside = "alert" if given.get("role") == "alert" else tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's signature
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in self.texts:
            self.texts[self._inside] += data.strip()


def _add_field(form: Form, tag: str, given: dict[str, str]) -> None:
    name, value = given["name"], given.get("value", "")
    if tag == "button" or given.get("type") == "radio":
        form.choices.setdefault(name, []).append(value)
        if "checked" not in given:
            return
    form.fields[name] = value


def read_page(html: str) -> tuple[Form | None, str, str]:
    """The first form, the alert's text and the heading of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.form, reader.texts["alert"], reader.texts["h1"]
