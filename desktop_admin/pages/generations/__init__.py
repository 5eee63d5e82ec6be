"""The generations: every headshot with its pictures, live progress, and what can be done about each."""

from desktop_admin.context import Context
from desktop_admin.pages.generations.page import GenerationsPage


def create_page(context: Context) -> GenerationsPage:
    """The page, made when it is first shown."""
    return GenerationsPage(context)
