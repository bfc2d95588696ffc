"""The line as wired, on a Valkey and an SQLite file of its own."""

from tests.voice.conftest import app, data_dir, settings

__all__ = ["app", "data_dir", "settings"]
