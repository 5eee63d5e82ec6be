"""A client for the stand-in: pays through its page as a browser would, and works its controls."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from sandbox.outgoing import open_http
from sandbox.stripe.form_reader import read_page

PAID_CARD = "4242 4242 4242 4242"
DECLINED_CARD = "4000 0000 0000 0002"
POOR_CARD = "4000 0000 0000 9995"
CONFIRM_CARD = "4000 0025 0000 3155"
DISPUTED_CARD = "4000 0000 0000 0259"

_Answer = dict[str, Any]


class TillRefused(Exception):  # noqa: N818 - it carries the stand-in's refusal
    """The stand-in said no, or something awaited did not come; the message says what."""


@dataclass(frozen=True)
class Visit:
    """How a visit to the Checkout page ended: `location` is where the shop is returned to, when it is.

    `sentence` is what the page said instead: a declined card, a wrong field, a session that is over.
    """

    location: str | None = None
    sentence: str = ""

    @property
    def done(self) -> bool:
        """Whether the shop has the buyer back, paid or with a delayed payment under way."""
        return self.location is not None


def read_session_id(checkout_url: str) -> str:
    """The id of the session that a Checkout link leads to."""
    return urlsplit(checkout_url).path.rpartition("/")[2]


class Till:
    """Works one stand-in at `base_url`; use as `async with Till(url) as till`."""

    def __init__(self, base_url: str) -> None:
        self._http = open_http(base_url, timeout=70)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def pay(
        self,
        checkout_url: str,
        *,
        card: str = PAID_CARD,
        expiry: str = "12 / 34",
        cvc: str = "123",
        email: str = "ann@example.com",
        name: str = "Ann Example",
        agree: bool = True,
    ) -> Visit:
        """Open the page, fill the card in, press Pay; answer the bank's question with `agree` if it asks.

        The shop's own page is not opened: fetch `location` to do so.
        """
        typed = {
            "method": "card",
            "card_number": card,
            "expiry": expiry,
            "cvc": cvc,
            "email": email,
            "name": name,
        }
        return await self._visit(checkout_url, typed, "agree" if agree else "refuse")

    async def pay_by_bank(
        self,
        checkout_url: str,
        *,
        email: str = "ann@example.com",
        name: str = "Ann Example",
    ) -> Visit:
        """Choose the delayed method; `settle` or `fail` decides later."""
        return await self._visit(checkout_url, {"method": "bank", "email": email, "name": name}, "agree")

    async def _visit(self, url: str, typed: dict[str, str], answer: str) -> Visit:
        page = await self._http.get(url)
        for _ in range(3):
            form, alert, heading = read_page(page.text)
            if form is None or alert:
                return Visit(sentence=alert or heading)
            # A browser cannot change what the page shows as read-only, nor choose what it does not offer.
            asked = typed if "email" in form.fields else {"answer": answer}
            sent = form.fields | {
                k: v for k, v in asked.items() if k not in form.choices or v in form.choices[k]
            }
            page = await self._http.post(urljoin(url, form.action), data=sent)
            if page.status_code == httpx.codes.SEE_OTHER:
                place = page.headers["location"]
                if not urlsplit(place).path.startswith("/c/confirm/"):
                    return Visit(location=place)
                page = await self._http.get(place)
        return Visit(sentence=read_page(page.text)[1])

    async def settle(self, session_id: str) -> None:
        """The delayed payment arrives."""
        await self._post(f"sessions/{session_id}/settle")

    async def fail(self, session_id: str) -> None:
        """The delayed payment bounces."""
        await self._post(f"sessions/{session_id}/fail")

    async def expire(self, session_id: str) -> _Answer:
        """End an open session now."""
        return await self._post(f"sessions/{session_id}/expire")

    async def refund(
        self,
        about: str,
        *,
        amount: int | None = None,
        reason: str | None = None,
        pending: bool = False,
    ) -> _Answer:
        """Refund a session, payment intent or charge, as from the Dashboard; `amount` in cents."""
        return await self._post("refunds", about=about, amount=amount, reason=reason, pending=pending)

    async def settle_refund(self, refund_id: str) -> _Answer:
        """A pending refund reaches the buyer."""
        return await self._post(f"refunds/{refund_id}/settle")

    async def fail_refund(self, refund_id: str) -> _Answer:
        """The bank sends a refund back."""
        return await self._post(f"refunds/{refund_id}/fail")

    async def cancel_refund(self, refund_id: str) -> _Answer:
        """Stop a pending refund."""
        return await self._post(f"refunds/{refund_id}/cancel")

    async def dispute(
        self,
        about: str,
        *,
        amount: int | None = None,
        reason: str = "fraudulent",
        inquiry: bool = False,
    ) -> _Answer:
        """Dispute a session's, payment intent's or charge's payment; an inquiry takes no money yet."""
        return await self._post("disputes", about=about, amount=amount, reason=reason, inquiry=inquiry)

    async def win_dispute(self, dispute_id: str) -> _Answer:
        """The bank decides for the shop: the money comes back."""
        return await self._post(f"disputes/{dispute_id}/win")

    async def lose_dispute(self, dispute_id: str) -> _Answer:
        """The bank decides for the buyer."""
        return await self._post(f"disputes/{dispute_id}/lose")

    async def escalate_dispute(self, dispute_id: str) -> _Answer:
        """An inquiry becomes a chargeback."""
        return await self._post(f"disputes/{dispute_id}/escalate")

    async def resend(self, event_id: str) -> _Answer:
        """Deliver a recorded event once more, as the Dashboard's button does."""
        return await self._post(f"events/{event_id}/resend")

    async def break_next(self, kind: str, **narrowed: object) -> None:
        """Plan a fault (kinds in `faults.py`): `times`, `method`, `path`, `type`, `seconds` narrow it."""
        await self._post("faults", kind=kind, **narrowed)

    async def clear_faults(self) -> None:
        """Nothing goes wrong any more."""
        await self._post("faults/clear")

    async def release_held(self) -> None:
        """Send the events that a `reorder` still holds."""
        await self._post("webhooks/release")

    async def set_webhook(
        self,
        url: str | None,
        *,
        secret: str | None = None,
        types: list[str] | None = None,
    ) -> str | None:
        """Make `url` the only endpoint (None: no endpoint) and give its signing secret."""
        done = await self._post("webhook", url=url, secret=secret, enabled_events=types)
        return done.get("secret")

    async def roll_webhook_secret(self, secret: str | None = None) -> str:
        """A new signing secret; the old one signs beside it."""
        return str((await self._post("webhook/roll", secret=secret))["secret"])

    async def wind_clock(self, seconds: float) -> int:
        """Jump ahead; sessions past their time expire. Gives the stand-in's new Unix time."""
        return int((await self._post("clock", seconds=seconds))["now"])

    async def list_requests(self, *, method: str | None = None, path: str | None = None) -> list[_Answer]:
        """API requests so far, decoded, oldest first."""
        return await self._list("requests", method=method, path=path)

    async def wait_requested(
        self,
        *,
        method: str | None = None,
        path: str | None = None,
        count: int = 1,
        seconds: float = 10,
    ) -> list[_Answer]:
        """Wait for that many API requests; raises TillRefused when they do not come."""
        return await self._list("requests", method=method, path=path, count=count, seconds=seconds)

    async def list_deliveries(
        self,
        type_: str | None = None,
        *,
        about: str | None = None,
        state: str | None = None,
    ) -> list[_Answer]:
        """Webhook deliveries so far; `state` is pending, delivered, failed or dropped."""
        return await self._list("deliveries", type=type_, about=about, state=state)

    async def wait_delivered(
        self,
        type_: str | None = None,
        *,
        about: str | None = None,
        count: int = 1,
        seconds: float = 10,
        state: str = "delivered",
    ) -> list[_Answer]:
        """Wait until endpoints took that many events; `about` is an event's id or its object's.

        Raises TillRefused when they do not come.
        """
        return await self._list(
            "deliveries", type=type_, about=about, state=state, count=count, seconds=seconds
        )

    async def wait_quiet(self, *, seconds: float = 10) -> None:
        """Wait until no webhook is on its way."""
        _read(await self._http.get("/control/quiet", params={"seconds": seconds}))

    async def _post(self, path: str, /, **given: object) -> _Answer:
        body = {name: value for name, value in given.items() if value is not None}
        return _read(await self._http.post(f"/control/{path}", json=body))

    async def _list(self, path: str, /, **asked: str | float | None) -> list[_Answer]:
        params = {name: value for name, value in asked.items() if value is not None}
        found = _read(await self._http.get(f"/control/{path}", params=params))
        rows: list[_Answer] = found["data"]
        return rows


def _read(answer: httpx.Response) -> _Answer:
    body: _Answer = answer.json()
    if answer.is_error:
        raise TillRefused(str(body.get("error", answer.status_code)))
    return body
