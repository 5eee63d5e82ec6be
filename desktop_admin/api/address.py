"""A server's address as a person types it: https, or http on this machine alone."""

import ipaddress
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from desktop_admin.api.errors import Invalid


def read_server(text: str) -> str:
    """The address without a path, `https://host[:port]`; raises `Invalid` with the reason."""
    typed = text.strip().rstrip("/")
    local = is_loopback(_split_host(typed))
    address = typed if "://" in typed else f"{'http' if local else 'https'}://{typed}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.username or parts.query or parts.fragment or parts.path.strip("/"):
        raise _refuse(
            QCoreApplication.translate("Address", "This is not the address of a server."),
            QCoreApplication.translate("Address", "It looks like closeup.example.com."),
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise _refuse(
            QCoreApplication.translate("Address", "Only https is safe for your key."),
            QCoreApplication.translate("Address", "http works for a server on this machine."),
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def is_loopback(host: str | None) -> bool:
    """Whether `host` is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _split_host(typed: str) -> str | None:
    try:
        return urlsplit(typed if "://" in typed else f"//{typed}").hostname
    except ValueError:
        return None


def _refuse(sentence: str, mend: str) -> Invalid:
    return Invalid(sentence, mend, code="bad_address", fields={"server": sentence})
