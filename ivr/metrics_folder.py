"""Where the processes of one service count together."""

import shutil
from pathlib import Path

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # read by the library when it is imported


def fresh_folder(data_dir: Path) -> Path:
    """Where the processes of a service that starts now count; what an earlier one counted is gone."""
    folder = data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder
