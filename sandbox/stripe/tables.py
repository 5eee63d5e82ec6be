"""Keeps Stripe's objects in the order they were made, and pages through them as Stripe's lists do."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from sandbox.stripe.refusals import missing_resource

StripeObject: TypeAlias = dict[str, Any]

# A stand-in lives for minutes; this only keeps a runaway loop from eating the machine.
_MOST_ROWS = 20_000


class Table:
    """Objects of one `kind` by id, oldest first; `param` is the name Stripe gives a wrong id."""

    def __init__(self, kind: str, param: str) -> None:
        self.kind, self.param = kind, param
        self._rows: dict[str, StripeObject] = {}

    def __iter__(self) -> Iterator[StripeObject]:
        return iter(list(self._rows.values()))

    def add(self, row: StripeObject) -> StripeObject:
        """Keep a new object; past 20,000 the oldest is dropped."""
        if len(self._rows) >= _MOST_ROWS:
            del self._rows[next(iter(self._rows))]
        self._rows[row["id"]] = row
        return row

    def remove(self, id_: str) -> None:
        """Forget an object."""
        del self._rows[id_]

    def find(self, id_: str | None) -> StripeObject | None:
        """The object, or None."""
        return self._rows.get(id_) if id_ else None

    def get(self, id_: str, *, param: str | None = None) -> StripeObject:
        """The object; raises StripeRefusal: 404 for an id in the path, 400 for one given in `param`."""
        row = self._rows.get(id_)
        if row is None:
            raise missing_resource(self.kind, id_, param or self.param, status=400 if param else 404)
        return row

    def page(self, url: str, params: StripeObject, keep: Callable[[StripeObject], bool]) -> StripeObject:
        """A list object, newest first: `limit` (10 when not given) rows after or before a cursor."""
        rows = list(self._rows.values())[::-1]
        limit = params.get("limit", 10)
        if "ending_before" in params:
            newer = [row for row in rows[: self._place(rows, params, "ending_before")] if keep(row)]
            data, more = newer[-limit:], len(newer) > limit
        else:
            start = self._place(rows, params, "starting_after") + 1 if "starting_after" in params else 0
            older = [row for row in rows[start:] if keep(row)]
            data, more = older[:limit], len(older) > limit
        return write_list(url, data, has_more=more)

    def _place(self, rows: list[StripeObject], params: StripeObject, name: str) -> int:
        return rows.index(self.get(params[name], param=name))


def write_list(url: str, data: list[StripeObject], *, has_more: bool = False) -> StripeObject:
    """A `list` object."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}
