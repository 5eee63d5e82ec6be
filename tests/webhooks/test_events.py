"""Live events: in the order of their commits, none missed, none twice, resumed after a break, ended with the key."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text, update
from starlette.types import Message

from core.app import open_core
from core.domain.changes import KINDS, Noun
from core.schemas.changes import HEARTBEAT_SECONDS, Change, Hello
from core.services.changes import note_change
from core.store import access
from core.store.changes import Place, drop_changes
from core.store.engine import Tx
from core.store.tables import api_keys
from tests.webhooks.listening import Listener, listen
from tests.webhooks.site import Site, open_site, write_settings
from webhooks.api.events import Start, Stream
from webhooks.app import create_app
from webhooks.feed import WAITING, Watch
from webhooks.serving import serve_http


async def note(site: Site, subject: str, team_id: str | None = None) -> None:
    """One change of a headshot."""
    team = team_id or site.team_id
    await site.core.store.change(lambda tx: note_change(tx, team, Noun.GENERATIONS, subject, "progressed"))


def expire_keys(tx: Tx, member_id: str) -> None:
    """Every key of a member is past its time."""
    past = {"expires_at": tx.now - timedelta(seconds=1)}
    tx.conn.execute(update(api_keys).where(api_keys.c.member_id == member_id).values(past))


async def read_subjects(listener: Listener, count: int) -> list[str]:
    """The subjects of the next events."""
    return [(await listener.read()).data["subject_id"] for _ in range(count)]


async def test_what_is_done_over_http_is_told_at_once_and_without_names(site: Site) -> None:
    async with listen(site) as listener:
        hello = await listener.read()
        assert (hello.name, hello.event_id) == ("hello", None)
        assert Hello(**hello.data) == Hello(
            server_version=hello.data["server_version"], team_id=site.team_id, resumed=False
        )
        assert listener.answer.headers["content-type"].startswith("text/event-stream")
        assert listener.answer.headers["cache-control"] == "no-store"
        await site.fund(5)
        await site.team("POST", "/credits/allocate", json={"member_id": site.member_id, "credits": 2})
        await site.team("POST", "/members", json={"name": "Zoë Secret"})
        events = await listener.read_until("invites", "created")
    told = [event.told for event in events]
    purchases = [kind for name, _, kind in told if name == "purchases"]
    assert purchases == ["created", "opened", "paid"]
    assert ("credits", site.team_id, "purchased") in told
    assert ("credits", site.member_id, "allocated") in told
    assert [kind for name, _, kind in told if name == "members"] == ["invited"]
    lines = {line["audit_id"] for line in (await site.team("GET", "/audit")).json()["items"]}
    assert {subject for name, subject, _ in told if name == "audit"} <= lines
    for event in events:
        change = Change(**event.data)
        assert set(event.data) == {"noun", "subject_id", "kind", "at"}
        assert event.name == change.noun
        assert change.kind in KINDS[change.noun]
    assert "Zoë" not in str(events)


async def test_a_stream_resumes_after_the_last_event_seen(site: Site) -> None:
    async with listen(site) as listener:
        await listener.read()
        await note(site, "h1")
        seen = await listener.read()
    for subject in ("h2", "h3"):
        await note(site, subject)
    await note(site, "foreign", site.other_team_id)
    async with listen(site, after=seen.event_id) as listener:
        hello = await listener.read()
        assert (hello.name, hello.data["resumed"]) == ("hello", True)
        assert await read_subjects(listener, 2) == ["h2", "h3"]
        await note(site, "h4")
        assert await read_subjects(listener, 1) == ["h4"]


@pytest.mark.parametrize(
    "after", ["0-999999999", "999999-1", "x", "-", "1-", f"{9**40}-1", "1-2-3", "\u00b2-1"]
)
async def test_an_id_that_is_not_known_asks_for_everything_again(light_site: Site, after: str) -> None:
    async with listen(light_site, after=after) as listener:
        assert (await listener.read()).data["resumed"] is False
        assert (await listener.read()).name == "reset"
        await note(light_site, "h1")
        assert await read_subjects(listener, 1) == ["h1"]


async def test_another_teams_id_and_a_forgotten_one_are_not_known(site: Site) -> None:
    await note(site, "foreign", site.other_team_id)
    async with listen(site) as listener:
        await listener.read()
        await note(site, "h1")
        seen = await listener.read()
    foreign = await site.core.store.read(
        lambda tx: tx.conn.execute(text("SELECT xid, id FROM changes WHERE subject_id = 'foreign'")).one()
    )
    await site.core.store.change(lambda tx: drop_changes(tx, tx.now + timedelta(seconds=1)))
    for after in (f"{foreign.xid}-{foreign.id}", seen.event_id):
        async with listen(site, after=after) as listener:
            assert [(await listener.read()).name for _ in range(2)] == ["hello", "reset"]


async def test_ids_go_on_after_everything_was_forgotten(site: Site) -> None:
    async with listen(site) as listener:
        await listener.read()
        await note(site, "h1")
        first = await listener.read()
        await site.core.store.change(lambda tx: drop_changes(tx, tx.now + timedelta(seconds=1)))
        await note(site, "h2")
        second = await listener.read()
    numbers = [tuple(map(int, str(event.event_id).split("-"))) for event in (first, second)]
    assert numbers[0] < numbers[1]


async def test_a_change_that_is_committed_late_is_neither_missed_nor_out_of_order(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with open_site(postgresql_url, tmp_path) as site:
        late, go_on = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def hold_open(tx: Tx) -> None:
            note_change(tx, site.team_id, Noun.GENERATIONS, "early-id-late-commit", "progressed")
            loop.call_soon_threadsafe(late.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(timeout=60)

        async with listen(site) as listener:
            await listener.read()
            await note(site, "before")
            seen = await listener.read()
            running = asyncio.create_task(site.core.store.change(hold_open))
            await late.wait()
            await note(site, "late-id-early-commit")
            async with listen(site, after=seen.event_id) as resumed:
                assert (await resumed.read()).data["resumed"] is True
                go_on.set()
                await running
                expected = ["early-id-late-commit", "late-id-early-commit"]
                assert await read_subjects(listener, 2) == expected
                assert await read_subjects(resumed, 2) == expected


async def test_many_writers_at_once_lose_and_double_nothing(site: Site) -> None:
    subjects = [f"h{n}" for n in range(120)]
    async with listen(site) as listener, listen(site) as other:
        for one in (listener, other):
            await one.read()
        await asyncio.gather(*(note(site, subject) for subject in subjects))
        assert sorted(await read_subjects(listener, 120)) == sorted(subjects)
        assert sorted(await read_subjects(other, 120)) == sorted(subjects)


async def test_another_process_sees_what_this_one_writes(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    settings = write_settings(site.core.settings.database, folder, "http://127.0.0.1:9", {})
    with open_core(settings) as core:
        serving = await serve_http(create_app(core), "127.0.0.1", 0)
        try:
            async with httpx.AsyncClient(base_url=serving.url) as http, listen(site, http=http) as listener:
                await listener.read()
                await note(site, "h1")
                assert await read_subjects(listener, 1) == ["h1"]
        finally:
            await serving.stop()


async def test_streams_are_bounded_for_each_key(light_site: Site) -> None:
    async with listen(light_site), listen(light_site), listen(light_site):
        async with listen(light_site) as last:
            await last.read()
            with pytest.raises(httpx.HTTPStatusError) as refused:
                async with listen(light_site):
                    pytest.fail("a fifth stream was opened")
            answer = refused.value.response
            assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
            assert int(answer.headers["retry-after"]) > 0
            async with listen(light_site, light_site.admin) as by_another:
                await by_another.read()
        # The server sees the end of a stream a moment after its reader has gone.
        again = None
        while again is None:
            with suppress(httpx.HTTPStatusError):
                async with listen(light_site) as listener:
                    again = await listener.read()
        assert again.name == "hello"


@pytest.mark.parametrize("how", ["sign-out", "revoked", "deactivated", "expired"])
async def test_a_stream_ends_with_its_key(light_site: Site, how: str) -> None:
    site = light_site
    async with listen(site, site.admin) as listener, listen(site) as owners:
        await listener.read()
        await owners.read()
        match how:
            case "sign-out":
                assert (await site.ask("POST", "/api/auth/sign-out", site.admin)).status_code == 204
            case "revoked":
                await site.core.store.change(partial(access.revoke_keys, member_id=site.admin_id))
            case "deactivated":
                assert (await site.team("DELETE", f"/members/{site.admin_id}")).status_code == 200
            case "expired":
                await site.core.store.change(partial(expire_keys, member_id=site.admin_id))
        await listener.read_rest()
        await note(site, "after")
        assert (await owners.read_until("generations", "progressed"))[-1].data["subject_id"] == "after"
    with pytest.raises(httpx.HTTPStatusError) as refused:
        async with listen(site, site.admin):
            pytest.fail("the key still opens a stream")
    assert refused.value.response.status_code == 401


async def test_a_stopping_server_ends_its_streams_at_once(light_site: Site) -> None:
    serving = await serve_http(light_site.app, "127.0.0.1", 0)
    async with httpx.AsyncClient(base_url=serving.url) as http, listen(light_site, http=http) as listener:
        await listener.read()
        started = asyncio.get_running_loop().time()
        await serving.stop()
        assert asyncio.get_running_loop().time() - started < 3
        assert await listener.read_rest() == []


async def test_a_reader_that_does_not_keep_up_is_let_go() -> None:
    watch = Watch("team", "key")
    watch.tell([object()] * WAITING)  # type: ignore[list-item]
    watch.tell([object()])  # type: ignore[list-item]
    assert [row async for row in watch] == []


async def test_a_silent_stream_has_a_heartbeat(light_site: Site) -> None:
    feed = light_site.app.state.context.feed
    stream = Stream(feed, Watch("team", "key"), Start(Place(0, 0)))
    assert stream.ping_interval == HEARTBEAT_SECONDS == 15
    stream.ping_interval = 0.02
    sent: list[bytes] = []
    has_beaten = asyncio.Event()

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))
        if sent.count(b": still here\n\n") == 2:
            has_beaten.set()

    async def receive() -> Message:
        await has_beaten.wait()
        return {"type": "http.disconnect"}

    async with asyncio.timeout(20):
        await stream({"type": "http", "method": "GET"}, receive, send)
    assert sent[1].startswith(b"event: hello\ndata: {")
