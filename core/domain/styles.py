"""The four styles a member can pick."""

from enum import StrEnum


class Style(StrEnum):
    """A look; the value is the word in the API, the chat buttons and the ledger's reasons."""

    PROFESSIONAL = "professional"
    CASUAL = "casual"
    CREATIVE = "creative"
    LINKEDIN = "linkedin"

    @property
    def label(self) -> str:
        """The style's name as people read it."""
        return "LinkedIn" if self is Style.LINKEDIN else self.value.capitalize()
