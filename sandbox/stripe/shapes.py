"""Checks decoded parameters against the shape a route takes, with Stripe's sentences for each mistake."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from sandbox.stripe.refusals import StripeRefusal, invalid_number, unknown_param

Check: TypeAlias = Callable[[Any, str], Any]

# Limits of metadata: https://docs.stripe.com/metadata (50 keys, names of 40, values of 500 characters).
_META_KEYS, _META_NAME, _META_VALUE = 50, 40, 500
_BIG = 2**53
_LONGEST_NUMBER = 20


def text(longest: int = 5000) -> Check:
    """A string of at most `longest` characters."""

    def check(value: Any, param: str) -> str:
        if not isinstance(value, str):
            raise StripeRefusal("Invalid string: expected a string.", param=param)
        if len(value) > longest:
            raise StripeRefusal(f"Invalid string: must be at most {longest} characters", param=param)
        return value

    return check


def whole(least: int = -_BIG, most: int = _BIG) -> Check:
    """An integer within bounds, in Stripe's words when it is not."""

    def check(value: Any, param: str) -> int:
        digits = value.removeprefix("-") if isinstance(value, str) else ""
        if not (digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_NUMBER):
            raise invalid_number(f"Invalid integer: {str(value)[:40]}", param)
        number = int(value)
        if number < least:
            raise invalid_number(f"This value must be greater than or equal to {least}.", param)
        if number > most:
            raise invalid_number(f"This value must be less than or equal to {most}.", param)
        return number

    return check


def flag(value: Any, param: str) -> bool:
    """`true` or `false`."""
    if value not in ("true", "false"):
        raise StripeRefusal(f"Invalid boolean: {str(value)[:40]}", param=param)
    return bool(value == "true")


def one_of(*names: str) -> Check:
    """One of the names of an enum."""

    def check(value: Any, param: str) -> str:
        if value not in names:
            raise StripeRefusal(f"Invalid {param}: must be one of {', '.join(names)}", param=param)
        return str(value)

    return check


def url(value: Any, param: str) -> str:
    """An http or https address."""
    found = text()(value, param)
    try:
        parts = urlsplit(found)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise StripeRefusal("Not a valid URL", code="url_invalid", param=param)
    return str(found)


def email(value: Any, param: str) -> str:
    """An e-mail address, by its form only."""
    found = text(512)(value, param)
    name, at, host = found.rpartition("@")
    if not (name and at and "." in host) or " " in found:
        raise StripeRefusal(f"Invalid email address: {found[:80]}", code="email_invalid", param=param)
    return str(found)


def metadata(value: Any, param: str) -> dict[str, str]:
    """Names and texts within Stripe's limits; an empty text is none."""
    return {name: found for name, found in metadata_change(value, param).items() if found != ""}


def metadata_change(value: Any, param: str) -> dict[str, str]:
    """The same for an update, where an empty text removes its name."""
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise StripeRefusal("Invalid object", param=param)
    if len(value) > _META_KEYS:
        raise StripeRefusal(f"Metadata can only have up to {_META_KEYS} keys.", param=param)
    for name, found in value.items():
        if len(name) > _META_NAME:
            raise StripeRefusal(f"Metadata keys can have up to {_META_NAME} characters.", param=param)
        text(_META_VALUE)(found, f"{param}[{name}]")
    return value


def list_of(check: Check, most: int = 100) -> Check:
    """At most `most` values that each pass `check`."""

    def each(value: Any, param: str) -> list[Any]:
        if not isinstance(value, list):
            raise StripeRefusal("Invalid array", param=param)
        if len(value) > most:
            raise StripeRefusal(f"Array too long: at most {most} values are allowed.", param=param)
        return [check(item, f"{param}[{i}]") for i, item in enumerate(value)]

    return each


def fields(shape: Mapping[str, Check]) -> Check:
    """A hash that refuses every name it does not know."""

    def check(value: Any, param: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise StripeRefusal("Invalid object", param=param)
        return read_params(value, shape, param)

    return check


def read_params(given: Mapping[str, Any], shape: Mapping[str, Check], inside: str = "") -> dict[str, Any]:
    """Check every given parameter; raises StripeRefusal naming the first that is unknown or wrong."""
    names = {key: f"{inside}[{key}]" if inside else key for key in given}
    for key, name in names.items():
        if key not in shape:
            raise unknown_param(name)
    return {key: shape[key](value, names[key]) for key, value in given.items()}


def refuse_both(params: Mapping[str, Any], first: str, second: str) -> None:
    """Raises StripeRefusal when both parameters are given."""
    if first in params and second in params:
        raise StripeRefusal(f"You may only specify one of these parameters: {first}, {second}.", param=first)
