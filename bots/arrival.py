"""What a face makes of one update: who, where, and what reached the conversation."""

from dataclasses import dataclass

from bots.inbound import FromPerson


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message or tap of a person.

    `chat` is the platform's id of the private conversation, `dedupe_key` is unique for this update on its
    platform, `name` is what the person calls themselves there, `language` an IETF tag or None.
    """

    platform: str
    chat: str
    dedupe_key: str
    inbound: FromPerson
    name: str = ""
    language: str | None = None
