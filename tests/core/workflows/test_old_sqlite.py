"""The job engine works on the SQLite of every Python we run on, also one that does not know milliseconds."""

from pathlib import Path

from sqlalchemy import create_engine, text

from core.workflows.engine import upgrade_engine


def test_the_engine_can_ask_for_milliseconds(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'any.db'}")
    with engine.connect() as conn:
        seconds, whole = conn.execute(text("SELECT unixepoch('subsec'), strftime('%s', 'now')")).one()
    engine.dispose()
    assert abs(seconds - int(whole)) < 5


def test_rows_of_the_engine_get_their_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'engine.db'}"
    upgrade_engine(url)
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(text("INSERT INTO application_versions (version_id, version_name) VALUES ('a', 'a')"))
        moment = conn.execute(text("SELECT version_timestamp FROM application_versions")).scalar_one()
    engine.dispose()
    assert moment > 1_700_000_000_000
