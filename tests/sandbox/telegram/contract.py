"""Checks JSON against the official description of the Bot API: every field known, typed, and present if required."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PLAIN = {"Integer": int, "String": str, "Boolean": bool, "True": bool, "Float": float}


class Contract:
    """The methods and types of `bot-api-subset.json`."""

    def __init__(self, shared_folder: Path) -> None:
        path = shared_folder / "contracts" / "telegram" / "bot-api-subset.json"
        described = json.loads(path.read_text(encoding="utf-8"))
        self.methods: dict[str, Any] = described["methods"]
        self.types: dict[str, Any] = described["types"]

    def find_request_faults(self, method: str, parameters: dict[str, Any]) -> list[str]:
        """List what is wrong with the parameters of one call; uploads count as InputFile."""
        fields = {field["name"]: field for field in self.methods[method].get("fields", [])}
        uploads = {
            name for name, value in parameters.items() if isinstance(value, dict) and "file_size" in value
        }
        faults = [
            f"{name} is missing" for name, f in fields.items() if f["required"] and name not in parameters
        ]
        for name, value in parameters.items():
            if name in fields and name not in uploads:
                faults += self.find_faults(value, fields[name]["types"], name)
            elif name not in fields and not name.startswith("attached"):
                faults.append(f"{name} is unknown")
        return faults

    def find_answer_faults(self, method: str, answer: dict[str, Any]) -> list[str]:
        """List what is wrong with the body of one successful answer."""
        return self.find_faults(answer["result"], self.methods[method]["returns"], method)

    def find_faults(self, value: Any, kinds: list[str], where: str) -> list[str]:
        """List what is wrong with a value that should be of one of the kinds."""
        tried = [list(self._find_faults(value, kind, where)) for kind in kinds]
        return min(tried, key=len)

    def _find_faults(self, value: Any, kind: str, where: str) -> Iterator[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{where} is no list"
                return
            for number, item in enumerate(value):
                yield from self._find_faults(item, kind.removeprefix("Array of "), f"{where}[{number}]")
        elif kind in _PLAIN:
            if not isinstance(value, _PLAIN[kind]) or (kind == "Integer" and isinstance(value, bool)):
                yield f"{where} is no {kind}: {value!r}"
        elif subtypes := self.types[kind].get("subtypes"):
            yield from self.find_faults(value, subtypes, where)
        else:
            yield from self._find_object_faults(value, kind, where)

    def _find_object_faults(self, value: Any, kind: str, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where} is no {kind}: {value!r}"
            return
        fields = {field["name"]: field for field in self.types[kind].get("fields", [])}
        yield from (
            f"{where}.{name} is missing" for name, f in fields.items() if f["required"] and name not in value
        )
        for name, item in value.items():
            if name not in fields:
                yield f"{where}.{name} is unknown to {kind}"
            else:
                yield from self.find_faults(item, fields[name]["types"], f"{where}.{name}")
