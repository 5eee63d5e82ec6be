"""The Overview: where the credits are, how they were used, and who needs attention."""

from desktop_admin.context import Context
from desktop_admin.pages.overview.page import OverviewPage


def create_page(context: Context) -> OverviewPage:
    """The page, made when it is first shown."""
    return OverviewPage(context)
