"""Allocations: who has how many credits, and every way to move them."""

from desktop_admin.context import Context
from desktop_admin.pages.allocations.page import AllocationsPage


def create_page(context: Context) -> AllocationsPage:
    """The page, made when it is first shown."""
    return AllocationsPage(context)
