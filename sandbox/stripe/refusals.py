"""What Stripe answers when it says no: the error object, its status and its sentences."""

from typing import Any

# Shorter keys would be told almost whole by their two ends.
_LONG_KEY = 16
_DOCS = "https://stripe.com/docs/error-codes/"


class StripeRefusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """An answer other than 200: `status` (HTTP) and Stripe's `error` object.

    `kept` tells whether an Idempotency-Key remembers the answer: Stripe remembers what began to run
    (a declined card, a crash), never a request that failed validation.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",  # noqa: A002
        code: str | None = None,
        param: str | None = None,
        kept: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kept = kept
        self.error: dict[str, Any] = {"message": message, "type": type}
        if code:
            self.error |= {"code": code, "doc_url": _DOCS + code.replace("_", "-")}
        if param:
            self.error["param"] = param


def missing_resource(kind: str, id_: str, param: str, *, status: int = 404) -> StripeRefusal:
    """404 when the id stands in the path, 400 when it came as a parameter."""
    shown = id_ if kind == "checkout.session" else f"'{id_}'"
    return StripeRefusal(f"No such {kind}: {shown}", status=status, code="resource_missing", param=param)


def missing_param(param: str) -> StripeRefusal:
    """A parameter that the route cannot do without."""
    return StripeRefusal(f"Missing required param: {param}.", code="parameter_missing", param=param)


def unknown_param(param: str) -> StripeRefusal:
    """A parameter that the route does not take."""
    return StripeRefusal(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def invalid_number(message: str, param: str) -> StripeRefusal:
    """A number that is none, or out of bounds."""
    return StripeRefusal(message, code="parameter_invalid_integer", param=param)


def unknown_url(method: str, path: str) -> StripeRefusal:
    """A path that the API does not have."""
    return StripeRefusal(
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs"
        " or we can help at https://support.stripe.com/.",
        status=404,
    )


def no_key() -> StripeRefusal:
    """A request that brought no key."""
    return StripeRefusal(
        "You did not provide an API key. You need to provide your API key in the Authorization header,"
        " using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        status=401,
    )


def wrong_key(key: str) -> StripeRefusal:
    """A key that is not this account's; only its two ends are repeated."""
    shown = key[:8] + "*" * 12 + key[-4:] if len(key) > _LONG_KEY else "*" * len(key)
    return StripeRefusal(f"Invalid API Key provided: {shown}", status=401)


def too_many_requests() -> StripeRefusal:
    """The rate limit."""
    return StripeRefusal(
        "Too many requests hit the API too quickly. We recommend an exponential backoff of your requests.",
        status=429,
        code="rate_limit",
    )


def server_error(*, kept: bool) -> StripeRefusal:
    """Stripe's own fault; `kept` when the request had begun to run."""
    return StripeRefusal(
        "An unknown error occurred. Sorry about that; you can email us at support@stripe.com.",
        status=500,
        type="api_error",
        kept=kept,
    )


def key_in_use(key: str) -> StripeRefusal:
    """Another request with this key still runs."""
    return StripeRefusal(
        "There is currently another in-progress request using this Idempotent Key (that probably means you"
        f" submitted twice, and the other request is still going through): {key}. Please try again later.",
        status=409,
        type="idempotency_error",
        code="idempotency_key_in_use",
    )


def key_with_other_params(key: str) -> StripeRefusal:
    """The key stands for a request with another body."""
    return StripeRefusal(
        "Keys for idempotent requests can only be used with the same parameters they were first used with."
        f" Try using a key other than '{key}' if you meant to execute a different request.",
        type="idempotency_error",
    )


def key_with_other_url(key: str, first: str, now: str) -> StripeRefusal:
    """The key stands for a request to another path."""
    return StripeRefusal(
        "Keys for idempotent requests can only be used for the same endpoint they were first used for"
        f" ('{now}' vs '{first}'). Try using a key other than '{key}' if you meant to execute a different"
        " request.",
        type="idempotency_error",
    )
