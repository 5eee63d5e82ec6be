"""Answers `expand[]`: puts whole objects where an answer holds their ids."""

import copy

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.refusals import StripeRefusal
from sandbox.stripe.tables import StripeObject, Table, write_list

_DEEPEST = 4
# Which fields of which kind of object can be expanded, and to what.
_EXPANDABLE = {
    "checkout.session": {
        "customer": "customer",
        "invoice": "invoice",
        "line_items": "list:item",
        "payment_intent": "payment_intent",
    },
    "payment_intent": {"customer": "customer", "latest_charge": "charge", "payment_method": "payment_method"},
    "charge": {
        "balance_transaction": "balance_transaction",
        "customer": "customer",
        "payment_intent": "payment_intent",
        "refunds": "list:refund",
    },
    "refund": {
        "balance_transaction": "balance_transaction",
        "charge": "charge",
        "failure_balance_transaction": "balance_transaction",
        "payment_intent": "payment_intent",
    },
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "invoice": {"customer": "customer"},
}


def check_paths(kind: str, paths: list[str]) -> None:
    """Refuse what cannot be expanded before anything runs; `kind` is an object's, or `list:` and its."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > _DEEPEST:
            raise StripeRefusal(
                f"You cannot expand more than {_DEEPEST} levels of a property (got: {path}).", param="expand"
            )
        found = kind
        for step in steps:
            found = _follow(found, step, path)


def _follow(kind: str, step: str, path: str) -> str:
    inside = kind.removeprefix("list:")
    found = _EXPANDABLE.get(kind, {}).get(step)
    if inside != kind:
        found = inside if step == "data" else None
    if found is None:
        raise StripeRefusal(
            f"This property cannot be expanded ({path}). You may want to try expanding 'data.{path}' if you"
            " are listing objects.",
            param="expand",
        )
    return found


def expand(account: StripeAccount, answer: StripeObject, paths: list[str]) -> StripeObject:
    """A copy of `answer` with each dotted path, checked before, expanded."""
    answer = copy.deepcopy(answer)
    for path in paths:
        _walk(account, answer, path.split("."))
    return answer


def _walk(account: StripeAccount, row: StripeObject, steps: list[str]) -> None:
    if not steps:
        return
    step, rest = steps[0], steps[1:]
    if row["object"] == "list":
        for item in row["data"]:
            _walk(account, item, rest)
        return
    if not isinstance(row.get(step), dict):
        row[step] = _load(account, row, step)
    if row[step] is not None:
        _walk(account, row[step], rest)


def _load(account: StripeAccount, row: StripeObject, step: str) -> StripeObject | None:
    if step == "line_items":
        return list_line_items(account, row)
    if step == "refunds":
        return _list_refunds(account, row)
    return copy.deepcopy(_choose_table(account, _EXPANDABLE[row["object"]][step]).find(row[step]))


def _choose_table(account: StripeAccount, kind: str) -> Table:
    tables = account.tables
    return {
        "payment_intent": tables.intents,
        "charge": tables.charges,
        "customer": tables.customers,
        "payment_method": tables.methods,
        "invoice": tables.invoices,
        "balance_transaction": tables.balance,
    }[kind]


def list_line_items(account: StripeAccount, session: StripeObject) -> StripeObject:
    """The list of what a session sells."""
    items = copy.deepcopy(account.private[session["id"]]["items"])
    return write_list(f"/v1/checkout/sessions/{session['id']}/line_items", items)


def _list_refunds(account: StripeAccount, charge: StripeObject) -> StripeObject:
    found = [copy.deepcopy(r) for r in account.tables.refunds if r["charge"] == charge["id"]]
    return write_list(f"/v1/charges/{charge['id']}/refunds", found[::-1])
