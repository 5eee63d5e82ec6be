"""The usage: how many headshots, how often they work, how long they take, and who asks for them."""

from desktop_admin.context import Context
from desktop_admin.pages.usage.page import UsagePage


def create_page(context: Context) -> UsagePage:
    """The page, made when it is first shown."""
    return UsagePage(context)
