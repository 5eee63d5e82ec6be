"""Where set-up put the model weights: found before the tests drop the environment that may say so."""

import os
from pathlib import Path
from typing import Final

from core.settings import Settings

_ROOT: Final = Path(__file__).resolve().parent.parent
_FOUND: Final = Settings(_env_file=_ROOT / ".env").models_dir
# Kept in the environment for the test processes that this one starts, where the settings are gone already.
MODELS: Final = Path(os.environ.setdefault("TEST_MODELS_DIR", str(_FOUND)))
