"""`closeup sandbox`: the stand-ins on fixed ports, and the environment that points Closeup at them."""

import asyncio
import contextlib
import signal

from sandbox.listening import listen
from sandbox.replicate.app import TOKEN as REPLICATE_TOKEN
from sandbox.replicate.app import WEBHOOK_SECRET as REPLICATE_SECRET
from sandbox.replicate.app import open_replicate
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, open_slack
from sandbox.stripe.app import open_stripe
from sandbox.telegram.app import TOKEN, open_telegram

STRIPE_KEY = "sk_test_closeup_sandbox"
WEBHOOK_SECRET = "whsec_closeup_sandbox"  # noqa: S105 - opens nothing but the stand-in
CLOSEUP_URL = "http://127.0.0.1:8700"


async def run_standins(first_port: int) -> None:
    """Serve Telegram on `first_port`, Stripe, Replicate and Slack on the next three, until SIGINT or SIGTERM."""
    async with contextlib.AsyncExitStack() as stack:
        ports = [first_port and first_port + number for number in range(4)]
        telegram = await stack.enter_async_context(listen(open_telegram(TOKEN), port=ports[0]))
        webhook = f"{CLOSEUP_URL}/api/stripe/webhook"
        standin = open_stripe(secret_key=STRIPE_KEY, webhook_url=webhook, webhook_secret=WEBHOOK_SECRET)
        stripe = await stack.enter_async_context(listen(standin, port=ports[1]))
        replicate = await stack.enter_async_context(listen(open_replicate(), port=ports[2]))
        slack = await stack.enter_async_context(listen(open_slack(), port=ports[3]))
        environment = write_environment(telegram, stripe, replicate, slack)
        print(environment, flush=True)  # noqa: T201 - this is the command's answer
        await _wait_for_the_end()


def write_environment(telegram: str, stripe: str, replicate: str, slack: str) -> str:
    """Lines for a `.env` file or a shell, with comments that say what is where."""
    settings = {
        "TELEGRAM_API_BASE": telegram,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "STRIPE_API_BASE": stripe,
        "STRIPE_SECRET_KEY": STRIPE_KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "REPLICATE_API_BASE": replicate,
        "REPLICATE_API_TOKEN": REPLICATE_TOKEN,
        "REPLICATE_WEBHOOK_SECRET": REPLICATE_SECRET,
        "SLACK_API_BASE": f"{slack}/api/",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
    }
    lines = [
        f"# Chat with the bot in a browser: {telegram}/",
        "# Pay with 4242 4242 4242 4242, any date and CVC.",
    ]
    return "\n".join([*lines, *(f"export {name}={value}" for name, value in settings.items())])


async def _wait_for_the_end() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
