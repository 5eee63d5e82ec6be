"""Photos on their way from an upload into storage: nothing that was stored for nobody stays, or is used."""

import pytest

from core.services.uploads import LONGEST_STORING, UploadLate, announce_uploads, demand_timely
from core.store import generations as rows
from tests.core.office import Office


def test_photos_are_not_kept_when_their_removal_may_be_under_way(office: Office) -> None:
    announced_at = office.change(announce_uploads, [])
    office.clock.go_on(seconds=LONGEST_STORING.total_seconds())
    office.change(demand_timely, announced_at)
    office.clock.go_on(seconds=1)
    with pytest.raises(UploadLate) as refused:
        office.change(demand_timely, announced_at)
    assert (refused.value.status, refused.value.code) == (503, "upload_late")


def test_a_file_is_kept_as_long_as_any_selfie_is_in_it(office: Office) -> None:
    office.buy(10)
    ben = office.hire("Ben", 3)
    first, second = (office.start(ben, selfie_ids=photos) for photos in [office.send_selfies(ben)] * 2)
    [key] = {row.file_key for row in office.read(rows.list_selfies, generation_id=first.id)}
    for generation in (first, second):
        assert office.read(rows.list_kept_files, [key, "selfies/nobody.jpg"]) == {key}
        shared = [row.id for row in office.read(rows.list_selfies, generation_id=generation.id)]
        office.change(rows.release_files, shared)
    assert office.read(rows.list_kept_files, [key]) == set()
