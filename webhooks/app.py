"""The HTTP application: every route, behind the guards, on one opened core."""

from fastapi import APIRouter, FastAPI

from core.app import Core
from core.clock import Clock, NewId, make_id, read_system_clock
from webhooks.api import access, files, generations, health, invites, purchases, teams, uploads
from webhooks.api import credits as credits_
from webhooks.callbacks import slack, stripe, telegram
from webhooks.context import Context
from webhooks.guards import AnswerGuard, BodyGuard
from webhooks.links import open_links
from webhooks.pages import checkout
from webhooks.pages import slack as slack_pages
from webhooks.problems import DOCUMENTED, install_problems
from webhooks.throttle import EXCHANGES, Throttle


def create_app(core: Core, *, clock: Clock = read_system_clock, new_id: NewId = make_id) -> FastAPI:
    """The application on `core`, which must stay open as long as it serves.

    The front door may set on `app.state`: `bot_username` (the Telegram bot's name or None), `record_telegram(update)`
    (records an update), `take_slack(body, headers)` (answers a request of Slack's HTTP mode), `slack_installer`
    (installs the Slack app into workspaces), and for /healthz
    `poller` (with its `state`) and `part_states()` (of other parts, by name).
    """
    app = FastAPI(title="Closeup", version="1", docs_url=None, redoc_url=None, responses=DOCUMENTED)
    links = open_links(core.settings.closeup_data_dir, clock)
    context = Context(core, clock, new_id, links, Throttle(EXCHANGES))
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
        purchases.router,
        credits_.router,
        teams.router,
        invites.router,
        uploads.router,
        generations.own_router,
        generations.router,
        files.router,
        health.router,
        stripe.router,
        telegram.router,
        slack.router,
        checkout.router,
        slack_pages.router,
    ]
