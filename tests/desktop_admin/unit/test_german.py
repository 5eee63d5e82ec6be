"""German throughout: what the server says in English comes by its code, pages are named alike, days have their dot."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject

from core.domain.generations import GenerationStatus
from core.domain.reasons import Reason
from core.domain.styles import Style
from core.schemas.generations import Headshot
from desktop_admin.api.errors import read_problem
from desktop_admin.i18n import install_language
from desktop_admin.pages.generations.reasons import list_reasons, write_reason
from desktop_admin.words import write_day, write_day_of_year

WHEN = datetime(2026, 11, 3, 12, tzinfo=UTC)
REFUSED = (
    b'{"type":"t","title":"t","status":402,"code":"%s","detail":"Ben holds 3 credits.","mend":"Give 3."}'
)


@pytest.fixture
def german(qapp: QObject) -> Iterator[None]:
    """German in force."""
    application = QCoreApplication.instance()
    assert application is not None
    translators = install_language(application, "de")
    yield
    for translator in translators:
        application.removeTranslator(translator)


def make_failed(code: str) -> Headshot:
    return Headshot(
        headshot_id="headshot_1",
        member_id="member_1",
        style=Style.CASUAL,
        status=GenerationStatus.FAILED,
        reason="Exactly this went wrong.",
        reason_code=code,
        done=0,
        favourite=None,
        created_at=WHEN,
        started_at=None,
        ended_at=WHEN,
    )


def test_every_reason_has_a_sentence(german: None) -> None:
    known = list_reasons()
    assert set(known) == set(Reason)
    assert [reason for reason in Reason if known[reason] == reason.sentence] == []


def test_a_reason_is_told_by_its_code(german: None) -> None:
    assert write_reason(make_failed("storage_full")) == "Es ist kein Platz mehr für Bilder."
    assert write_reason(make_failed("of_a_newer_server")) == "Exactly this went wrong."


def test_in_english_a_reason_is_as_exact_as_the_server(english: None) -> None:
    assert write_reason(make_failed("storage_full")) == "Exactly this went wrong."


def test_a_refusal_is_told_by_its_code(german: None) -> None:
    error = read_problem(402, REFUSED % b"not_enough_credits", None)
    assert error.text == "Dafür sind nicht genug Credits da. Kaufen Sie Credits oder geben Sie weniger."
    assert read_problem(422, REFUSED % b"malformed", None).text == "Ben holds 3 credits. Give 3."


def test_in_english_a_refusal_is_as_exact_as_the_server(english: None) -> None:
    assert read_problem(402, REFUSED % b"not_enough_credits", None).text == "Ben holds 3 credits. Give 3."


def test_days_are_written_as_each_language_does(german: None) -> None:
    german_locale = QLocale("de_DE")
    assert write_day(WHEN, german_locale) == "3. Nov. 2026"
    assert write_day_of_year(date(2026, 10, 3), german_locale) == "3. Okt."
