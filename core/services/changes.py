"""Telling those who watch a team live what changed, in the very transaction that changes it."""

from core.domain.changes import Noun
from core.store.changes import add_changes
from core.store.engine import Tx


def note_change(tx: Tx, team_id: str, noun: Noun, subject_id: str, kind: str) -> None:
    """Note that `kind` happened to `subject_id`; kinds are listed in `core.domain.changes`."""
    add_changes(tx, team_id, [(noun.value, subject_id, kind)])


def note_changes(tx: Tx, team_id: str, *noted: tuple[Noun, str, str]) -> None:
    """Several at once, in one statement: for where every statement counts."""
    add_changes(tx, team_id, [(noun.value, subject_id, kind) for noun, subject_id, kind in noted])
