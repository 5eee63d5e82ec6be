"""The table of models: complete as packaged, changed by the operator, and compared with what the models publish."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.styles import Style
from core.gateways.replicate.models import ModelTableWrong, read_models
from core.gateways.replicate.published import check_models, find_input_problems
from core.gateways.replicate.refusals import GeneratorUnreachable
from tests.core.gateways.replicate import Bench, open_bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(read_models(tmp_path), None) as bench:
        yield bench


def test_the_packaged_table_has_every_way_and_every_style(tmp_path: Path) -> None:
    table = read_models(tmp_path)
    default = table.find(None)
    assert default.references is not None
    assert default.references.most > 1
    assert any(m.references is not None and m.references.most == 1 for m in table.models.values())
    trained = [model for model in table.models.values() if model.training is not None]
    assert trained
    dearest = max(table.models.values(), key=lambda model: model.generation_cents)
    assert dearest in trained
    for model in table.models.values():
        for style in Style:
            assert len({table.find_prompt(model, style, slot) for slot in range(4)}) == 4


def test_the_operator_changes_one_thing_and_adds_a_model(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text("""
default = "cheap"
[models.nano-banana]
deadline_seconds = 30
[models.cheap]
name = "acme/cheap"
references = { field = "image", most = 1, shape = "one" }
aspect = { ratio = "4:5" }
generation_cents = 2
deadline_seconds = 60
prompts = "cheap"
[prompts.cheap]
professional = ["suit"]
casual = ["sweater"]
creative = ["colours"]
linkedin = ["blazer"]
""")
    table, packaged = read_models(tmp_path), read_models(tmp_path / "elsewhere")
    assert table.models["nano-banana"] == packaged.models["nano-banana"].model_copy(
        update={"deadline_seconds": 30}
    )
    cheap = table.find(None)
    assert cheap.write_input("suit", ["a", "b"], 1) == {"image": "b", "ratio": "4:5", "prompt": "suit"}
    assert [table.find_prompt(cheap, Style.CASUAL, slot) for slot in range(2)] == ["sweater", "sweater"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[models", "not readable TOML"),
        ("default = 3", "default"),
        ("[models.nano-banana]\noutputs = 9", "models.nano-banana.outputs"),
        ("[models.nano-banana]\nprice = 9", "models.nano-banana.price"),
        ("[models.nano-banana]\nprompts = 'none'", "every style"),
        ("[models.flux-kontext-pro.references]\nmost = 3", "models.flux-kontext-pro.references"),
    ],
)
def test_a_wrong_table_says_where(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "models.toml").write_text(text)
    with pytest.raises(ModelTableWrong) as wrong:
        read_models(tmp_path)
    assert told in wrong.value.sentence


def test_a_model_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ModelTableWrong) as wrong:
        read_models(tmp_path).find("dall-e")
    assert "nano-banana" in wrong.value.mend


async def test_the_packaged_table_agrees_with_what_the_models_publish(bench: Bench) -> None:
    checks = await check_models(bench.gateway, bench.table)
    assert {check.entry: check.problems for check in checks} == dict.fromkeys(bench.table.models, ())
    assert [check.entry for check in checks if check.is_chosen] == ["nano-banana"]
    assert all(check.generation_cents > 0 for check in checks)


async def test_a_table_that_does_not_agree_is_told_field_by_field(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text("""
[models.nano-banana]
outputs = 2
aspect = { aspect_ratio = "7:1" }
inputs = { resolution = "1K" }
[models.seedream-4]
references = { field = "image_input", most = 12, shape = "list" }
aspect = { size = "custom", width = 512, height = 8000 }
[models.flux-kontext-pro]
references = { field = "input_image", most = 3, shape = "list" }
[models.flux-fine-tuned.training]
inputs = { steps = "many" }
[models.gone]
name = "acme/gone"
references = { field = "image", most = 1, shape = "one" }
aspect = {}
generation_cents = 1
deadline_seconds = 60
prompts = "references"
""")
    checks = await check_models(bench.gateway, read_models(tmp_path), "seedream-4")
    told = {check.entry: sorted(check.problems) for check in checks}
    assert told == {
        "nano-banana": [
            "does not know aspect_ratio = 7:1",
            "gives one picture at a time, not 2",
            "has no input resolution",
        ],
        "seedream-4": [
            "takes at most 10 of image_input",
            "wants height to be at most 4096",
            "wants width to be at least 1024",
        ],
        "flux-kontext-pro": ["wants input_image to be of the type string"],
        "flux-fine-tuned": ["wants steps to be of the type integer"],
        "gone": ["The picture service does not know what it was asked about."],
    }
    assert [check.entry for check in checks if check.is_chosen] == ["seedream-4"]


async def test_an_outage_says_nothing_about_the_models(bench: Bench) -> None:
    await bench.foundry.break_next("error", times=10)
    with pytest.raises(GeneratorUnreachable):
        await check_models(bench.gateway, bench.table)


def test_an_optional_enum_is_followed_as_newer_models_write_it() -> None:
    ratio = {"anyOf": [{"$ref": "#/components/schemas/ratio"}, {"type": "null"}], "default": "1:1"}
    schemas = {"Input": {"properties": {"ratio": ratio}}, "ratio": {"type": "string", "enum": ["1:1", "4:5"]}}
    published = {"components": {"schemas": schemas}}
    assert list(find_input_problems(published, "Input", {"ratio": "4:5"})) == []
    assert list(find_input_problems(published, "Input", {"ratio": "5:4"})) == ["does not know ratio = 5:4"]
