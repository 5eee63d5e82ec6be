"""Headshots over HTTP: photos judged before anything is charged, signed links, canceling, deleting, usage."""

import asyncio
import io
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import httpx
import pytest
from PIL import Image

from core.domain.generations import GenerationStatus
from core.services import generations as services
from core.store import generations as rows
from sandbox.faces import draw_selfie
from tests.webhooks.site import Site
from webhooks.context import UPLOADS_TAKEN

ENOUGH = 6


@cache
def draw_photo(shot: int) -> bytes:
    """A JPEG of somebody who does not exist."""
    buffer = io.BytesIO()
    draw_selfie(3, shot, (900, 1200)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


async def generate(
    site: Site,
    photos: Sequence[bytes] | None = None,
    key: str | None = None,
    once: str | None = None,
    **fields: str,
) -> httpx.Response:
    """Ask for headshots of the member, on six good photos unless others are given."""
    photos = [draw_photo(n) for n in range(ENOUGH)] if photos is None else photos
    files = [("photos", (f"photo-{n}.jpg", data, "image/jpeg")) for n, data in enumerate(photos, start=1)]
    data = {"style": "casual", "consent": "true", "member_id": site.member_id} | fields
    data = {name: value for name, value in data.items() if value}
    return await site.team("POST", "/headshots/generate", key, once=once, data=data, files=files)


async def give_credits(site: Site, credits_: int = 2) -> None:
    """Credits in the member's hands."""
    await site.fund(credits_)
    await site.team("POST", "/credits/allocate", json={"member_id": site.member_id, "credits": credits_})


def list_selfie_files(site: Site) -> list[Path]:
    """Every photo that is stored."""
    return [path for path in (site.core.settings.closeup_data_dir / "files").rglob("*") if path.is_file()]


async def finish(site: Site, headshot_id: str) -> None:
    """Do what the durable work does, with two pictures."""
    await site.core.store.change(lambda tx: services.begin_work(tx, headshot_id))
    for n in (1, 2):
        file_key = services.name_headshot_file(site.team_id, headshot_id, n)
        data = draw_photo(n)
        await site.core.store.run(site.core.files.put, file_key, data)
        record = partial(
            services.record_picture, generation_id=headshot_id, n=n, file_key=file_key, size=len(data)
        )
        await site.core.store.change(record)
    done = GenerationStatus.COMPLETED
    await site.core.store.change(lambda tx: services.end_generation(tx, headshot_id, done))


async def test_good_photos_hold_a_credit_and_start(site: Site) -> None:
    await give_credits(site)
    answer = await generate(site, once="k1")
    assert answer.status_code == 202, answer.text
    headshot = answer.json()
    assert (headshot["status"], headshot["style"], headshot["member_id"]) == (
        "queued",
        "casual",
        site.member_id,
    )
    assert len(list_selfie_files(site)) == ENOUGH
    overview = await site.overview()
    assert (overview["allocated"], overview["held"]) == (1, 1)
    repeats = await asyncio.gather(*(generate(site, once="k1") for _ in range(3)))
    assert {(again.status_code, again.text) for again in repeats} == {(202, answer.text)}
    assert (await generate(site, once="k1", style="creative")).status_code == 409
    assert len(list_selfie_files(site)) == ENOUGH
    assert (await site.overview())["held"] == 1
    line = (await site.team("GET", "/credits/ledger", params={"kind": "hold"})).json()["items"][0]
    assert line["headshot_id"] == headshot["headshot_id"]


async def test_one_key_at_once_starts_once_and_leaves_no_files(light_site: Site) -> None:
    await give_credits(light_site)
    answers = await asyncio.gather(*(generate(light_site, once="k1") for _ in range(3)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["headshot_id"] for answer in answers}) == 1
    assert len(list_selfie_files(light_site)) == ENOUGH


@pytest.mark.parametrize(
    ("bad", "status", "code"),
    [
        (b"", 415, "empty_file"),
        (b"<html>no</html>", 415, "not_a_photo"),
        (b"%PDF-1.4", 415, "not_a_photo"),
        ("cut", 415, "damaged"),
        ("twice", 415, "duplicate"),
        (b"\xff\xd8" + bytes(20 * 1024 * 1024), 413, "too_large"),
    ],
)
async def test_one_bad_photo_refuses_all_and_is_named(
    light_site: Site, bad: bytes | str, status: int, code: str
) -> None:
    await give_credits(light_site)
    photos = [draw_photo(n) for n in range(ENOUGH)]
    photos[4] = {"cut": photos[4][:3000], "twice": photos[0]}[bad] if isinstance(bad, str) else bad
    answer = await generate(light_site, photos, once="k1")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"].startswith("Photo 5 (photo-5.jpg): ")
    assert answer.json()["mend"]
    assert list_selfie_files(light_site) == []
    assert (await light_site.overview())["held"] == 0
    assert (await generate(light_site, once="k1")).status_code == 202


@pytest.mark.parametrize(
    ("count", "fields", "status", "code"),
    [
        (5, {}, 422, "too_few_photos"),
        (15, {}, 422, "too_many_photos"),
        (0, {}, 422, "too_few_photos"),
        (60, {}, 422, "malformed"),
        (6, {"consent": ""}, 422, "consent_missing"),
        (6, {"consent": "yes"}, 422, "consent_missing"),
        (6, {"style": "baroque"}, 422, "malformed"),
        (6, {"style": ""}, 422, "malformed"),
        (6, {"credits": "1"}, 422, "malformed"),
        (6, {"photos ": "text"}, 422, "malformed"),
        (6, {"member_id": "member_of_nobody"}, 404, "not_found"),
        (6, {"member_id": "a\0b"}, 422, "malformed"),
    ],
)
async def test_a_wrong_form_is_explained_before_any_photo_is_looked_at(
    light_site: Site, count: int, fields: dict[str, str], status: int, code: str
) -> None:
    await give_credits(light_site)
    answer = await generate(light_site, [b"not a photo"] * count, **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await light_site.overview())["held"] == 0


async def test_without_a_credit_no_photo_is_looked_at(site: Site) -> None:
    answer = await generate(site, [b"not a photo"] * ENOUGH)
    assert (answer.status_code, answer.json()["code"]) == (402, "not_enough_credits")


async def test_a_body_that_is_no_form_is_refused(light_site: Site) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    broken = await light_site.team("POST", "/headshots/generate", content=b"--x\r\nnonsense", headers=kind)
    json_body = await light_site.team("POST", "/headshots/generate", json={"style": "casual"})
    assert (broken.status_code, json_body.status_code) == (422, 422)


async def test_finished_pictures_are_fetched_by_signed_links(site: Site) -> None:
    await give_credits(site)
    headshot_id = (await generate(site)).json()["headshot_id"]
    await finish(site, headshot_id)
    shown = (await site.team("GET", f"/headshots/{headshot_id}")).json()
    assert (shown["status"], shown["done"], [p["n"] for p in shown["pictures"]]) == ("completed", 2, [1, 2])
    url = shown["pictures"][0]["url"]
    picture = await site.http.get(url)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert picture.headers["cache-control"].startswith("private")
    assert picture.content == draw_photo(1)
    signature = len(url) - 10
    forged = url[:signature] + ("a" if url[signature] != "a" else "b") + url[signature + 1 :]
    assert (await site.http.get(forged)).status_code == 404
    site.clock.ahead = timedelta(minutes=14)
    assert (await site.http.get(url)).status_code == 200
    site.clock.ahead = timedelta(minutes=16)
    assert (await site.http.get(url)).json()["code"] == "not_found"


async def test_a_deleted_headshot_is_gone_from_storage_and_not_from_the_books(site: Site) -> None:
    await give_credits(site)
    headshot_id = (await generate(site)).json()["headshot_id"]
    early = await site.team("DELETE", f"/headshots/{headshot_id}")
    assert (early.status_code, early.json()["code"]) == (409, "still_open")
    await finish(site, headshot_id)
    url = (await site.team("GET", f"/headshots/{headshot_id}")).json()["pictures"][0]["url"]
    before = (await site.team("GET", "/credits/ledger")).json()
    assert (await site.team("DELETE", f"/headshots/{headshot_id}")).status_code == 204
    assert list_selfie_files(site) == []
    assert (await site.http.get(url)).status_code == 404
    assert (await site.team("GET", f"/headshots/{headshot_id}")).status_code == 404
    assert (await site.team("DELETE", f"/headshots/{headshot_id}")).status_code == 404
    assert (await site.team("GET", "/headshots")).json()["items"] == []
    assert (await site.team("GET", "/credits/ledger")).json() == before


async def test_canceling_returns_the_credit_once(site: Site) -> None:
    await give_credits(site)
    path = f"/headshots/{(await generate(site)).json()['headshot_id']}"
    for status in ("completed", "failed", "running", None):
        answer = await site.team("PATCH", path, json={"status": status})
        assert answer.status_code == 422 or status is None
    canceled = await site.team("PATCH", path, once="k", json={"status": "canceled"})
    again = await site.team("PATCH", path, once="k", json={"status": "canceled"})
    assert (canceled.status_code, canceled.json()["status"]) == (200, "canceled")
    assert again.json() == canceled.json()
    late = await site.team("PATCH", path, json={"status": "canceled"})
    assert (late.status_code, late.json()["code"]) == (409, "already_ended")
    overview = await site.overview()
    assert (overview["allocated"], overview["held"], overview["used"]) == (2, 0, 0)


async def test_a_favourite_is_one_of_the_pictures(light_site: Site) -> None:
    await give_credits(light_site)
    path = f"/headshots/{(await generate(light_site)).json()['headshot_id']}"
    assert (await light_site.team("PATCH", path, json={"favourite": 1})).status_code == 409
    await finish(light_site, path.rsplit("/", 1)[-1])
    given = {
        n: (await light_site.team("PATCH", path, json={"favourite": n})).status_code
        for n in (2, 3, 0, 5, True)
    }
    assert given == {2: 200, 3: 409, 0: 422, 5: 422, True: 422}
    assert (await light_site.team("GET", path)).json()["favourite"] == 2
    assert (await light_site.team("PATCH", path, json={"favourite": None})).json()["favourite"] is None
    assert (await light_site.team("PATCH", path, json={})).status_code == 422


async def test_members_see_their_own_headshots_only(site: Site) -> None:
    await give_credits(site)
    mine = (await generate(site)).json()["headshot_id"]
    await site.team(
        "POST",
        "/credits/reassign",
        json={"from_member_id": site.member_id, "to_member_id": site.admin_id, "credits": 1},
    )
    other = (await generate(site, member_id=site.admin_id, style="linkedin")).json()["headshot_id"]
    seen = (await site.team("GET", "/headshots", site.member)).json()["items"]
    assert [item["headshot_id"] for item in seen] == [mine]
    assert (await site.team("GET", f"/headshots/{mine}", site.member)).status_code == 200
    assert (await site.team("GET", f"/headshots/{other}", site.member)).status_code == 403
    params = {"member_id": site.admin_id}
    assert (await site.team("GET", "/headshots", site.member, params=params)).status_code == 403
    for params, found in (
        ({}, [other, mine]),
        ({"member_id": site.member_id}, [mine]),
        ({"style": "linkedin"}, [other]),
        ({"status": "completed"}, []),
    ):
        items = (await site.team("GET", "/headshots", params=params)).json()["items"]
        assert [item["headshot_id"] for item in items] == found
    first = (await site.team("GET", "/headshots", params={"limit": 1})).json()
    second = await site.team("GET", "/headshots", params={"limit": 1, "cursor": first["next_cursor"]})
    assert [item["headshot_id"] for item in second.json()["items"]] == [mine]
    assert (
        await site.ask("GET", f"/api/teams/{site.other_team_id}/headshots/{mine}", site.stranger)
    ).status_code == 404


async def test_usage_counts_days_members_and_success(site: Site) -> None:
    await give_credits(site, 3)
    assert (await site.team("GET", "/usage")).json()["success_rate"] is None
    done, failed = [(await generate(site)).json()["headshot_id"] for _ in range(2)]
    await finish(site, done)
    await site.core.store.change(
        lambda tx: services.end_generation(
            tx, failed, GenerationStatus.FAILED, "The studio was closed.", "closed"
        )
    )
    shown = (await site.team("GET", f"/headshots/{failed}")).json()
    assert (shown["reason"], shown["reason_code"]) == ("The studio was closed.", "closed")
    await generate(site)
    usage = (await site.team("GET", "/usage")).json()
    counts = {"started": 3, "completed": 1, "failed": 1, "canceled": 0}
    assert [{k: day[k] for k in counts} for day in usage["days"]] == [counts]
    assert usage["members"] == [{"member_id": site.member_id, "name": "Ben"} | counts]
    assert usage["success_rate"] == 0.5
    assert usage["seconds_to_ready"] > 0
    assert usage["days"][0]["seconds_to_ready"] == usage["seconds_to_ready"]


async def test_lists_lead_to_small_pictures(site: Site) -> None:
    await give_credits(site)
    headshot_id = (await generate(site)).json()["headshot_id"]
    assert (await site.team("GET", "/headshots")).json()["items"][0]["thumb_url"] is None
    await finish(site, headshot_id)
    listed = (await site.team("GET", "/headshots")).json()["items"][0]
    assert listed["pictures"] == []
    small = await site.http.get(listed["thumb_url"])
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(small.content)) as thumb:
        assert thumb.size == (240, 320)  # the photo is 900x1200
    assert len(small.content) < len(draw_photo(1)) / 4
    shown = (await site.team("GET", f"/headshots/{headshot_id}")).json()
    assert shown["pictures"][0]["thumb_url"] == f"{shown['pictures'][0]['url']}?size=thumb"
    await site.team("PATCH", f"/headshots/{headshot_id}", json={"favourite": 2})
    cover = (await site.team("GET", "/headshots")).json()["items"][0]["thumb_url"]
    second = (await site.http.get(cover)).content
    assert second != small.content
    bad = await site.http.get(f"{shown['pictures'][0]['url']}?size=huge")
    assert (bad.status_code, bad.json()["code"]) == (422, "malformed")
    site.clock.ahead = timedelta(minutes=16)
    assert (await site.http.get(cover)).status_code == 404


async def test_the_most_alike_picture_comes_first_under_its_own_number(site: Site) -> None:
    await give_credits(site)
    headshot_id = (await generate(site)).json()["headshot_id"]
    await finish(site, headshot_id)
    await site.core.store.change(lambda tx: rows.measure_headshots(tx, headshot_id, {1: 0.5, 2: 0.25}))
    shown = (await site.team("GET", f"/headshots/{headshot_id}")).json()
    assert [picture["n"] for picture in shown["pictures"]] == [2, 1]
    assert (await site.http.get(shown["pictures"][0]["url"])).content == draw_photo(2)
    listed = (await site.team("GET", "/headshots")).json()["items"][0]
    small = [
        (await site.http.get(url)).content for url in (listed["thumb_url"], shown["pictures"][0]["thumb_url"])
    ]
    assert small[0] == small[1]


async def test_a_headshot_is_made_again_from_the_same_photos(site: Site) -> None:
    await give_credits(site, 2)
    first = (await generate(site)).json()
    path = f"/headshots/{first['headshot_id']}/redo"
    early = await site.team("POST", path)
    assert (early.status_code, early.json()["code"]) == (409, "still_open")
    await finish(site, first["headshot_id"])
    again = await site.team("POST", path, once="k1", json={"style": "creative"})
    assert again.status_code == 202, again.text
    assert (again.json()["style"], again.json()["member_id"]) == ("creative", site.member_id)
    assert again.json()["headshot_id"] != first["headshot_id"]
    assert (await site.team("POST", path, once="k1", json={"style": "creative"})).text == again.text
    assert (await site.team("POST", path, once="k1")).json()["code"] == "key_reused"
    assert (await site.overview())["held"] == 1
    poor = await site.team("POST", path)
    assert (poor.status_code, poor.json()["code"]) == (402, "not_enough_credits")
    await finish(site, again.json()["headshot_id"])
    assert (await site.team("DELETE", f"/headshots/{first['headshot_id']}")).status_code == 204
    assert len(list_selfie_files(site)) == ENOUGH + 2
    assert (await site.team("POST", path)).status_code == 404


async def test_without_its_photos_nothing_is_made_again(light_site: Site) -> None:
    await give_credits(light_site)
    headshot_id = (await generate(light_site)).json()["headshot_id"]
    await finish(light_site, headshot_id)
    for path in list_selfie_files(light_site):
        path.unlink()
    gone = await light_site.team("POST", f"/headshots/{headshot_id}/redo")
    assert (gone.status_code, gone.json()["code"]) == (409, "photos_gone")
    assert (await light_site.overview())["held"] == 0


async def test_too_many_uploads_at_once_are_asked_to_come_back(light_site: Site) -> None:
    await give_credits(light_site)
    uploads = light_site.app.state.context.uploads
    with ExitStack() as taken:
        for _ in range(UPLOADS_TAKEN):
            taken.enter_context(uploads.take())
        answer = await generate(light_site)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
        assert int(answer.headers["retry-after"]) > 0
    assert (await generate(light_site)).status_code == 202
