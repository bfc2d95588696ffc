"""The steps of our Dockerfile, played without an engine: the same commands in a fresh folder, which stands for `/`.

It knows the few instructions that the file has. Absolute places in commands are those below the folder.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

HERE = Path(__file__).parents[2]
PLACES = re.compile(r"(?<![\w.])(/opt/creditline|/var/lib/creditline)")
BUILD = 600.0  # seconds; it takes half a minute


@dataclass
class Stage:
    """`root` stands for `/`, `python` for the image's own; the rest is what the file says of a start."""

    root: Path
    python: Path
    folder: Path = Path("/")
    env: dict[str, str] = field(default_factory=dict)
    user: str = ""
    healthcheck: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def play(self, instruction: str, words: str) -> None:
        plays: Mapping[str, Callable[[str], object]] = {
            "WORKDIR": lambda words: setattr(self, "folder", Path(words)),
            "COPY": self._copy,
            "RUN": self._run,
            "ENV": lambda words: self.env.update(_assigned(self._placed(words))),
            "USER": lambda words: setattr(self, "user", words),
            "EXPOSE": int,
            "HEALTHCHECK": lambda words: setattr(self, "healthcheck", json.loads(words.partition("CMD ")[2])),
            "ENTRYPOINT": lambda words: setattr(self, "entrypoint", json.loads(words)),
            "CMD": lambda words: setattr(self, "command", json.loads(words)),
        }
        plays[instruction](words)

    def _copy(self, words: str) -> None:
        """`--from=` names the stage before, whose root is the same."""
        *sources, target = words.split()
        if sources[0].startswith("--from="):
            assert sources[1] == target
            return
        for source in sources:
            assert not _is_left_out(source), f"{source} does not reach the build: .dockerignore"
            _copy(HERE / source, self._here / target / (source if target == "./" else ""))

    def _run(self, command: str) -> None:
        tools = self.root / "tools"
        if not tools.exists():
            subprocess.run([self.python, "-m", "venv", tools], check=True, timeout=BUILD)
        env = os.environ | {"PATH": f"{tools}/bin:{os.environ['PATH']}", "UV_PYTHON": str(self.python)}
        subprocess.run(["sh", "-euc", self._placed(command)], cwd=self._here, env=env, check=True, timeout=BUILD)

    @property
    def _here(self) -> Path:
        here = self.root / self.folder.relative_to("/")
        here.mkdir(parents=True, exist_ok=True)
        return here

    def _placed(self, text: str) -> str:
        return PLACES.sub(lambda found: str(self.root) + found.group(), text)


def build(root: Path, python: Path) -> Stage:
    """Build below `root`, and return the last stage of the Dockerfile."""
    stage = Stage(root, python)
    for instruction, words in instructions((HERE / "Dockerfile").read_text()):
        if instruction == "FROM":
            stage = Stage(root, python)
        else:
            stage.play(instruction, words)
    return stage


def instructions(text: str) -> Iterator[tuple[str, str]]:
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for line in lines.replace("\\\n", "").splitlines():
        if line:
            instruction, _, words = line.partition(" ")
            yield instruction, " ".join(words.split())


def _assigned(words: str) -> Mapping[str, str]:
    return dict(word.split("=", 1) for word in words.replace(":$PATH", "").split())


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _is_left_out(source: str) -> bool:
    """Ask .dockerignore, of which the last line that fits decides."""
    decided = False
    for line in (HERE / ".dockerignore").read_text().splitlines():
        if line and not line.startswith("#") and fnmatch(source.strip("/"), line.removeprefix("!").strip("/")):
            decided = not line.startswith("!")
    return decided
