"""Starts a real PostgreSQL server in a temporary folder, for as long as a block lasts."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

_START_SECONDS = 30
_TRIES = 3  # somebody may take the free port between finding it and listening on it


class NoPostgreSQL(Exception):  # noqa: N818 - it says what is missing
    """PostgreSQL cannot be used here; the message says why and what to do."""


@contextmanager
def start_postgresql(*, durable: bool = False) -> Iterator[str]:
    """The URL of the superuser's database on a server of our own, on a free loopback port.

    `durable` False switches fsync off: the machine's crash may lose such a database, the server's does not.
    Raises NoPostgreSQL when the programs are missing or the server does not start.
    """
    programs, owner = find_programs(), _choose_owner()
    folder = _make_folder(owner)
    try:
        _make_cluster(programs, owner, folder)
        with _serve(programs, owner, folder, durable=durable) as port:
            yield f"postgresql+psycopg://closeup@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_INITDB = ("-U", "closeup", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")


def find_programs() -> Path:
    """The folder of initdb, postgres and pgbench: the path's, or the newest of those Debian hides."""
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_read_version, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgreSQL("PostgreSQL's initdb is not installed; install the server or set TEST_DATABASE_URL")


def _read_version(folder: Path) -> int:
    version = folder.parent.name
    return int(version) if version.isdigit() else 0


class _Owner(NamedTuple):
    """Who runs the server, as subprocess wants it; without a user it is ourselves."""

    user: int | None = None
    group: int | None = None
    extra_groups: list[int] | None = None


def _choose_owner() -> _Owner:
    """Somebody else when this is root, as whom the server refuses to run."""
    if os.geteuid() != 0:
        return _Owner()
    names = {user.pw_name: user for user in pwd.getpwall()}
    owner = names.get("postgres") or names.get("nobody")
    if owner is None:
        raise NoPostgreSQL("PostgreSQL does not run as root, and there is no user postgres or nobody here")
    return _Owner(owner.pw_uid, owner.pw_gid, [])


def _make_folder(owner: _Owner) -> Path:
    # A short path, since a local socket's name has 107 bytes at most, and one that the owner can reach.
    base = Path("/tmp") if owner.user or len(tempfile.gettempdir()) > 40 else Path(tempfile.gettempdir())  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="closeup-pg-", dir=base))
    if owner.user is not None and owner.group is not None:
        os.chown(folder, owner.user, owner.group)
    return folder


def _make_cluster(programs: Path, owner: _Owner, folder: Path) -> None:
    done = subprocess.run(
        [programs / "initdb", "-D", folder / "data", *_INITDB],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env=_ENVIRONMENT,
        user=owner.user,
        group=owner.group,
        extra_groups=owner.extra_groups,
    )
    if done.returncode:
        raise NoPostgreSQL(f"initdb failed: {done.stderr.strip()[-300:]}")


_ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


@contextmanager
def start_crashing_postgresql() -> Iterator[tuple[str, Callable[[], None]]]:
    """As `start_postgresql`, durable; with what cuts it off and starts it again at the same address."""
    programs, owner = find_programs(), _choose_owner()
    folder = _make_folder(owner)
    servers = ExitStack()
    try:
        _make_cluster(programs, owner, folder)
        with servers:
            server, port = _start(servers, programs, owner, folder, durable=True)

            def crash() -> None:
                nonlocal server
                server.send_signal(signal.SIGQUIT)  # "immediate shutdown": what pg_ctl stop -m immediate does
                server.wait(_START_SECONDS)
                server, _ = _start(servers, programs, owner, folder, durable=True, port=port)

            try:
                yield f"postgresql+psycopg://closeup@127.0.0.1:{port}/postgres", crash
            finally:
                _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _serve(programs: Path, owner: _Owner, folder: Path, *, durable: bool) -> Iterator[int]:
    with ExitStack() as servers:
        server, port = _start(servers, programs, owner, folder, durable=durable)
        try:
            yield port
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast shutdown": open connections are cut
    server.wait(_START_SECONDS)


def _start(
    servers: ExitStack, programs: Path, owner: _Owner, folder: Path, *, durable: bool, port: int | None = None
) -> tuple[subprocess.Popen[bytes], int]:
    """A server that answers, and its port; `servers` closes what belongs to it."""
    for _ in range(_TRIES):
        chosen = port or find_free_port()
        log = servers.enter_context((folder / "log").open("wb"))
        server = subprocess.Popen(
            _write_command(programs, folder, chosen, durable=durable),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_ENVIRONMENT,
            user=owner.user,
            group=owner.group,
            extra_groups=owner.extra_groups,
        )
        servers.enter_context(server)
        if _wait_until_ready(server, chosen):
            return server, chosen
    raise NoPostgreSQL(f"the PostgreSQL server did not start: {(folder / 'log').read_text()[-300:]}")


def _write_command(programs: Path, folder: Path, port: int, *, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        "max_connections": "200",
        "shared_buffers": "128MB",
        "timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    # Where Linux offers it, a server whose test run was killed goes with it.
    tied = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [*tied, str(programs / "postgres"), "-D", str(folder / "data"), *options]


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="closeup", dbname="postgres").close()
        except psycopg.OperationalError:
            # A server being started has no event to wait for: it answers or it does not.
            time.sleep(0.05)
        else:
            return True
    server.kill()
    return False


def find_free_port() -> int:
    """A loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
