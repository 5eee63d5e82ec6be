"""The model weights of the photo checks and the studio, fetched once into the data folder."""

import shutil
from pathlib import Path

from setup.environment import PYTHON, hash_file, read_from, read_stamps, write_stamp
from setup.steps import ROOT, SetupError, run_step

_FETCHER = ROOT / "core" / "photos" / "models"
_WHERE = "from core.settings import read_settings; print(read_settings().closeup_data_dir / 'models')"


def prepare_weights() -> None:
    """Fetch the weights into the data folder, unless the files that were checked before are still there."""
    answer = read_from(_WHERE)
    if not answer:
        raise SetupError("The settings cannot be read; .venv/bin/closeup doctor says which one is wrong.")
    folder = Path(answer)
    if read_stamps().get("weights") == _fingerprint(folder):
        return
    run_step(
        "Fetching the model weights",
        [str(PYTHON), "-m", "core.photos.models", str(folder)],
        f"The model weights could not be fetched into {folder}; check the network and run this again.",
    )
    _copy_beside_program(folder)
    write_stamp("weights", _fingerprint(folder))


def _copy_beside_program(folder: Path) -> None:
    """So that every data folder can do without weights of its own."""
    shutil.copytree(folder, PYTHON.parent.parent / "share" / "closeup" / "models", dirs_exist_ok=True)


def _fingerprint(folder: Path) -> str:
    # Sizes and times stand for contents that the fetcher has checked, to spare each start reading 10 MB.
    try:
        files = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir())
    except OSError:
        files = []
    fetcher = [hash_file(path) for path in sorted(_FETCHER.glob("*.py"))]
    return f"{fetcher} {folder} {files}"
