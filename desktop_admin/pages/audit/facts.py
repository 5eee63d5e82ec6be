"""What a line of the audit log knows besides: each fact's name and value in words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale

from core.domain.purchases import CURRENCY, PACKS
from desktop_admin.words import write_money

Names = Mapping[str, str]

_CENTS: Final = "amount_cents"


def list_facts() -> dict[str, str]:
    """Every fact that is known, with what people call it; a newer server may say more."""
    return {
        _CENTS: QCoreApplication.translate("Audit", "amount"),
        "cap": QCoreApplication.translate("Audit", "places"),
        "credits": QCoreApplication.translate("Audit", "credits"),
        "favourite": QCoreApplication.translate("Audit", "favourite"),
        "from_member_id": QCoreApplication.translate("Audit", "from"),
        "invite": QCoreApplication.translate("Audit", "invite"),
        "member_id": QCoreApplication.translate("Audit", "for"),
        "name": QCoreApplication.translate("Audit", "name"),
        "of": QCoreApplication.translate("Audit", "made from"),
        "package": QCoreApplication.translate("Audit", "pack"),
        "platform": QCoreApplication.translate("Audit", "chat"),
        "receipt": QCoreApplication.translate("Audit", "receipt"),
        "returned": QCoreApplication.translate("Audit", "credits returned"),
        "role": QCoreApplication.translate("Audit", "role"),
        "strategy": QCoreApplication.translate("Audit", "strategy"),
        "style": QCoreApplication.translate("Audit", "style"),
        "trouble": QCoreApplication.translate("Audit", "trouble"),
        "version": QCoreApplication.translate("Audit", "version"),
    }


def list_values() -> dict[tuple[str, str], str]:
    """The values that are words of ours, by the fact they belong to."""
    return {
        ("role", "owner"): QCoreApplication.translate("Audit", "Owner"),
        ("role", "admin"): QCoreApplication.translate("Audit", "Admin"),
        ("role", "member"): QCoreApplication.translate("Audit", "Member"),
        ("strategy", "equal"): QCoreApplication.translate("Audit", "in equal parts"),
        ("strategy", "top-up"): QCoreApplication.translate("Audit", "topped up"),
        ("style", "professional"): QCoreApplication.translate("Audit", "Professional"),
        ("style", "casual"): QCoreApplication.translate("Audit", "Casual"),
        ("style", "creative"): QCoreApplication.translate("Audit", "Creative"),
        ("style", "linkedin"): "LinkedIn",
        ("package", "custom"): QCoreApplication.translate("Audit", "Custom"),
        **{("package", pack.package): pack.title for pack in PACKS.values()},
        ("platform", "telegram"): "Telegram",
        ("platform", "slack"): "Slack",
    }


def write_fact(name: str) -> str:
    """What a fact is called; the server's own word where we know none."""
    return list_facts().get(name, name.replace("_", " "))


def write_value(name: str, value: object, names: Names, locale: QLocale) -> str:
    """The value of a fact; members by name, money as money."""
    if isinstance(value, list):
        return ", ".join(write_value(name, one, names, locale) for one in value)
    if isinstance(value, dict):
        return write_detail(value, names, locale)
    if value is None:
        return QCoreApplication.translate("Audit", "none")
    if name == _CENTS and isinstance(value, int):
        return write_money(value, CURRENCY, locale)
    return list_values().get((name, str(value)), names.get(str(value), str(value)))


def write_detail(detail: Mapping[str, Any], names: Names, locale: QLocale) -> str:
    """All of it in one line."""
    return ", ".join(f"{name}: {value}" for name, value in list_pairs(detail, names, locale))


def list_pairs(detail: Mapping[str, Any], names: Names, locale: QLocale) -> Iterator[tuple[str, str]]:
    """Each fact's name and value."""
    for name, value in detail.items():
        yield write_fact(name), write_value(name, value, names, locale)
