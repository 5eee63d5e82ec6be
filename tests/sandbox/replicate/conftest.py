"""A fresh stand-in for each test, the real client in front of it, its controls, and a receiver of webhooks."""

import contextlib
import io
import ssl
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from PIL import Image
from replicate.client import Client
from replicate.webhook import Webhooks, WebhookSigningSecret
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.listening import listen
from sandbox.replicate.app import open_replicate
from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.contract import Contract

TOKEN = "r8_test"
SECRET = "whsec_c3RhbmQtaW4tc2VjcmV0"
# Reading the machine's certificates for every client would take most of the time of these tests.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
BANANA = "google/nano-banana"
SEEDREAM = "bytedance/seedream-4"
KONTEXT = "black-forest-labs/flux-kontext-pro"
TRAINER = "ostris/flux-dev-lora-trainer"

# One loop for all tests here, so that one pair of servers can serve them all.
ONE_LOOP = pytest.mark.asyncio(loop_scope="session")


@contextlib.asynccontextmanager
async def open_client(url: str, token: str = TOKEN, **headers: str) -> AsyncIterator[Client]:
    """The real client, pointed here by its base URL only; `headers` are sent with every request."""
    transport = httpx.AsyncHTTPTransport(verify=NO_CERTIFICATES)
    client = Client(token, base_url=url, transport=transport, trust_env=False, headers=headers)
    yield client
    await client._async_client.aclose()


async def list_outputs(client: Client, model: str, given: dict[str, Any]) -> list[str]:
    """Make a prediction of a model (`owner/name`, or a version of one) and give the addresses that came out."""
    made = await client.predictions.async_create(version=model, input=given, wait=20)
    assert made.status == "succeeded", made.error
    output: Any = made.output
    return output if isinstance(output, list) else [output]


def draw_jpeg(shade: int = 90, size: tuple[int, int] = (300, 400)) -> bytes:
    """A plain picture of one colour, brighter towards the bottom."""
    picture = Image.linear_gradient("L").resize(size).point(lambda light: light // 2 + shade)
    target = io.BytesIO()
    picture.convert("RGB").save(target, "JPEG")
    return target.getvalue()


def name_file(data: bytes, name: str) -> io.BytesIO:
    """An open file of that name, as the client uploads them."""
    file = io.BytesIO(data)
    file.name = name
    return file


def zip_files(*members: tuple[str, bytes]) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return name_file(target.getvalue(), "selfies.zip")


@dataclass
class Receiver:
    """Takes webhooks as the product would: keeps what came, answers what the test wants."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[dict[str, str], str]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.received.append((dict(request.headers), (await request.body()).decode()))
        status = self.statuses.pop(0) if self.statuses else 200
        headers = {"location": f"{self.url}/elsewhere"} if status in (301, 302, 307, 308) else {}
        return Response(status_code=status, headers=headers)

    def check(self, number: int, secret: str = SECRET) -> None:
        """Verify one webhook as the client does, within five minutes; raises its errors."""
        headers, body = self.received[number]
        Webhooks.validate(headers=headers, body=body, secret=WebhookSigningSecret(key=secret), tolerance=300)


class Stage:
    """A server that stays while the applications behind it change, since opening one costs 0.2 s."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if scope["type"] == "http" else Starlette())(scope, receive, send)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stages() -> AsyncIterator[list[Stage]]:
    opened = [Stage(), Stage()]
    async with contextlib.AsyncExitStack() as stack:
        for stage in opened:
            stage.url = await stack.enter_async_context(listen(stage))
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def url(stages: list[Stage]) -> AsyncIterator[str]:
    app = open_replicate(token=TOKEN, webhook_secret=SECRET, retry_pauses=(0.02, 0.02))
    stages[0].app = app
    async with app.router.lifespan_context(app):
        yield stages[0].url


@pytest_asyncio.fixture(loop_scope="session")
async def client(url: str) -> AsyncIterator[Client]:
    async with open_client(url) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def foundry(url: str) -> AsyncIterator[Foundry]:
    async with Foundry(url) as foundry:
        yield foundry


@pytest_asyncio.fixture(loop_scope="session")
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The API without the client, for what the client would not send or would hide."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    opened = httpx.AsyncClient(base_url=url, trust_env=False, verify=NO_CERTIFICATES, headers=headers)
    async with opened as http:
        yield http


@pytest.fixture
def receiver(stages: list[Stage]) -> Receiver:
    receiver = Receiver(f"{stages[1].url}/hook")
    paths = ("/hook", "/hook/elsewhere")
    stages[1].app = Starlette(routes=[Route(path, receiver.take, methods=["POST"]) for path in paths])
    return receiver


@pytest.fixture(scope="session")
def contract(shared_folder: Any) -> Contract:
    return Contract(shared_folder)
