"""The audit log: who did what to what, when and from where."""

from desktop_admin.context import Context
from desktop_admin.pages.audit.page import AuditPage


def create_page(context: Context) -> AuditPage:
    """The page, made when it is first shown."""
    return AuditPage(context)
