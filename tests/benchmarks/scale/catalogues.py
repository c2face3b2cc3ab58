"""The generated catalogues: made once under BENCH_DIR, and again when what makes them has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DIRECTORY = Path(os.environ.get("BENCH_DIR") or ROOT / "var" / "bench")
MAKERS = ["tests/benchmarks/corpus/*.py", "papers/migrations/*.py", "notes/migrations/*.py", "papers/indexing/*.py",
          "papers/search/tokens.py", "papers/search/*.tsv"]  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """A catalogue of so many papers: on SQLite in a directory of its own, else in a database ``NAME_<papers>``."""

    papers: int

    @property
    def server(self) -> str:
        """The address of the database without the name's number; "" for SQLite."""
        return os.environ.get("DATABASE_URL", "")

    @property
    def address(self) -> str:
        return f"{self.server}_{self.papers}" if self.server else ""

    @property
    def directory(self) -> Path:
        return DIRECTORY / f"{'postgresql' if self.server else 'sqlite'}-{self.papers}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process that serves or fills it needs."""
        chosen = {"DATA_DIR": str(self.directory), "DATABASE_URL": self.address, "DEBUG": "off", "HTTPS": "off"}
        chosen["SECRET_KEY"] = "kept for benchmarks " * 3
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.scale.settings", **chosen}

    @property
    def passwords(self) -> dict[str, str]:
        lines = (self.directory / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
        return dict(line.split() for line in lines)

    @cached_property
    def seconds(self) -> dict[str, float]:
        """How long making it took, step by step; made where it is not there."""
        label = self.directory / "made.json"
        made = json.loads(label.read_text()) if label.exists() else {}
        if made.get("by") != fingerprint():
            made = {"by": fingerprint(), "seconds": self.make()}
            label.write_text(json.dumps(made))
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        return made["seconds"]

    def make(self) -> dict[str, float]:
        print(f"Making a catalogue of {self.papers:,} papers in {self.directory}", file=sys.stderr, flush=True)
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        if self.server:
            command = [sys.executable, "-m", "tests.benchmarks.scale.anew", self.address]
            subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603
        steps = {
            "filling": ["-m", "tests.benchmarks.corpus", str(self.papers)],
            "indexing": ["-m", "tests.benchmarks.corpus.index"],
        }
        return {name: self.run(*step) for name, step in steps.items()}

    def run(self, *arguments: str) -> float:
        """Run Python with these arguments on this catalogue; the seconds that it took."""
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=self.environment, cwd=ROOT, check=True, stdout=sys.stderr)  # noqa: S603
        return time.perf_counter() - start

    @property
    def bytes(self) -> int:
        """Of the database on the disk."""
        if not self.server:
            return sum(file.stat().st_size for file in self.directory.glob("readinglist.sqlite3*"))
        command = [sys.executable, "-m", "tests.benchmarks.scale.anew", self.address, "--size"]
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
        return int(answer.stdout)


def fingerprint() -> str:
    """Another one when the generator, the tables or the index are written another way."""
    texts = (file.read_bytes() for pattern in MAKERS for file in sorted(ROOT.glob(pattern)))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()
