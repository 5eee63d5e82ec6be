"""Opens links in the browser, and only those the server may send people to."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_admin.api.address import is_loopback


def may_open(link: str, hosts: Collection[str]) -> bool:
    """Whether `link` leads to one of `hosts` (`host` or `host:port`): https, or http on this machine alone."""
    url = QUrl(link, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.userInfo() or url.authority().lower() not in hosts:
        return False
    return url.scheme() == "https" or (url.scheme() == "http" and is_loopback(url.host()))


def open_link(
    link: str, hosts: Collection[str], opener: Callable[[QUrl], bool] = QDesktopServices.openUrl
) -> bool:
    """Open it if it may be; False says that the link has to be shown for copying."""
    return may_open(link, hosts) and opener(QUrl(link))
