"""Why a headshot failed, in the console's language: the server's sentence is English, its code travels."""

from PySide6.QtCore import QCoreApplication

from core.schemas.generations import Headshot
from desktop_admin.i18n import is_translated


def list_reasons() -> dict[str, str]:
    """A sentence for every code."""
    return {
        "canceled": QCoreApplication.translate("Reasons", "Canceled on request."),
        "broken": QCoreApplication.translate(
            "Reasons", "Something went wrong while your headshots were made."
        ),
        "too_late": QCoreApplication.translate("Reasons", "Your headshots were not ready within a day."),
        "machines_lost": QCoreApplication.translate(
            "Reasons", "The machines that made your headshots stopped again and again."
        ),
        "pictures_missing": QCoreApplication.translate("Reasons", "Not all of the pictures could be made."),
        "photos_gone": QCoreApplication.translate("Reasons", "The photos are not there any more."),
        "photo_work_failed": QCoreApplication.translate("Reasons", "The picture could not be worked on."),
        "storage_unreachable": QCoreApplication.translate(
            "Reasons", "The storage of the pictures is not answering."
        ),
        "storage_refused": QCoreApplication.translate(
            "Reasons", "The storage of the pictures does not let this installation in."
        ),
        "storage_missing": QCoreApplication.translate(
            "Reasons", "The storage of the pictures does not exist."
        ),
        "storage_full": QCoreApplication.translate("Reasons", "There is no room left to keep pictures."),
        "generator_off": QCoreApplication.translate("Reasons", "The picture service is not set up here."),
        "generator_unreachable": QCoreApplication.translate(
            "Reasons", "The picture service is not answering."
        ),
        "generator_busy": QCoreApplication.translate("Reasons", "The picture service has too much to do."),
        "generator_refused": QCoreApplication.translate(
            "Reasons", "The picture service did not accept the order."
        ),
        "generator_unknown": QCoreApplication.translate(
            "Reasons", "The picture service does not know what it was asked about."
        ),
        "generator_slow": QCoreApplication.translate("Reasons", "The picture service took too long."),
        "generator_failed": QCoreApplication.translate(
            "Reasons", "The picture service could not make the pictures."
        ),
        "generator_stopped": QCoreApplication.translate(
            "Reasons", "The work was stopped at the picture service."
        ),
        "photos_refused": QCoreApplication.translate(
            "Reasons", "The picture service refused these photos as sensitive."
        ),
        "output_unusable": QCoreApplication.translate(
            "Reasons", "The picture service sent a file that is no usable picture."
        ),
    }


def write_reason(shot: Headshot) -> str:
    """As the server says it, which may be more exact; in another language, what we know of its code."""
    return list_reasons().get(shot.reason_code, shot.reason) if is_translated() else shot.reason
