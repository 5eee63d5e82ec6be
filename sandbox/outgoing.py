"""Opens HTTP clients that go straight to where they are sent."""

import ssl
from functools import cache

import httpx


def open_http(base_url: str = "", *, timeout: float = 20.0) -> httpx.AsyncClient:
    """A client to close at the end: no proxy from the environment stands between two local servers."""
    return httpx.AsyncClient(base_url=base_url, timeout=timeout, trust_env=False, verify=_load_trust())


@cache
def _load_trust() -> ssl.SSLContext:
    # Reading the machine's certificates costs 30 ms, more than all else that a client needs.
    return ssl.create_default_context()
