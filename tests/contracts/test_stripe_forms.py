"""What we send to Stripe through its own SDK fits the shapes that Stripe published; and we read its examples."""

import copy
import inspect
import json
import re
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import pytest
import stripe
from jsonschema import Draft202012Validator

from core.domain.purchases import PACKS
from core.gateways import stripe as gateway_file
from core.gateways.stripe import CheckoutOrder, StripeGateway, read_event
from core.services.payments import _PAYMENT_EVENTS
from core.workflows.missed_events import LEARNED
from sandbox.listening import listen
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import Till

KEY: Final = "sk_test_made_up"
SECRET: Final = "whsec_made_up"
FORM: Final = "application/x-www-form-urlencoded"
# How the pinned schemas and the older public specification call each path that we use.
PATHS: Final = {
    r"/v1/customers": "/v1/customers",
    r"/v1/events": "/v1/events",
    r"/v1/checkout/sessions": "/v1/checkout/sessions",
    r"/v1/checkout/sessions/cs_\w+": "/v1/checkout/sessions/{session}",
}
ORDER: Final = CheckoutOrder(
    purchase_id="purchase_0000000000000000000000000001",
    team_id="team_0000000000000000000000000001",
    title="Starter",
    amount_cents=2900,
    currency="usd",
    expires_at=datetime.now(UTC) + timedelta(hours=23),
    success_url="https://closeup.test/checkout/success?session_id={CHECKOUT_SESSION_ID}",
    cancel_url="https://closeup.test/checkout/cancel?purchase=purchase_1",
)


@dataclass(frozen=True)
class Contracts:
    """The pinned schemas, the older public specification, and Stripe's own examples."""

    pinned: Any
    public: Any
    examples: Any

    def find_faults(self, method: str, path: str, form: dict[str, Any]) -> list[str]:
        """What is wrong with a request by either source; a path that one does not have is a fault."""
        name = next((name for pattern, name in PATHS.items() if re.fullmatch(pattern, path)), None)
        if name is None or method.lower() not in self.public["paths"].get(name, {}):
            return [f"{method} {path} is not Stripe's"]
        faults = self._check(self._find_public(method, name), form, self.public)
        pinned = self.pinned["requests"].get(f"{method} {name}")
        # The pinned schemas have no entry for reading one session, which takes nothing but an id.
        return faults + (self._check(pinned, form, self.pinned) if pinned else [f"{key}?" for key in form])

    def _find_public(self, method: str, name: str) -> Any:
        action = self.public["paths"][name][method.lower()]
        if method == "POST":
            return action["requestBody"]["content"][FORM]["schema"]
        known = {one["name"]: one["schema"] for one in action["parameters"] if one["in"] == "query"}
        return {"type": "object", "properties": known, "additionalProperties": False}

    def _check(self, schema: Any, form: dict[str, Any], whole: Any) -> list[str]:
        wanted = {**schema, **{key: whole[key] for key in ("$defs", "components") if key in whole}}
        typed = give_types(schema, form, whole)
        return [f"{e.json_path}: {e.message[:200]}" for e in Draft202012Validator(wanted).iter_errors(typed)]


def give_types(schema: Any, value: Any, whole: Any) -> Any:
    """The form's words as the numbers and truths that the schema asks for in their places."""
    while "$ref" in schema:
        found = whole
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    for choice in schema.get("anyOf", ()):
        typed = give_types(choice, value, whole)
        if typed != value or isinstance(value, dict):
            return typed
    if isinstance(value, dict):
        inner, rest = schema.get("properties", {}), schema.get("additionalProperties")
        rest = rest if isinstance(rest, dict) else {}
        return {key: give_types(inner.get(key, rest), part, whole) for key, part in value.items()}
    if isinstance(value, list):
        return [give_types(schema.get("items", {}), part, whole) for part in value]
    return _read_word(str(schema.get("type")), value)


def _read_word(kind: str, word: str) -> Any:
    if kind == "integer" and re.fullmatch(r"-?\d+", word):
        return int(word)
    return {"true": True, "false": False}.get(word, word) if kind == "boolean" else word


@cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text())


@pytest.fixture
def contracts(shared_folder: Path) -> Contracts:
    folder = shared_folder / "contracts" / "stripe"
    names = ("stripe-python-16.1.0.schemas.json", "openapi-2023-08-16.trimmed.json", "fixtures3.json")
    pinned, public, examples = (_read(folder / name) for name in names)
    return Contracts(pinned, public, examples["resources"])


@dataclass
class Line:
    """The real gateway on a line to the stand-in, which writes down what it hears."""

    url: str
    till: Till

    def open(self, **options: Any) -> StripeGateway:
        return StripeGateway(KEY, self.url, **options)

    async def list_heard(self) -> list[dict[str, Any]]:
        """Every request so far; the stand-in must have taken it."""
        heard = await self.till.list_requests()
        assert {request["status"] for request in heard} == {200}
        return heard


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with listen(open_stripe(secret_key=KEY)) as url, Till(url) as till:
        yield Line(url, till)


async def ask_everything(line: Line) -> None:
    """Every call that the gateway can make, in every form that it has."""
    plain = line.open()
    customer_id = await to_thread(plain.open_customer, ORDER.team_id, "Müller & Söhne GmbH")
    assert customer_id is not None
    orders = [
        replace(ORDER, purchase_id=f"purchase_{n}", title=pack.title) for n, pack in enumerate(PACKS.values())
    ]
    for order in [*orders, replace(ORDER, title="10000 credits", amount_cents=500_000)]:
        session = await to_thread(plain.open_checkout, replace(order, customer_id=customer_id))
    await to_thread(plain.open_checkout, ORDER)
    await to_thread(line.open(invoices=True).open_checkout, ORDER)
    await to_thread(plain.read_session, session.session_id)
    await to_thread(lambda: list(plain.list_events(LEARNED, datetime.now(UTC) - timedelta(days=30))))


async def test_every_form_we_send_is_stripes(contracts: Contracts, line: Line) -> None:
    await ask_everything(line)
    heard = await line.list_heard()
    faults = [
        fault for one in heard for fault in contracts.find_faults(one["method"], one["path"], one["params"])
    ]
    assert faults == []
    written = re.findall(r"self\._client\.v1\.([\w.]+)\(", inspect.getsource(gateway_file))
    assert sorted(set(written)) == [
        "accounts.retrieve_current",  # this and the last one read for `doctor`; the trimmed specification
        "checkout.sessions.create",
        "checkout.sessions.retrieve",
        "customers.create",
        "events.list",
        "webhook_endpoints.list",  # has neither path to hold them against
    ], "a new call to Stripe belongs into `ask_everything`"
    assert {(one["method"], re.sub(r"cs_\w+", "{id}", one["path"])) for one in heard} == {
        ("POST", "/v1/checkout/sessions"),
        ("GET", "/v1/checkout/sessions/{id}"),
        ("POST", "/v1/customers"),
        ("GET", "/v1/events"),
    }


async def test_the_session_says_who_pays_what_for_which_purchase(line: Line) -> None:
    await ask_everything(line)
    asked = [one for one in await line.list_heard() if one["path"] == "/v1/checkout/sessions"]
    first, *_, plain, invoiced = asked
    assert first["params"]["customer"].startswith("cus_")
    assert "customer" not in plain["params"]
    assert "invoice_creation" not in plain["params"]
    assert invoiced["params"]["invoice_creation"]["enabled"] == "true"
    for one in asked:
        form = one["params"]
        ids = {"purchase_id": form["client_reference_id"], "team_id": ORDER.team_id}
        assert form["metadata"] == form["payment_intent_data"]["metadata"] == ids
        assert len(form["line_items"]) == 1
        assert one["idempotency_key"].startswith(f"checkout:{form['client_reference_id']}:")
        assert one["stripe_version"] == "2026-10-28.endive"
    assert len({one["idempotency_key"] for one in asked}) == len(asked)


def spoil(*path: str | int, to: Any = None) -> Callable[[dict[str, Any]], None]:
    """Put something else at a place of the form, or take it away."""

    def change(form: dict[str, Any]) -> None:
        place: Any = form
        for step in path[:-1]:
            place = place[step]
        if to is None:
            del place[path[-1]]
        else:
            place[path[-1]] = to

    return change


PRICE: Final = ("line_items", 0, "price_data")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(spoil("mode", to="pay"), id="a mode that is none"),
        pytest.param(spoil("line_items", 0, "quantity", to="two"), id="a number in words"),
        pytest.param(spoil(*PRICE, "unit_amount", to="29.00"), id="dollars for cents"),
        pytest.param(spoil(*PRICE, "currency"), id="no currency"),
        pytest.param(spoil(*PRICE, "amount", to="2900"), id="a name of our own"),
        pytest.param(spoil("purchase_id", to="purchase_1"), id="an id outside of the metadata"),
        pytest.param(spoil("expires_at", to="tomorrow"), id="a time in words"),
        pytest.param(spoil("payment_intent_data", "meta", to={"a": "b"}), id="a misspelt name deep inside"),
        pytest.param(spoil("line_items", to="one"), id="no list"),
        pytest.param(spoil("metadata", "deep", to={"a": "b"}), id="metadata in metadata"),
    ],
)
async def test_a_planted_wrong_form_is_found(
    contracts: Contracts, line: Line, change: Callable[[dict[str, Any]], None]
) -> None:
    await to_thread(line.open().open_checkout, ORDER)
    (heard,) = await line.list_heard()
    find = partial(contracts.find_faults, "POST", "/v1/checkout/sessions")
    assert find(heard["params"]) == []
    form = copy.deepcopy(heard["params"])
    change(form)
    assert find(form) != []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/customers"),
        ("POST", "/v1/checkout/session"),
        ("GET", "/v1/checkout/sessions/1/lines"),
        ("POST", "/v1/events"),
    ],
)
def test_a_planted_wrong_place_is_found(contracts: Contracts, method: str, path: str) -> None:
    assert contracts.find_faults(method, path, {}) == [f"{method} {path} is not Stripe's"]


HEARD: Final = [*LEARNED, "charge.refund.updated", "payment_intent.succeeded", "customer.created"]


@pytest.mark.parametrize("kind", HEARD)
def test_stripes_own_examples_are_read(contracts: Contracts, kind: str) -> None:
    body = write_example(contracts, kind)
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET)
    event = read_event(body, header, [SECRET], datetime.now(UTC))
    assert (event.kind, event.livemode) == (kind, False)
    assert event.data == contracts.examples[name_object(kind)]
    schema = {**contracts.pinned["objects"]["event"], "$defs": contracts.pinned["$defs"]}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(body))] == []


def test_everything_we_act_on_is_asked_for_when_it_was_missed() -> None:
    acted = ("checkout.session.", *_PAYMENT_EVENTS)
    assert all(kind.startswith(acted) for kind in LEARNED)
    assert all(any(kind.startswith(one) for kind in LEARNED) for one in acted)
    assert len(LEARNED) <= 20, "the most that Stripe takes in one question"


def write_example(contracts: Contracts, kind: str) -> bytes:
    """An event about Stripe's example of its object."""
    about = {"type": kind, "data": {"object": contracts.examples[name_object(kind)]}}
    return json.dumps(contracts.examples["event"] | about, indent=2).encode()


def name_object(kind: str) -> str:
    """What kind of object an event is about."""
    if kind.startswith(("refund.", "charge.refund.")):
        return "refund"
    return "dispute" if ".dispute." in kind else kind.rpartition(".")[0]
