"""Keeps tests on this machine: a connection to any other, or the look-up of its name, is an error.

An audit hook and not a patched `socket` module (as pytest-socket has it): the code under test runs unchanged.
"""

import ipaddress
import sys
from typing import Any

_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.getaddrinfo"})


class OutsideConnectionError(BaseException):
    """A test tried to leave this machine. Not an `Exception`, so that no retry or fallback can hide it."""


def forbid_outside_connections() -> None:
    """From now on this process connects to loopback addresses and local sockets only."""
    sys.addaudithook(_check_address)


def _check_address(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _EVENTS:
        return
    host = arguments[0] if event == "socket.getaddrinfo" else _read_host(arguments[1])
    if not _is_local(host):
        msg = f"a test tried to reach {host}; tests talk to stand-ins on this machine"
        raise OutsideConnectionError(msg)


def _read_host(address: object) -> object:
    # An address is a tuple for IP and a name for a local socket.
    return address[0] if isinstance(address, tuple) else None


def _is_local(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
