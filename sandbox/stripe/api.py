"""What each route of the API does, as plain functions on the account."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sandbox.stripe import params as shapes
from sandbox.stripe.account import StripeAccount
from sandbox.stripe.checkout import create_session, expire_due_sessions, expire_session
from sandbox.stripe.endpoints import create_endpoint, delete_endpoint, show_endpoint, update_endpoint
from sandbox.stripe.expansion import list_line_items
from sandbox.stripe.objects.customers import write_account, write_balance, write_customer
from sandbox.stripe.refunds import cancel_refund, create_refund
from sandbox.stripe.refusals import StripeRefusal, unknown_url
from sandbox.stripe.shapes import Check, refuse_both
from sandbox.stripe.tables import StripeObject, Table

# https://docs.stripe.com/api/events/list
_EVENTS_KEPT = 30 * 86400


@dataclass(frozen=True)
class Call:
    """One request to a route: its checked parameters, the id in its path, and where we are reached."""

    account: StripeAccount
    params: dict[str, Any]
    id: str
    base_url: str


Handler = Callable[[Call], StripeObject]


@dataclass(frozen=True)
class ApiRoute:
    """A method and path pattern, the parameters it takes, the function that answers, and with what kind."""

    method: str
    pattern: re.Pattern[str]
    shape: Mapping[str, Check]
    answer: Handler
    kind: str


def find_route(method: str, path: str) -> tuple[ApiRoute, str]:
    """The route and the id in the path; raises StripeRefusal (404) as Stripe does for a path it lacks."""
    for route in _ROUTES:
        found = route.pattern.fullmatch(path)
        if found and route.method == method:
            return route, found.groupdict().get("id") or ""
    raise unknown_url(method, path)


def _get(name: str) -> Handler:
    """Retrieve from the account's table of this name."""
    return lambda call: _choose(call, name).get(call.id)


def _lists(name: str, *same: str, url: str | None = None) -> Handler:
    """A list filtered by `created` and by every parameter in `same` that equals the object's field."""

    def answer(call: Call) -> StripeObject:
        wanted = {field: call.params[field] for field in same if field in call.params}
        return _choose(call, name).page(
            f"/v1/{url or name}",
            call.params,
            lambda row: (
                _was_made(row, call.params) and all(row[field] == value for field, value in wanted.items())
            ),
        )

    return answer


def _choose(call: Call, name: str) -> Table:
    table: Table = getattr(call.account.tables, name)
    return table


def _was_made(row: StripeObject, params: dict[str, Any]) -> bool:
    bounds, made = params.get("created", {}), row["created"]
    return bool(
        made > bounds.get("gt", -1)
        and made >= bounds.get("gte", 0)
        and made < bounds.get("lt", made + 1)
        and made <= bounds.get("lte", made)
    )


def _create_session(call: Call) -> StripeObject:
    return create_session(call.account, call.params, call.base_url)


def _list_sessions(call: Call) -> StripeObject:
    mail = call.params.get("customer_details", {}).get("email")
    names = ("customer", "payment_intent", "status")
    same = {name: call.params[name] for name in names if name in call.params}
    return call.account.tables.sessions.page(
        "/v1/checkout/sessions",
        call.params,
        lambda row: (
            _was_made(row, call.params)
            and all(row[name] == value for name, value in same.items())
            and (mail is None or (row["customer_details"] or {}).get("email") == mail)
        ),
    )


def _list_line_items(call: Call) -> StripeObject:
    return list_line_items(call.account, call.account.tables.sessions.get(call.id))


def _create_customer(call: Call) -> StripeObject:
    account = call.account
    customer = account.tables.customers.add(
        write_customer(
            account.new_id("cus", 14), call.params, created=account.clock.now(), livemode=account.livemode
        )
    )
    account.emit("customer.created", customer)
    return customer


def _update_customer(call: Call) -> StripeObject:
    customer = call.account.tables.customers.get(call.id)
    given = {name: value for name, value in call.params.items() if name != "expand"}
    if "metadata" in given:
        merged = customer["metadata"] | given["metadata"]
        given["metadata"] = {name: value for name, value in merged.items() if value != ""}
    before = call.account.change(customer, **given)
    if before:
        call.account.emit("customer.updated", customer, before)
    return customer


def _list_events(call: Call) -> StripeObject:
    refuse_both(call.params, "type", "types")
    names = call.params.get("types") or [call.params.get("type", "*")]
    wanted, oldest = call.params.get("delivery_success"), call.account.clock.now() - _EVENTS_KEPT
    return call.account.tables.events.page(
        "/v1/events",
        call.params,
        lambda row: (
            row["created"] >= oldest
            and _was_made(row, call.params)
            and any(fnmatchcase(row["type"], name) for name in names)
            and (wanted is None or wanted == (row["pending_webhooks"] == 0))
        ),
    )


def _list_endpoints(call: Call) -> StripeObject:
    page = call.account.tables.endpoints.page("/v1/webhook_endpoints", call.params, lambda _row: True)
    return page | {"data": [show_endpoint(row) for row in page["data"]]}


def _show_balance(call: Call) -> StripeObject:
    sums = {"usd": 0}
    for row in call.account.tables.balance:
        sums[row["currency"]] = sums.get(row["currency"], 0) + row["net"]
    return write_balance(sums, livemode=call.account.livemode)


def _refuse_second_account(call: Call) -> StripeObject:
    if call.id != call.account.id:
        raise StripeRefusal(
            f"The provided key does not have access to account '{call.id}' (or that account does not exist).",
            status=403,
            code="account_invalid",
        )
    return write_account(call.account.id, created=0)


_TABLE: list[tuple[str, str, Mapping[str, Check], Handler]] = [
    ("POST", "checkout/sessions", shapes.CREATE_SESSION, _create_session),
    ("GET", "checkout/sessions", shapes.LIST_SESSIONS, _list_sessions),
    ("GET", "checkout/sessions/{id}", shapes.RETRIEVE, _get("sessions")),
    (
        "POST",
        "checkout/sessions/{id}/expire",
        shapes.NOTHING,
        lambda call: expire_session(call.account, call.account.tables.sessions.get(call.id)),
    ),
    ("GET", "checkout/sessions/{id}/line_items", shapes.LIST_ENDPOINTS, _list_line_items),
    ("POST", "customers", shapes.CREATE_CUSTOMER, _create_customer),
    ("GET", "customers", shapes.LIST_CUSTOMERS, _lists("customers", "email")),
    ("GET", "customers/{id}", shapes.RETRIEVE, _get("customers")),
    ("POST", "customers/{id}", shapes.UPDATE_CUSTOMER, _update_customer),
    ("GET", "payment_intents", shapes.LIST_INTENTS, _lists("intents", "customer", url="payment_intents")),
    ("GET", "payment_intents/{id}", shapes.RETRIEVE, _get("intents")),
    ("GET", "charges", shapes.LIST_CHARGES, _lists("charges", "customer", "payment_intent")),
    ("GET", "charges/{id}", shapes.RETRIEVE, _get("charges")),
    ("GET", "payment_methods/{id}", shapes.RETRIEVE, _get("methods")),
    ("GET", "invoices/{id}", shapes.RETRIEVE, _get("invoices")),
    ("GET", "balance_transactions/{id}", shapes.RETRIEVE, _get("balance")),
    ("POST", "refunds", shapes.CREATE_REFUND, lambda call: create_refund(call.account, call.params)),
    ("GET", "refunds", shapes.LIST_BY_PAYMENT, _lists("refunds", "charge", "payment_intent")),
    ("GET", "refunds/{id}", shapes.RETRIEVE, _get("refunds")),
    (
        "POST",
        "refunds/{id}/cancel",
        shapes.NOTHING,
        lambda call: cancel_refund(call.account, call.account.tables.refunds.get(call.id), by_api=True),
    ),
    ("GET", "disputes", shapes.LIST_BY_PAYMENT, _lists("disputes", "charge", "payment_intent")),
    ("GET", "disputes/{id}", shapes.RETRIEVE, _get("disputes")),
    ("GET", "events", shapes.LIST_EVENTS, _list_events),
    ("GET", "events/{id}", shapes.RETRIEVE, _get("events")),
    (
        "POST",
        "webhook_endpoints",
        shapes.CREATE_ENDPOINT,
        lambda call: create_endpoint(call.account, call.params),
    ),
    ("GET", "webhook_endpoints", shapes.LIST_ENDPOINTS, _list_endpoints),
    (
        "GET",
        "webhook_endpoints/{id}",
        shapes.RETRIEVE,
        lambda call: show_endpoint(call.account.tables.endpoints.get(call.id)),
    ),
    (
        "POST",
        "webhook_endpoints/{id}",
        shapes.UPDATE_ENDPOINT,
        lambda call: update_endpoint(call.account, call.id, call.params),
    ),
    ("DELETE", "webhook_endpoints/{id}", shapes.NOTHING, lambda call: delete_endpoint(call.account, call.id)),
    ("GET", "account", shapes.RETRIEVE, lambda call: write_account(call.account.id, created=0)),
    ("GET", "accounts/{id}", shapes.RETRIEVE, _refuse_second_account),
    ("GET", "balance", shapes.RETRIEVE, _show_balance),
]


def _name_kind(method: str, path: str) -> str:
    """The `object` of the answer, after `list:` for lists."""
    if path.endswith("line_items"):
        return "list:item"
    noun = path.partition("/{id}")[0]
    kind = {"checkout/sessions": "checkout.session"}.get(noun, noun.removesuffix("s"))
    single = "{id}" in path or method == "POST" or noun == kind
    return kind if single else f"list:{kind}"


_ROUTES = [
    ApiRoute(
        method,
        re.compile("/v1/" + path.replace("{id}", "(?P<id>[^/]+)")),
        shape,
        answer,
        _name_kind(method, path),
    )
    for method, path, shape, answer in _TABLE
]


def answer_call(route: ApiRoute, call: Call) -> StripeObject:
    """Run a route; sessions past their time are expired first, as Stripe would have done by now."""
    expire_due_sessions(call.account)
    return route.answer(call)
