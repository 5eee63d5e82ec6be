"""What the server refuses, in the console's language: its sentences are English, its codes travel."""

from PySide6.QtCore import QCoreApplication

from core.schemas.errors import Problem
from desktop_admin.i18n import is_translated

Words = tuple[str, str]


def write_refusal(problem: Problem) -> Words:
    """As the server says it, which may be more exact; in another language, what we know of its code."""
    said = (problem.detail, problem.mend)
    return list_refusals().get(problem.code, said) if is_translated() else said


def list_refusals() -> dict[str, Words]:
    """Sentence and mend of the codes an admin may meet; `malformed` is left out, since only the server knows what."""
    return {
        "not_signed_in": (
            QCoreApplication.translate("Refusals", "This needs a valid key."),
            QCoreApplication.translate("Refusals", "Sign in again with a one-time code."),
        ),
        "not_allowed": (QCoreApplication.translate("Refusals", "Your role does not allow that."), ""),
        "not_found": (
            QCoreApplication.translate("Refusals", "That is not there any more."),
            QCoreApplication.translate("Refusals", "Fetch everything again with F5."),
        ),
        "not_enough_credits": (
            QCoreApplication.translate("Refusals", "There are not enough credits for that."),
            QCoreApplication.translate("Refusals", "Buy credits or give less."),
        ),
        "conflict": (
            QCoreApplication.translate("Refusals", "That does not fit with how things stand now."),
            QCoreApplication.translate("Refusals", "Look again and decide anew."),
        ),
        "member_deactivated": (
            QCoreApplication.translate("Refusals", "This member is deactivated."),
            QCoreApplication.translate("Refusals", "Let them back in first."),
        ),
        "already_ended": (
            QCoreApplication.translate("Refusals", "These headshots have already come to their end."),
            "",
        ),
        "still_open": (
            QCoreApplication.translate("Refusals", "These headshots are still being made."),
            QCoreApplication.translate("Refusals", "Cancel them first, or wait for their end."),
        ),
        "photos_gone": (
            QCoreApplication.translate("Refusals", "The photos for this are not there any more."),
            QCoreApplication.translate("Refusals", "The member has to send new ones."),
        ),
        "too_many_requests": (
            QCoreApplication.translate("Refusals", "Too many tries."),
            QCoreApplication.translate("Refusals", "Try again in a minute."),
        ),
        **_list_troubles(),
    }


def _list_troubles() -> dict[str, Words]:
    return {
        "payments_off": (QCoreApplication.translate("Refusals", "Payments are not set up here."), ""),
        "payments_unreachable": (
            QCoreApplication.translate("Refusals", "The payment service is not answering."),
            QCoreApplication.translate("Refusals", "Try again in a minute; nothing was charged."),
        ),
        "payments_refused": (
            QCoreApplication.translate("Refusals", "The payment service did not take the order."),
            QCoreApplication.translate("Refusals", "Ask who looks after the server."),
        ),
        "database_unreachable": (
            QCoreApplication.translate("Refusals", "The server's database is not answering."),
            QCoreApplication.translate("Refusals", "Try again in a minute."),
        ),
        "storage_unreachable": (
            QCoreApplication.translate("Refusals", "The storage of the pictures is not answering."),
            QCoreApplication.translate("Refusals", "Try again in a minute."),
        ),
        "unavailable": (
            QCoreApplication.translate("Refusals", "A service this needs is not answering."),
            QCoreApplication.translate("Refusals", "Try again in a few minutes."),
        ),
        "stopping": (
            QCoreApplication.translate("Refusals", "The server is just stopping."),
            QCoreApplication.translate("Refusals", "Try again in a minute."),
        ),
        "fault": (
            QCoreApplication.translate("Refusals", "Something went wrong on the server."),
            QCoreApplication.translate("Refusals", "Try again; the fault has been logged."),
        ),
    }
