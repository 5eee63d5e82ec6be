"""Members: who is in the team, how they join, what they may do, and what they hold."""

from desktop_admin.context import Context
from desktop_admin.pages.members.page import MembersPage


def create_page(context: Context) -> MembersPage:
    """The page, made when it is first shown."""
    return MembersPage(context)
