"""Reads Stripe's form encoding, `a[b][0]=c`, into dicts and lists."""

import re
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from sandbox.stripe.refusals import StripeRefusal

Params: TypeAlias = dict[str, Any]

MAX_BYTES = 256 * 1024
_MAX_FIELDS = 1000
_MAX_DEPTH = 8
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


def read_form(text: str) -> Params:
    """Decode a query string or a form body; lists are `a[]=x` or `a[0]=x`.

    Raises StripeRefusal for a name that is not well formed, nests too deep or uses one name two ways.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
    except ValueError:
        raise StripeRefusal("Invalid request body: it could not be read as a form.") from None
    tree: Params = {}
    for name, value in pairs:
        _put(tree, _read_path(name), value, name)
    return {key: _fold_lists(value) for key, value in tree.items()}


def _read_path(name: str) -> list[str]:
    found = _KEY.fullmatch(name)
    if not found:
        raise StripeRefusal(f"Invalid parameter name: {name[:200]}", param=name[:200])
    path = [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])]
    if len(path) > _MAX_DEPTH:
        raise StripeRefusal(f"Parameter nested too deeply: {name[:200]}", param=name[:200])
    return path


def _put(tree: Params, path: list[str], value: str, name: str) -> None:
    for step in path[:-1]:
        tree = tree.setdefault(step or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise StripeRefusal("Invalid request: a parameter is both a value and a hash.", param=name)
    last = path[-1] or str(len(tree))
    if isinstance(tree.get(last), dict):
        raise StripeRefusal("Invalid request: a parameter is both a value and a hash.", param=name)
    tree[last] = value


def _fold_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    folded = {key: _fold_lists(item) for key, item in value.items()}
    if folded and all(key.isascii() and key.isdigit() for key in folded):
        return [folded[key] for key in sorted(folded, key=int)]
    return folded
