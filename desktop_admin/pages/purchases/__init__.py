"""The purchases: what credits cost, buying them, and what became of every payment."""

from desktop_admin.context import Context
from desktop_admin.pages.purchases.page import PurchasesPage


def create_page(context: Context) -> PurchasesPage:
    """The page, made when it is first shown."""
    return PurchasesPage(context)
