"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.changes import Changes
from sandbox.controls import ControlError
from sandbox.silence import SILENT
from sandbox.slack.accounts import APP_ID
from sandbox.slack.deliveries import EVENT, Delivery
from sandbox.slack.errors import JsonObject, SlackError
from sandbox.slack.pace import Pace

# docs.slack.dev, Socket Mode: an app may keep ten connections open.
MAX_CONNECTIONS = 10
CONNECTION_SECONDS = 18_060
HOST = "closeup-sandbox"
DISCONNECTS = ("warning", "refresh_requested", "link_disabled")


@dataclass(eq=False)
class Connection:
    """One open socket of the app; a silent one sends nothing, hears nothing and stays open."""

    number: int
    socket: WebSocket
    silent: bool = False
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, frame: JsonObject) -> None:
        """Send a frame; into a dead or silent connection it goes unnoticed."""
        if self.silent or self.closed.is_set():
            return
        try:
            await self.socket.send_text(json.dumps(frame))
        except (WebSocketDisconnect, RuntimeError):
            self.closed.set()


class Sockets:
    """The app's connections, the tickets for new ones, and the envelopes that wait for an acknowledgement."""

    def __init__(self) -> None:
        self.tickets: set[str] = set()
        self.connections: list[Connection] = []
        self.pending: dict[str, Delivery] = {}
        self.changes = Changes()
        self.opened = 0

    def add_ticket(self, ticket: str) -> None:
        """Let in one connection; raises SlackError when ten are open."""
        if len(self.connections) >= MAX_CONNECTIONS:
            raise SlackError("too_many_websockets")
        self.tickets.add(ticket)

    async def choose(self, seconds: float) -> Connection | None:
        """Give the next connection in turn, waiting so long for a first one."""
        deadline = time.monotonic() + seconds
        while not self.connections:
            left = deadline - time.monotonic()
            if left <= 0 or not await self.changes.wait_beyond(self.changes.count, left):
                return None
        self.connections.append(self.connections.pop(0))
        return self.connections[-1]

    def find(self, number: int) -> Connection:
        """Find an open connection; raises ControlError 404."""
        for connection in self.connections:
            if connection.number == number:
                return connection
        raise ControlError(404, "There is no such connection.")

    def acknowledge(self, envelope_id: object, answer: Any) -> None:
        """Take an acknowledgement, from whichever connection it came."""
        delivery = self.pending.get(str(envelope_id))
        if delivery is not None:
            delivery.answer = answer
            delivery.acked.set()


async def serve_socket(socket: WebSocket) -> None:
    """Serve one connection until it closes; a used or made-up ticket is turned away with 403."""
    sockets: Sockets = socket.app.state.world.sockets
    ticket = socket.query_params.get("ticket", "")
    if ticket not in sockets.tickets:
        await socket.close()
        return
    sockets.tickets.remove(ticket)
    await socket.accept()
    sockets.opened += 1
    connection = Connection(sockets.opened, socket)
    await connection.send(_write_hello(len(sockets.connections) + 1))
    sockets.connections.append(connection)
    sockets.changes.touch()
    try:
        await _hear(sockets, connection)
    finally:
        connection.closed.set()
        sockets.connections.remove(connection)
        sockets.changes.touch()


async def _hear(sockets: Sockets, connection: Connection) -> None:
    while True:
        try:
            frame = json.loads(await connection.socket.receive_text())
        except WebSocketDisconnect:
            return
        except (ValueError, KeyError):
            continue
        if isinstance(frame, dict) and not connection.silent:
            sockets.acknowledge(frame.get("envelope_id"), frame.get("payload"))


async def send_by_socket(sockets: Sockets, pace: Pace, delivery: Delivery) -> bool:
    """Send an envelope and wait for its acknowledgement; when its connection closes, use another."""
    is_event = delivery.kind == EVENT
    if not sockets.connections:
        delivery.waited = is_event
        if not await sockets.choose(pace.hold_seconds if is_event else pace.ack_seconds):
            return False
    begun = time.monotonic()
    sockets.pending[delivery.envelope_id] = delivery
    try:
        async with asyncio.timeout(pace.ack_seconds):
            while not delivery.acked.is_set():
                await _send_and_wait(sockets, delivery)
    except TimeoutError:
        delivery.reason = "timeout"
        return False
    finally:
        del sockets.pending[delivery.envelope_id]
    delivery.took = time.monotonic() - begun
    return True


async def _send_and_wait(sockets: Sockets, delivery: Delivery) -> None:
    connection = await sockets.choose(3600)
    if connection is None:
        return
    await connection.send(_write_envelope(delivery))
    waits = [asyncio.ensure_future(event.wait()) for event in (delivery.acked, connection.closed)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def disturb(connection: Connection, deed: str) -> None:
    """Do to a connection what Slack or a network does: a disconnect notice, `silence` or `close`."""
    if deed == "silence":
        connection.silent = True
        connection.socket.scope["extensions"][SILENT] = True
    elif deed == "close":
        await connection.socket.close(1001)
    elif deed in DISCONNECTS:
        await connection.send({"type": "disconnect", "reason": deed, "debug_info": {"host": HOST}})
    else:
        raise ControlError(422, f"A connection can be told {', '.join(DISCONNECTS)}, silence or close.")


def _write_hello(count: int) -> JsonObject:
    debug = {"host": HOST, "build_number": 1, "approximate_connection_time": CONNECTION_SECONDS}
    about = {"app_id": APP_ID}
    return {"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": about}


def _write_envelope(delivery: Delivery) -> JsonObject:
    envelope: JsonObject = {
        "envelope_id": delivery.envelope_id,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != EVENT,
        "payload": delivery.payload,
    }
    if delivery.kind == EVENT:
        attempt = delivery.attempts + delivery.waited
        envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
    return envelope
