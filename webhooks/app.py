"""The HTTP application: every route, behind the guards, on one opened core."""

from typing import Final

from fastapi import APIRouter, FastAPI

from core.app import Core
from core.clock import Clock, NewId, make_id, read_system_clock
from webhooks.api import (
    access,
    events,
    files,
    generations,
    health,
    invites,
    profile,
    purchases,
    teams,
    uploads,
)
from webhooks.api import credits as credits_
from webhooks.callbacks import replicate, slack, stripe, telegram
from webhooks.context import Context
from webhooks.feed import Feed
from webhooks.guards import AnswerGuard, BodyGuard
from webhooks.links import open_links
from webhooks.pages import checkout
from webhooks.pages import slack as slack_pages
from webhooks.problems import DOCUMENTED, install_problems
from webhooks.pulse import Pulse
from webhooks.throttle import EXCHANGES, REQUESTS, Throttle
from webhooks.version import SERVER_VERSION

DESCRIPTION: Final = """\
Keys come from `POST /api/auth/exchange` and go into `Authorization: Bearer KEY`; each is of one member of one team.

Whatever is refused is answered with a problem document (RFC 9457): `code` is stable, `detail` is one plain sentence,
`mend` says what to do about it.

Requests that change something take an `Idempotency-Key` (1 to 255 characters): the same key and body get the same
answer, the same key with another body is 409 `key_reused`. A refused request does not use its key up.

Lists are pages: `next_cursor` of one is `cursor` of the next. Times are RFC 3339 in UTC, ids are opaque.
"""


def create_app(core: Core, *, clock: Clock = read_system_clock, new_id: NewId = make_id) -> FastAPI:
    """The application on `core`, which must stay open as long as it serves.

    The front door may set on `app.state`: `bot_username` (the Telegram bot's name or None), `record_telegram(update)`
    (records an update), `take_slack(body, headers)` (answers a request of Slack's HTTP mode), `slack_installer`
    (installs the Slack app into workspaces), and for /healthz
    `poller` (with its `state`) and `part_states()` (of other parts, by name).
    """
    app = FastAPI(
        title="Closeup",
        version=SERVER_VERSION,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        responses=DOCUMENTED,
    )
    links = open_links(core.store.blocking, clock)
    storage = Pulse(lambda: core.store.run(core.files.check))
    context = Context(
        core, clock, new_id, links, Throttle(EXCHANGES), Throttle(REQUESTS), Feed(core.store), storage
    )
    app.state.context = context
    app.state.bot_username = None
    app.state.poller = None
    app.state.part_states = dict
    app.state.record_telegram = None
    app.state.take_slack = None
    app.state.slack_installer = None
    install_problems(app)
    app.add_middleware(BodyGuard)
    app.add_middleware(AnswerGuard, tally=context.tally)
    for router in list_routers():
        app.include_router(router)
    return app


def list_routers() -> list[APIRouter]:
    """Every part of the application."""
    return [
        access.router,
        access.own_router,
        access.keys_router,
        profile.router,
        purchases.router,
        credits_.router,
        teams.router,
        invites.router,
        uploads.router,
        generations.own_router,
        generations.router,
        files.router,
        events.router,
        health.router,
        stripe.router,
        replicate.router,
        telegram.router,
        slack.router,
        checkout.router,
        slack_pages.router,
    ]
