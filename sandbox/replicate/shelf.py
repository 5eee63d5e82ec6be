"""The models that can be asked for: the public ones of the catalogue, and those of the account itself."""

import string
from dataclasses import dataclass, field
from random import Random

from sandbox.replicate.catalogue import OFFERED, Entry
from sandbox.replicate.clock import write_time
from sandbox.replicate.cog import write_openapi
from sandbox.replicate.likeness import Likeness
from sandbox.replicate.refusals import Json, ReplicateRefusal, invalid_request, not_found, unknown_version

_COG_VERSION = "0.16.9"
# What the catalogue offers was there before any account: 1 September 2025.
_PUBLISHED = 1_756_684_800.0
_HEX = string.hexdigits[:16]
HARDWARE = (
    ("cpu", "CPU"),
    ("gpu-t4", "Nvidia T4 GPU"),
    ("gpu-l40s", "Nvidia L40S GPU"),
    ("gpu-a100-large", "Nvidia A100 (80GB) GPU"),
    ("gpu-h100", "Nvidia H100 GPU"),
)


@dataclass(frozen=True)
class Version:
    """One version of a model; a trained one remembers who is in its pictures."""

    id: str
    entry: Entry
    created: float
    openapi: Json
    likenesses: tuple[Likeness, ...] = ()

    def write(self) -> Json:
        """Render as the API does."""
        return {
            "id": self.id,
            "created_at": write_time(self.created),
            "cog_version": _COG_VERSION,
            "openapi_schema": self.openapi,
        }


@dataclass
class Model:
    """One model with its versions, newest first; `private` ones belong to the account."""

    owner: str
    name: str
    visibility: str
    about: str | None
    created: float
    official: bool = False
    versions: list[Version] = field(default_factory=list)
    runs: int = 0
    links: dict[str, str | None] = field(default_factory=dict)

    def find_version(self, version_id: str) -> Version:
        """Find a version; raises ReplicateRefusal 404."""
        found = next((version for version in self.versions if version.id == version_id), None)
        if found is None:
            raise not_found()
        return found

    def write(self) -> Json:
        """Render as the API does."""
        names = ("github_url", "paper_url", "license_url", "cover_image_url")
        return {
            "url": f"https://replicate.com/{self.owner}/{self.name}",
            "owner": self.owner,
            "name": self.name,
            "description": self.about,
            "visibility": self.visibility,
            "is_official": self.official,
            **{name: self.links.get(name) for name in names},
            "run_count": self.runs,
            "default_example": None,
            "latest_version": self.versions[0].write() if self.versions else None,
        }


class Shelf:
    """Every model by `owner/name`."""

    def __init__(self, username: str, rng: Random) -> None:
        self.username = username
        self._rng = rng
        self._models: dict[str, Model] = {}
        for entry in OFFERED:
            model = Model(entry.owner, entry.name, "public", entry.about, _PUBLISHED, entry.official)
            self._models[f"{entry.owner}/{entry.name}"] = model
            # What the catalogue offers keeps its version from start to start, so that it can be pinned.
            self.add_version(model, entry, _PUBLISHED, version_id=_name_version(entry))

    def add(self, model: Model) -> None:
        """Put a new model of the account on the shelf; raises ReplicateRefusal 409."""
        key = f"{model.owner}/{model.name}"
        if key in self._models:
            raise invalid_request("A model with that name and owner already exists", 409)
        self._models[key] = model

    def add_version(
        self,
        model: Model,
        entry: Entry,
        now: float,
        *,
        likenesses: tuple[Likeness, ...] = (),
        version_id: str = "",
    ) -> Version:
        """Give a model a new latest version."""
        openapi = write_openapi(entry.inputs, many=entry.many, training=entry.training)
        version = Version(version_id or self.new_hash(), entry, now, openapi, likenesses)
        model.versions.insert(0, version)
        return version

    def new_hash(self) -> str:
        """64 hexadecimal digits that name a version."""
        return "".join(self._rng.choices(_HEX, k=64))

    def get(self, owner: str, name: str) -> Model:
        """Find a model; raises ReplicateRefusal 404."""
        found = self._models.get(f"{owner}/{name}")
        if found is None:
            raise not_found()
        return found

    def get_own(self, owner: str, name: str) -> Model:
        """Find a private model of the account; raises ReplicateRefusal 404, or 403 for somebody else's."""
        model = self.get(owner, name)
        if model.owner != self.username or model.visibility != "private":
            raise invalid_request("You can only change private models that you own.", 403)
        return model

    def remove(self, model: Model) -> None:
        """Take an empty model away; raises ReplicateRefusal 400 while it has versions."""
        if model.versions:
            raise invalid_request("You can only delete models that have no versions.")
        del self._models[f"{model.owner}/{model.name}"]

    def list(self) -> list[Model]:
        """Every model, the one with the newest version first."""
        return sorted(self._models.values(), key=_last_changed, reverse=True)

    def find_runnable(self, asked: str) -> tuple[Model, Version, bool]:
        """The model and version that `owner/name`, `owner/name:id` or `id` means, and whether it is official.

        Raises ReplicateRefusal 422; only official models run by name alone.
        """
        name, _, version_id = asked.partition(":") if "/" in asked else ("", "", asked)
        owner, _, short = name.partition("/")
        try:
            if name and not version_id:
                return self._find_official(owner, short)
            models = [self.get(owner, short)] if name else list(self._models.values())
        except ReplicateRefusal as refusal:
            raise unknown_version() from refusal
        for model in models:
            for version in model.versions:
                if version.id == version_id:
                    return model, version, False
        raise unknown_version()

    def _find_official(self, owner: str, name: str) -> tuple[Model, Version, bool]:
        model = self.get(owner, name)
        if not model.official:
            raise not_found()
        return model, model.versions[0], True


def _name_version(entry: Entry) -> str:
    return "".join(Random(f"{entry.owner}/{entry.name}").choices(_HEX, k=64))  # noqa: S311 - a name, no secret


def _last_changed(model: Model) -> float:
    return model.versions[0].created if model.versions else model.created
