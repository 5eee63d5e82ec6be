"""The table of models: what each takes and gives, read from the packaged file and the operator's own beside it."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.domain.generations import PICTURES
from core.domain.refusals import Refusal
from core.domain.styles import Style

OWN_TABLE: Final = "models.toml"
LEAST_SECONDS: Final = 5  # the shortest deadline that Replicate takes
Prompts = dict[Style, Annotated[tuple[str, ...], Field(min_length=1)]]
Words = Annotated[str, Field(min_length=1)]


class ModelTableWrong(Refusal):
    """The table of models cannot be read, or does not have what the settings ask for."""

    code, status = "model_table_wrong", 500
    sentence = "The table of models cannot be used."
    mend = "See docs/models.md."


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class References(_Shape):
    """Where the selfies go: the input's name, at most how many, as a list or one address."""

    field: Words
    most: int = Field(ge=1, le=14)
    shape: Literal["list", "one"] = "list"

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if self.shape == "one" and self.most != 1:
            msg = "a single address takes one reference"
            raise ValueError(msg)
        return self


class Training(_Shape):
    """How a version of our own is trained: by which model, on what, into which private model of the account."""

    name: str = Field(pattern=r"^[^/\s]+/[^/\s]+$")
    version: str = ""
    field: Words
    inputs: dict[str, Any] = {}
    destination: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    hardware: Words


class Model(_Shape):
    """One way to make pictures.

    `outputs` come from one call; `outputs_field` asks for them. `aspect` is the inputs that give the frame of 4:5,
    `generation_cents` the provider's price of four pictures in US cents, training included.
    """

    name: str = Field(pattern=r"^[^/\s]+/[^/\s]+$")
    version: str = ""
    references: References | None = None
    training: Training | None = None
    outputs: int = Field(default=1, ge=1, le=PICTURES)
    outputs_field: str = ""
    aspect: dict[str, str | int]
    inputs: dict[str, Any] = {}
    generation_cents: int = Field(ge=0)
    deadline_seconds: int = Field(ge=LEAST_SECONDS, le=3 * 3600)
    prompts: Words

    @model_validator(mode="after")
    def _check_source(self) -> Self:
        if (self.references is None) == (self.training is None):
            msg = "a model has either references or a training"
            raise ValueError(msg)
        return self

    @property
    def calls(self) -> int:
        """How many predictions make four pictures."""
        return -(-PICTURES // self.outputs)

    @property
    def most_references(self) -> int:
        """How many different selfies one generation can use."""
        if self.references is None:
            return 0
        return self.references.most if self.references.shape == "list" else self.calls

    def write_input(self, prompt: str, addresses: list[str], slot: int) -> dict[str, Any]:
        """The input of call `slot` (from 0): every reference in a list, or that call's own one."""
        given: dict[str, Any] = {**self.inputs, **self.aspect, "prompt": prompt}
        if self.outputs_field:
            given[self.outputs_field] = self.outputs
        if self.references is not None:
            given[self.references.field] = (
                addresses if self.references.shape == "list" else addresses[slot % len(addresses)]
            )
        return given


class ModelTable(_Shape):
    """Every model by its short name, the prompts of each style, and which model is used."""

    default: str
    models: dict[str, Model]
    prompts: dict[str, Prompts]

    @model_validator(mode="after")
    def _check_prompts(self) -> Self:
        for name, model in self.models.items():
            if set(self.prompts.get(model.prompts, {})) != set(Style):
                msg = f"the prompts {model.prompts!r} of {name} do not have every style"
                raise ValueError(msg)
        return self

    def find(self, name: str | None) -> Model:
        """The model of that short name, or the default one; `ModelTableWrong` when there is none."""
        wanted = name or self.default
        if wanted not in self.models:
            known = ", ".join(sorted(self.models))
            raise ModelTableWrong(
                f"There is no model {wanted!r}.", f"CLOSEUP_REPLICATE_MODEL is one of: {known}."
            )
        return self.models[wanted]

    def find_prompt(self, model: Model, style: Style, slot: int) -> str:
        """What call `slot` (from 0) of a generation asks for."""
        prompts = self.prompts[model.prompts][style]
        return prompts[slot % len(prompts)]


def read_models(data_dir: Path) -> ModelTable:
    """The packaged table with what `models.toml` in the data folder adds or changes; `ModelTableWrong`."""
    packaged = tomllib.loads((files(__package__) / OWN_TABLE).read_text(encoding="utf-8"))
    own = data_dir / OWN_TABLE
    try:
        changes = tomllib.loads(own.read_text(encoding="utf-8")) if own.exists() else {}
        return ModelTable.model_validate(_merge(packaged, changes))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelTableWrong(f"The file {OWN_TABLE} in the data folder is not readable TOML.") from error
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise ModelTableWrong(
            f"The table of models is not right at {place or 'its top'}: {wrong['msg']}."
        ) from error


def _merge(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged, anything else is replaced."""
    merged = dict(base)
    for name, value in changes.items():
        known = merged.get(name)
        merged[name] = _merge(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged
