"""A keyring with one key in it, which the environment gives: for consoles that a test starts as a process."""

import os
from typing import ClassVar

from keyring.backend import KeyringBackend


class GivenKeyring(KeyringBackend):
    """Answers every question with the same key and keeps nothing."""

    priority: ClassVar[float] = 1

    def get_password(self, service: str, username: str) -> str | None:
        """The key."""
        del service, username
        return os.environ.get("GIVEN_KEY")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing is kept."""

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is kept."""
