"""The story of the main job, step by step: buy, distribute, join, send selfies, pick a style, receive headshots."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sandbox.demo.member import MEMBER, get_headshots
from sandbox.demo.pictures import write_sheet
from sandbox.demo.product import Admin, ProductFailed, run_command, serve
from sandbox.demo.stage import Stage
from sandbox.listening import listen
from sandbox.run import STRIPE_KEY, WEBHOOK_SECRET
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import Till, TillRefused
from sandbox.telegram.app import TOKEN, open_telegram
from sandbox.telegram.person import NotSeenError, RefusedError

FAILED = 1
MARK = ".closeup-demo"


async def play_demo(selfies: Path | None, style: str, output: Path) -> int:
    """Play it; 0 when the pictures arrived and the books add up. Raises nothing a person would have to read."""
    terminal = Console()
    try:
        async with contextlib.AsyncExitStack() as stack:
            _clear(output, selfies)
            stage = await _set_stage(stack, terminal, output)
            await _play(stage, selfies, style)
    except (ProductFailed, NotSeenError, RefusedError, TillRefused) as problem:
        terminal.print(f"[red]The demo stopped:[/] {problem}", highlight=False)
        return FAILED
    return 0


def _clear(output: Path, selfies: Path | None) -> None:
    """An empty folder for the pictures; only what an earlier demo left is ever removed."""
    if selfies is not None and selfies.resolve().is_relative_to(output.resolve()):
        raise ProductFailed(
            f"The selfies are inside {output}, which the demo would empty. Copy them elsewhere."
        )
    if (output / MARK).exists():
        shutil.rmtree(output)
    output.mkdir(parents=True, exist_ok=True)
    if any(output.iterdir()):
        raise ProductFailed(f"{output} holds files that are not the demo's. Choose another with --output.")
    (output / MARK).touch()


async def _set_stage(stack: contextlib.AsyncExitStack, terminal: Console, output: Path) -> Stage:
    data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="closeup-demo-")))
    telegram = await stack.enter_async_context(listen(open_telegram(TOKEN)))
    stripe = await stack.enter_async_context(listen(open_stripe(secret_key=STRIPE_KEY)))
    env = {
        "CLOSEUP_DATA_DIR": str(data),
        "CLOSEUP_BIND": "127.0.0.1:0",
        "CLOSEUP_GENERATOR": "studio",
        "DATABASE_URL": "",
        "TELEGRAM_API_BASE": telegram,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": "",
        "STRIPE_API_BASE": stripe,
        "STRIPE_SECRET_KEY": STRIPE_KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
    return Stage(terminal, output, data, env, stripe, telegram)


async def _play(stage: Stage, selfies: Path | None, style: str) -> None:
    say = stage.terminal.print
    say("\n[bold]Closeup[/]: the main job, with stand-ins for Stripe and Telegram\n")
    founding = json.loads(
        await run_command(stage.env, "init", "--team", "Northwind", "--owner", "Ann", "--json")
    )
    stage.tell("Ann founds the team [b]Northwind[/] with: closeup init")
    async with serve(stage.env, stage.data / "serve.log") as url:
        stage.tell(f"closeup serve answers on {url}")
        admin = Admin(url)
        try:
            invite = await _buy_and_share(stage, admin, url, founding["console_code"])
            headshots = await get_headshots(stage, invite, selfies, style)
            await _show_books(stage, admin)
        finally:
            await admin.close()
    say(await run_command(stage.env, "books"), highlight=False)
    _say_where(stage, headshots, style)


async def _buy_and_share(stage: Stage, admin: Admin, url: str, code: str) -> str:
    """Until the member's credits wait for her; her invite code."""
    await admin.sign_in(code)
    async with Till(stage.stripe) as till:
        await till.set_webhook(f"{url}/api/stripe/webhook", secret=WEBHOOK_SECRET)
        order = {"team_id": admin.team_id, "package": "starter"}
        checkout = await admin.call("POST", "/api/stripe/create-checkout", order)
        price = f"${checkout['amount_cents'] / 100:.0f}"
        stage.tell(f"Ann opens Stripe Checkout: {checkout['credits']} credits for {price}")
        visit = await till.pay(checkout["checkout_url"])
        if not visit.done:
            raise ProductFailed(f"The payment did not go through: {visit.sentence}")
        await till.wait_delivered("checkout.session.completed")
    overview = await admin.ask_team("GET", "credits/overview")
    stage.tell(
        f"She pays with 4242...; Stripe's signed webhook puts {overview['pool']} credits into the pool"
    )
    invited = await admin.ask_team("POST", "members", {"name": MEMBER})
    shared = await admin.ask_team("POST", "credits/auto-distribute", {"strategy": "equal"})
    each = ", ".join(str(move["credits"]) for move in shared["moves"])
    stage.tell(f"She invites {MEMBER} and auto-distributes: {each} credits each")
    return str(invited["invite"]["code"])


async def _show_books(stage: Stage, admin: Admin) -> None:
    ledger = await admin.ask_team("GET", "credits/ledger?limit=50")
    overview = await admin.ask_team("GET", "credits/overview")
    names = {member["member_id"]: member["name"] for member in overview["members"]}
    table = Table(title="The ledger, oldest first", title_justify="left")
    for heading in ("move", "kind", "credits", "member", "by"):
        table.add_column(heading, justify="right" if heading == "credits" else "left")
    for move in reversed(ledger["items"]):
        member = names.get(move.get("member_id") or "", "")
        table.add_row(
            move["move_id"], move["kind"], str(move["credits"]), member, move["actor"].partition(":")[0]
        )
    stage.terminal.print(table)
    parts = " + ".join(f"{part} {overview[part]}" for part in ("pool", "allocated", "held", "used"))
    stage.terminal.print(f"purchased {overview['purchased']} = {parts}\n", highlight=False)


def _say_where(stage: Stage, headshots: Sequence[Path], style: str) -> None:
    sheet = stage.output / "contact-sheet.jpg"
    selfies = sorted(set(stage.output.glob("[!.]*")) - set(headshots))
    write_sheet(sheet, selfies, headshots, f"{len(headshots)} headshots, {style}")
    stage.terminal.print(
        f"[bold green]Look at them:[/] {stage.output.resolve()}", soft_wrap=True, highlight=False
    )
    stage.terminal.print(f"  {sheet.name} shows all of them at once.\n", highlight=False)
