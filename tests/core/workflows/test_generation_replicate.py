"""A generation at Replicate, step by step: whatever happens there, it ends, and nothing is paid twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from core.domain.attempts import AttemptKind
from core.domain.credits import AccountKind
from core.domain.generations import GenerationStatus
from core.domain.reasons import Reason
from core.photos.lab import Lab, open_lab
from core.services.deletion import delete_person
from core.services.generations import cancel_generation
from core.store import attempts, generations
from tests.core.office import Office
from tests.core.photos.shots import read
from tests.core.workflows.maker import HOOK, Maker, open_maker

CREATED = "/v1/models/google/nano-banana/predictions"


@pytest.fixture(scope="module")
def lab(models_dir: Path) -> Iterator[Lab]:
    with open_lab(models_dir) as lab:
        yield lab


@pytest.fixture
async def maker(office: Office, lab: Lab, models_dir: Path, tmp_path: Path) -> AsyncIterator[Maker]:
    async with open_maker(office, lab, models_dir, tmp_path) as maker:
        yield maker


def list_credits(maker: Maker, row: object) -> tuple[int, int]:
    """What the member has, and what they have held."""
    member_id = str(getattr(row, "member_id", ""))
    return maker.office.balance(AccountKind.MEMBER, member_id), maker.office.balance(
        AccountKind.HELD, member_id
    )


async def test_four_pictures_of_the_best_photos(maker: Maker) -> None:
    generation_id = maker.order()
    assert await maker.advance(generation_id) == {"wait": 60.0}
    asked = await maker.foundry.list_jobs()
    assert {job["webhook"] for job in asked} == {
        f"{HOOK}?generation={generation_id}&attempt={row.id}" for row in maker.list_attempts(generation_id)
    }
    assert len({job["input"]["prompt"] for job in asked}) == 4
    assert {len(set(job["input"]["image_input"])) for job in asked} == {4}
    ended = await maker.finish(generation_id)
    assert (ended.status, ended.reason, ended.done) == ("completed", "", 4)
    pictures = maker.list_pictures(generation_id)
    assert len(set(pictures)) == 4
    assert {read(data).size for data in pictures} == {(1024, 1280)}
    assert list_credits(maker, ended) == (2, 0)

    assert len(await maker.list_files()) == 4
    await maker.forget(generation_id)
    assert await maker.list_files() == []
    assert {row.state for row in maker.list_attempts(generation_id, "file")} == {"gone"}
    assert not maker.office.read(attempts.is_anything_left, generation_id)


async def test_without_a_webhook_it_looks_often_at_first(maker: Maker) -> None:
    maker.replicate = type(maker.replicate)(
        maker.house, maker.gateway, maker.replicate.table, maker.replicate.model, hook=None
    )
    await maker.foundry.plan_always("stuck")
    generation_id = maker.order()
    pauses = []
    for _ in range(4):
        pauses.append((await maker.advance(generation_id))["wait"])
        maker.office.clock.go_on(seconds=100)
    assert pauses == sorted(pauses)
    assert pauses[0] <= 2
    assert max(pauses) <= 60
    assert [job["webhook"] for job in await maker.foundry.list_jobs()] == [None] * 4


async def test_what_broke_is_not_counted_among_those_that_wait(maker: Maker) -> None:
    await maker.foundry.plan_always("stuck")
    generation_id = maker.order()
    await maker.advance(generation_id)
    assert maker.replicate.looks.count() == 1
    maker.office.change(attempts.drop_attempt, maker.list_attempts(generation_id)[0].id)
    maker.office.change(generations.update_generation, generation_id, {"style": "none of ours"})
    with pytest.raises(ValueError, match="none of ours"):
        await maker.advance(generation_id)
    assert maker.replicate.looks.count() == 0


async def test_a_lost_answer_is_found_and_paid_once(maker: Maker) -> None:
    await maker.foundry.break_next("answer_lost", times=2, method="POST", path=CREATED)
    generation_id = maker.order()
    for _ in range(2):
        assert (await maker.advance(generation_id))["wait"] <= 2
    ended = await maker.finish(generation_id)
    assert (ended.status, ended.done) == ("completed", 4)
    assert await maker.count_jobs() == 4


async def test_a_lost_upload_is_found_and_kept_once(maker: Maker) -> None:
    await maker.foundry.break_next("answer_lost", times=2, method="POST", path="/v1/files")
    generation_id = maker.order()
    for _ in range(3):
        await maker.advance(generation_id)
    assert len(await maker.list_files()) == 4
    assert (await maker.finish(generation_id)).done == 4
    await maker.forget(generation_id)
    assert await maker.list_files() == []


async def test_what_was_written_down_and_never_sent_is_sent(maker: Maker) -> None:
    """As after a kill between the note and the call."""
    generation_id = maker.order()
    maker.office.change(attempts.add_attempt, generation_id, AttemptKind.PREDICTION, 2, 1)
    assert (await maker.finish(generation_id)).done == 4
    assert await maker.count_jobs() == 4


async def test_the_same_photos_again_are_another_set(maker: Maker) -> None:
    first = maker.order(member_id := maker.office.hire("Ben", 3), photos := maker.send_photos(member_id))
    await maker.finish(first)
    await maker.foundry.break_next("answer_lost", method="POST", path=CREATED)
    second = maker.order(member_id, photos)
    await maker.finish(second)
    assert await maker.count_jobs() == 8
    sets = [maker.list_pictures(generation_id) for generation_id in (first, second)]
    assert len({data for pictures in sets for data in pictures}) == 8, "both are there"


async def test_a_failed_picture_is_tried_once_more(maker: Maker) -> None:
    await maker.foundry.plan_next("failed", times=1)
    ended = await maker.finish(maker.order())
    assert (ended.status, ended.reason, ended.done) == ("completed", "", 4)
    assert await maker.count_jobs() == 5


async def test_fewer_than_four_are_delivered_and_said(maker: Maker) -> None:
    generation_id = maker.order()
    await maker.foundry.plan_always("failed", hold="processing")
    await maker.advance(generation_id)
    held = await maker.foundry.wait_jobs(held=True, count=4)
    for job in held[:2]:
        await maker.foundry.release(job["id"], outcome="succeeded")
    await maker.foundry.plan_always("failed")
    await maker.foundry.release_all()
    await maker.foundry.wait_quiet()
    ended = await maker.finish(generation_id)
    assert (ended.status, ended.reason) == ("completed", "2 of 4 pictures could not be made.")
    assert list_credits(maker, ended) == (2, 0)
    assert await maker.count_jobs() == 6


REASONS = [
    ({"outcome": "failed"}, Reason.GENERATOR_FAILED, 8),
    ({"outcome": "failed", "error": "NSFW content detected"}, Reason.PHOTOS_REFUSED, 8),
    ({"outcome": "aborted"}, Reason.GENERATOR_SLOW, 4),
    ({"outcome": "canceled"}, Reason.GENERATOR_STOPPED, 4),
    ({"flaw": "html"}, Reason.OUTPUT_UNUSABLE, 8),
    ({"flaw": "truncated"}, Reason.OUTPUT_UNUSABLE, 8),
    ({"flaw": "wrong_size"}, Reason.OUTPUT_UNUSABLE, 8),
    ({"flaw": "gone"}, Reason.OUTPUT_UNUSABLE, 8),
    ({"outputs": 0}, Reason.OUTPUT_UNUSABLE, 8),
]


@pytest.mark.parametrize(("plan", "reason", "jobs"), REASONS)
async def test_none_at_all_gives_the_credit_back(
    maker: Maker, plan: dict[str, str], reason: Reason, jobs: int
) -> None:
    await maker.foundry.plan_always(**{"outcome": "succeeded"} | plan)
    ended = await maker.finish(maker.order())
    assert (ended.status, ended.reason, ended.reason_code) == ("failed", reason.sentence, reason)
    assert list_credits(maker, ended) == (3, 0)
    assert await maker.count_jobs() == jobs


async def test_a_spoiled_picture_is_made_again(maker: Maker) -> None:
    await maker.foundry.plan_next(flaw="truncated")
    generation_id = maker.order()
    assert (await maker.finish(generation_id)).done == 4
    assert {read(data).size for data in maker.list_pictures(generation_id)} == {(1024, 1280)}


async def test_a_provider_that_hangs_is_waited_for_until_the_deadline(maker: Maker) -> None:
    await maker.foundry.plan_always("stuck")
    generation_id = maker.order()
    await maker.advance(generation_id)
    maker.office.clock.go_on(seconds=599)
    assert (await maker.advance(generation_id))["wait"] <= 12
    maker.office.clock.go_on(seconds=12)
    ended = await maker.end(generation_id, await maker.advance(generation_id))
    assert (ended.status, ended.reason) == ("failed", Reason.GENERATOR_SLOW.sentence)
    assert list_credits(maker, ended) == (3, 0)
    await maker.forget(generation_id)
    assert await maker.count_jobs("canceled") == 4
    assert await maker.list_files() == []


async def test_what_replicate_stopped_at_the_deadline_took_too_long(maker: Maker) -> None:
    await maker.foundry.plan_always(seconds=10_000)
    generation_id = maker.order()
    await maker.advance(generation_id)
    maker.office.clock.go_on(seconds=601)
    await maker.foundry.wait_jobs(status="canceled", count=4)
    ended = await maker.end(generation_id, await maker.advance(generation_id))
    assert (ended.status, ended.reason) == ("failed", Reason.GENERATOR_SLOW.sentence)


async def test_what_came_in_time_is_delivered_when_the_rest_hangs(maker: Maker) -> None:
    await maker.foundry.plan_next(times=3)
    await maker.foundry.plan_always("stuck")
    generation_id = maker.order()
    await maker.advance(generation_id)
    await maker.foundry.wait_jobs(status="succeeded", count=3)
    maker.office.clock.go_on(seconds=611)
    ended = await maker.end(generation_id, await maker.advance(generation_id))
    assert (ended.status, ended.reason) == ("completed", "1 of 4 pictures could not be made.")


@pytest.mark.parametrize("fault", ["too_many", "error", "html", "close"])
async def test_trouble_passes_and_nothing_is_asked_twice(maker: Maker, fault: str) -> None:
    generation_id = maker.order()
    for path in ("/v1/files", CREATED):
        await maker.foundry.break_next(fault, method="POST", path=path)
        assert (await maker.advance(generation_id))["wait"] <= 30
    assert (await maker.finish(generation_id)).done == 4
    assert await maker.count_jobs() == 4
    assert len(await maker.list_files()) == 4


async def test_trouble_with_one_picture_holds_up_no_other(maker: Maker) -> None:
    generation_id = maker.order()
    await maker.advance(generation_id)
    await maker.foundry.wait_quiet()
    await maker.foundry.break_next("error", path="/delivery")
    assert (await maker.advance(generation_id))["wait"] <= 2
    assert len(maker.list_pictures(generation_id)) == 3
    assert (await maker.finish(generation_id)).done == 4
    assert await maker.count_jobs() == 4


async def test_an_outage_ends_at_the_deadline(maker: Maker) -> None:
    await maker.foundry.break_next("error", times=1000)
    generation_id = maker.order()
    for _ in range(3):
        assert "wait" in await maker.advance(generation_id)
        maker.office.clock.go_on(seconds=204)
    ended = await maker.end(generation_id, await maker.advance(generation_id))
    assert (ended.status, ended.reason) == ("failed", Reason.GENERATOR_SLOW.sentence)
    assert list_credits(maker, ended) == (3, 0)


async def test_a_token_that_is_not_taken_ends_it_at_once(maker: Maker) -> None:
    maker.use(token="r8_somebody_else")
    ended = await maker.finish(maker.order())
    assert (ended.status, ended.reason) == (
        "failed",
        "Replicate does not accept this installation's token.",
    )
    await maker.replicate.gateway.close()


async def test_an_order_that_is_not_accepted_ends_at_once(maker: Maker) -> None:
    maker.use(aspect={"aspect_ratio": "7:1"})
    ended = await maker.finish(maker.order())
    assert (ended.status, ended.reason) == ("failed", "The picture service did not accept the order.")
    assert list_credits(maker, ended) == (3, 0)


async def test_a_cancel_reaches_the_provider(maker: Maker) -> None:
    await maker.foundry.plan_always("stuck")
    generation_id = maker.order()
    await maker.advance(generation_id)
    maker.office.change(cancel_generation, generation_id)
    ended = await maker.end(generation_id, await maker.advance(generation_id))
    assert ended.status == "canceled"
    assert list_credits(maker, ended) == (3, 0)
    await maker.forget(generation_id)
    assert await maker.count_jobs("canceled") == 4
    assert await maker.list_files() == []


async def test_a_cancel_finds_what_was_begun_and_never_noted(maker: Maker) -> None:
    await maker.foundry.plan_always("stuck")
    await maker.foundry.break_next("answer_lost", method="POST", path=CREATED)
    generation_id = maker.order()
    await maker.advance(generation_id)
    maker.office.change(cancel_generation, generation_id)
    await maker.end(generation_id, await maker.advance(generation_id))
    await maker.forget(generation_id)
    assert (await maker.count_jobs(), await maker.count_jobs("canceled")) == (1, 1)


async def test_a_deleted_member_is_forgotten_at_the_provider(maker: Maker) -> None:
    member_id = maker.office.hire("Ben", 3)
    generation_id = maker.order(member_id)
    ended = await maker.finish(generation_id)
    assert ended.status == "completed"
    maker.office.change(delete_person, member_id, "test")
    await maker.forget(generation_id)
    assert await maker.list_files() == []
    assert maker.list_pictures(generation_id) == []


async def test_one_reference_is_another_photo_for_each_picture(maker: Maker) -> None:
    maker.use("flux-kontext-pro")
    generation_id = maker.order()
    assert (await maker.finish(generation_id)).done == 4
    assert len({job["input"]["input_image"] for job in await maker.foundry.list_jobs()}) == 4


async def test_several_pictures_of_one_call(maker: Maker) -> None:
    several = {"sequential_image_generation": "auto"}
    maker.use("seedream-4", outputs=4, outputs_field="max_images", inputs=several)
    await maker.foundry.plan_next(outputs=3)
    generation_id = maker.order()
    ended = await maker.finish(generation_id)
    assert (ended.status, ended.reason) == ("completed", "1 of 4 pictures could not be made.")
    assert await maker.count_jobs() == 1


async def test_a_person_is_trained_used_and_forgotten(maker: Maker) -> None:
    maker.use("flux-fine-tuned")
    generation_id = maker.order()
    ended = await maker.finish(generation_id)
    assert (ended.status, ended.done) == ("completed", 4)
    [training] = maker.list_attempts(generation_id, "training")
    destination, _, version = training.result.partition(":")
    jobs = await maker.foundry.list_jobs()
    assert {job["version"] for job in jobs} == {version}, "pinned, never the latest"
    assert await maker.count_jobs(kind="trainings") == 1
    await maker.forget(generation_id)
    assert (await maker.gateway.read_model(destination))["latest_version"] is None
    assert await maker.list_files() == []


async def test_two_people_at_once_never_share_a_version(maker: Maker) -> None:
    maker.use("flux-fine-tuned")
    ids = [maker.order(maker.office.hire(name, 1)) for name in ("Ben", "Cat")]
    ended = await asyncio.gather(*(maker.finish(generation_id) for generation_id in ids))
    assert [row.status for row in ended] == ["completed"] * 2
    versions = [maker.list_attempts(generation_id, "training")[0].result for generation_id in ids]
    assert len(set(versions)) == 2


async def test_a_failed_training_is_not_paid_again(maker: Maker) -> None:
    maker.use("flux-fine-tuned")
    await maker.foundry.plan_always("failed")
    ended = await maker.finish(maker.order())
    assert (ended.status, ended.reason) == ("failed", Reason.GENERATOR_FAILED.sentence)
    assert await maker.count_jobs(kind="trainings") == 1
    assert list_credits(maker, ended) == (3, 0)


async def test_a_cancel_in_the_middle_of_a_training_leaves_no_version(maker: Maker) -> None:
    maker.use("flux-fine-tuned")
    await maker.foundry.plan_always("stuck")
    generation_id = maker.order()
    await maker.advance(generation_id)
    maker.office.change(cancel_generation, generation_id)
    ended = await maker.end(generation_id, await maker.advance(generation_id))
    assert ended.status == GenerationStatus.CANCELED.value
    await maker.forget(generation_id)
    assert await maker.count_jobs("canceled", "trainings") == 1
    assert await maker.list_files() == []
