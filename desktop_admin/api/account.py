"""One signed-in account: a team on a server, and the key to it."""

from dataclasses import dataclass, field
from datetime import datetime

from core.domain.teams import Role


@dataclass(frozen=True, slots=True)
class Account:
    """`server` is `https://host[:port]`; `key` never leaves memory and the keyring, and is not printed."""

    server: str
    team_id: str
    member_id: str
    name: str
    role: Role
    expires_at: datetime
    team: str = ""
    key: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """What tells one account from another."""
        return f"{self.server}|{self.team_id}"

    @property
    def title(self) -> str:
        """The team's name, or the server while it is unknown."""
        return self.team or self.server.partition("://")[2]
