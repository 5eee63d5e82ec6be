"""The front door: one command line; a wing is imported only when its command is asked for."""

import asyncio
import gc
import json
import logging
import os
import sys
import traceback
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click
from pydantic import ValidationError

from core.domain.refusals import Refusal
from core.domain.styles import Style

if TYPE_CHECKING:
    from bots.desk import Desk
    from bots.slack.door import Door
    from bots.slack.opening import SlackBot
    from bots.telegram.face import TelegramFace
    from core.app import Core
    from core.settings import Settings
    from webhooks.serving import Serving

ROLES: Final = ("web", "bots", "jobs")
FAULT_FILE: Final = "fault.log"
NAME_PAUSE: Final = 15
SWITCH_SECONDS: Final = 0.001  # of the interpreter; it takes 0.005 by itself
HEADSHOTS: Final = "/headshots join"


class WrongSettings(Refusal):
    """A setting that cannot be read."""

    code = "wrong_settings"


def main() -> None:
    """Run one command; a wrong argument is one sentence and exit 2, a refusal one sentence and exit 1."""
    try:
        # Without its standalone mode the library hands the exit code back instead of ending with it.
        sys.exit(cli.main(prog_name="closeup", standalone_mode=False) or 0)
    except click.Abort:
        sys.exit(130)
    except click.UsageError as wrong:
        _complain(wrong.format_message().replace("\n", " "), "Try: closeup --help")
        sys.exit(2)
    except Refusal as refusal:
        _complain(refusal.sentence, refusal.mend)
        sys.exit(1)
    except Exception as fault:  # noqa: BLE001 - the last net: a person never sees a traceback
        _complain(f"That failed for a reason of our own ({type(fault).__name__}).", _keep_fault(fault))
        sys.exit(1)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Example: closeup init --team "Acme" --owner "Ann"',
)
@click.version_option(package_name="closeup")
def cli() -> None:
    """Closeup: AI headshots for a team, hosted by the team."""


@cli.command(epilog='Example: closeup init --team "Acme" --owner "Ann"')
@click.option("--team", required=True, help="The team's name.")
@click.option("--owner", required=True, help="The owner's name.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def init(team: str, owner: str, as_json: bool) -> None:  # noqa: FBT001 - click hands flags over so
    """Create the database if there is none, a team and its owner."""
    from bots.opening import read_bot_name
    from core.app import open_core
    from core.services.teams import found_team

    settings = _read_settings()
    with open_core(settings, may_create=True) as core:
        founding = core.store.blocking.change(lambda tx: found_team(tx, team, owner))
    bot = asyncio.run(read_bot_name(settings)) if settings.telegram_bot_token else None
    link = f"https://t.me/{bot}?start={founding.invite_code}" if bot else None
    answer = {
        "team_id": founding.team_id,
        "owner_id": founding.owner_id,
        "console_code": founding.console_code,
        "invite_code": founding.invite_code,
        "telegram_link": link,
    }
    click.echo(
        json.dumps(answer)
        if as_json
        else _describe_founding(
            team, answer, bot, founding.owner_invite, slack=bool(settings.slack_bot_token)
        )
    )


@cli.command(epilog="Example: closeup serve --only web --only bots")
@click.option("--only", type=click.Choice(ROLES), multiple=True, help="Do only this part; may be repeated.")
def serve(only: tuple[str, ...]) -> None:
    """Run everything in one process: HTTP, bots and durable jobs."""
    from core.log import open_log

    open_log()
    settings = _read_settings()
    if only and set(only) != set(ROLES):
        from core.app import demand_whole

        demand_whole(settings)
    asyncio.run(_serve(settings, only or ROLES))


@cli.command(epilog="Example: closeup books --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def books(as_json: bool) -> None:  # noqa: FBT001 - click hands flags over so
    """Audit the ledger; exit 1 on any mismatch."""
    from core.app import open_core
    from core.services.books import audit_books

    with open_core(_read_settings()) as core:
        found = core.store.blocking.read(audit_books)
    if as_json:
        fields = ("ok", "teams", "accounts", "moves", "mismatches")
        click.echo(json.dumps({field: getattr(found, field) for field in fields}))
    else:
        click.echo(f"{found.teams} teams, {found.accounts} accounts, {found.moves} moves")
        for kind, credits_ in found.totals.items():
            click.echo(f"  {kind:<7} {credits_:>10}")
        for mismatch in found.mismatches:
            click.echo(f"WRONG: {mismatch}")
        click.echo("The books add up." if found.ok else "The books do not add up.")
    raise click.exceptions.Exit(0 if found.ok else 1)


@cli.command(epilog="Example: closeup doctor --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def doctor(as_json: bool) -> None:  # noqa: FBT001 - click hands flags over so
    """Check every setting and every outside service; exit 1 if anything needed is broken."""
    from bots.checks import list_looks
    from core.log import open_log
    from core.services.checks.doctor import examine, write_lines, write_report
    from core.settings import read_settings

    open_log(logging.CRITICAL)
    checks = asyncio.run(examine(read_settings, list_looks, os.environ))
    report = write_report(checks)
    click.echo(json.dumps(report) if as_json else "\n".join(write_lines(checks)))
    raise click.exceptions.Exit(0 if report["ok"] else 1)


@cli.group(epilog="Example: closeup db upgrade")
def db() -> None:
    """Look after the database."""


@db.command(epilog="Example: closeup db upgrade")
def upgrade() -> None:
    """Bring the database to this release's schema."""
    from core.app import upgrade_database

    upgrade_database(_read_settings())
    click.echo("The database is at this release's schema.")


@cli.group(epilog="Example: closeup models likeness")
def models() -> None:
    """Fetch photo models that are of use and not needed."""


@models.command(epilog="Example: closeup models likeness")
def likeness() -> None:
    """Fetch the face model by which Replicate's pictures are shown the most alike first."""
    from core.photos.models import LIKENESS_FILES
    from core.photos.models.fetch import fetch_models

    fetch_models(_read_settings().models_dir, click.echo, LIKENESS_FILES)


@cli.command(epilog="Example: closeup sandbox --port 9000")
@click.option(
    "--port", type=click.IntRange(0, 65000), default=8790, show_default=True, help="The first port to use."
)
def sandbox(port: int) -> None:
    """Run stand-ins for the outside services, and print the environment that points Closeup at them."""
    from sandbox.run import run_standins

    asyncio.run(run_standins(port))


@cli.command(epilog="Example: closeup console")
@click.option("--server", default="", help="The server to sign in to.")
def console(server: str) -> None:
    """Open the desktop console."""
    from desktop_admin.__main__ import open_console

    raise click.exceptions.Exit(open_console(server))


@cli.command(epilog="Example: closeup demo --selfies ~/selfies --style linkedin")
@click.option(
    "--selfies", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own photos."
)
@click.option(
    "--style", type=click.Choice([style.value for style in Style]), default="professional", help="The look."
)
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("demo-output"), help="Where pictures go."
)
def demo(selfies: Path | None, style: str, output: Path) -> None:
    """Play the main job against the stand-ins: buy, distribute, join, send selfies, get headshots."""
    from sandbox.demo import play_demo

    raise click.exceptions.Exit(asyncio.run(play_demo(selfies, style, output)))


async def _serve(settings: "Settings", roles: Sequence[str]) -> None:
    """Open what the roles need, say so in one line, and close it again on SIGTERM or SIGINT."""
    from bots.desk import Desk
    from bots.opening import open_telegram_bot
    from core.app import open_core
    from core.stopping import catch_signals

    stop = catch_signals()
    telegram = open_telegram_bot(settings)
    with open_core(settings) as core:
        slack = await _open_slack(core)
        faces = {face.platform: face for face in (telegram, slack and slack.face) if face}
        desk = Desk(core.store, core.files, faces, settings.closeup_retention_days)
        door = slack.open_door(desk.record) if slack else None
        if "jobs" in roles:
            await core.claim_work()
        # Before the work: loading the web holds up the loop, on which what a kill left unfinished waits to go on.
        serving = await _open_web(settings, core, telegram, slack, door, desk) if "web" in roles else None
        if "jobs" in roles:
            await core.start_work(desk)
        tasks = [asyncio.create_task(bot) for bot in _list_bots(settings, telegram, door, desk, stop, roles)]
        lost = asyncio.create_task(core.wait_until_lost())
        # What was loaded stays: a full collection that walks over it stops every answer for 0.2 s and more.
        gc.freeze()
        # A thread that comes back from the database waits so long for Python, several times in each acknowledgement.
        sys.setswitchinterval(SWITCH_SECONDS)
        click.echo(f"closeup ready on {serving.url}" if serving else "closeup ready")
        await asyncio.wait(
            [asyncio.create_task(stop.wait()), lost, *tasks], return_when=asyncio.FIRST_COMPLETED
        )
        if lost.done():
            _end_at_once(lost.result())
        stop.set()
        if serving:
            await serving.stop()
        await asyncio.gather(*tasks)
        if core.is_working:
            await core.stop_work()
    for face in faces.values():
        await face.close()


def _end_at_once(why: Refusal) -> NoReturn:
    """End as a power cut would: what waits for a database that is gone would keep this process from ending."""
    _complain(why.sentence, why.mend)
    os._exit(1)


def _list_bots(
    settings: "Settings",
    telegram: "TelegramFace | None",
    door: "Door | None",
    desk: "Desk",
    stop: asyncio.Event,
    roles: Sequence[str],
) -> list[Coroutine[Any, Any, None]]:
    """What takes in messages here."""
    from bots.opening import run_telegram

    if "bots" not in roles:
        return []
    return [
        *([run_telegram(settings, telegram, desk, stop)] if telegram else []),
        *([door.run(stop)] if door else []),
    ]


async def _open_web(
    settings: "Settings",
    core: "Core",
    telegram: "TelegramFace | None",
    slack: "SlackBot | None",
    door: "Door | None",
    desk: "Desk",
) -> "Serving":
    from bots.opening import record_updates
    from webhooks.app import create_app
    from webhooks.serving import serve_http

    app = create_app(core)
    app.state.record_telegram = record_updates(desk, settings)
    app.state.poller = telegram.polling if telegram else None
    app.state.slack_installer = slack.installer if slack else None
    app.state.take_slack = door.take if door and door.takes_requests else None
    app.state.part_states = lambda: {
        "jobs": "ok" if core.is_working else "elsewhere",
        **({"slack": door.state} if door else {}),
    }
    serving = await serve_http(app, *settings.bind)
    app.state.naming = asyncio.create_task(_name_bot(app.state, telegram))
    return serving


async def _name_bot(state: Any, telegram: "TelegramFace | None") -> None:
    """Invite links need the bot's name; a platform that is slow to tell it keeps nobody waiting."""
    from bots.opening import try_bot_name

    while telegram and state.bot_username is None:
        state.bot_username = await try_bot_name(telegram)
        if state.bot_username is None:
            await asyncio.sleep(NAME_PAUSE)


async def _open_slack(core: "Core") -> "SlackBot | None":
    settings = core.settings
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        return None
    from bots.slack.opening import is_slack_wanted, open_slack_bot

    return await open_slack_bot(core) if is_slack_wanted(settings) else None


def _describe_founding(
    team: str, answer: dict[str, str | None], bot: str | None, owner_invite: str, *, slack: bool
) -> str:
    invite = answer["telegram_link"] or f"/start {answer['invite_code']}"
    own = f"https://t.me/{bot}?start={owner_invite}" if bot else f"/start {owner_invite}"
    return "\n".join(
        [
            f"{team} is ready.",
            f"  Console sign-in code (10 minutes, once):  {answer['console_code']}",
            f"  Your own way into the bot (once):         {own}",
            f"  For your people:                          {invite}",
            *(
                [f"  The same in Slack:                        {HEADSHOTS} {answer['invite_code']}"]
                if slack
                else []
            ),
            f"  Team id:                                  {answer['team_id']}",
            "Next: closeup serve",
        ]
    )


def _read_settings() -> "Settings":
    from core.settings import read_settings

    try:
        return read_settings()
    except ValidationError as wrong:
        name = str(wrong.errors()[0]["loc"][0]).upper()
        raise WrongSettings(f"The setting {name} is not valid.", "See docs/settings.md.") from None


def _keep_fault(fault: Exception) -> str:
    """Where the details are, for who looks after this installation."""
    try:
        path = _read_settings().closeup_data_dir / FAULT_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(fault)))
    except (Refusal, OSError):
        return "Its details could not be written down."
    return f"Its details are in {path}"


def _complain(sentence: str, mend: str) -> None:
    click.echo(f"closeup: {sentence} {mend}".rstrip(), err=True)


if __name__ == "__main__":
    main()
