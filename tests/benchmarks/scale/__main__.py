import argparse
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.scale.catalogues import DIRECTORY, ROOT, Catalogue
from tests.benchmarks.scale.report import report
from tests.benchmarks.scale.run import Plan, run

SIZES = [100, 1_000, 10_000, 100_000]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Ask for every page of generated catalogues and print a table of ratios.",
        epilog=f"The catalogues stay in {DIRECTORY} (BENCH_DIR) for the next time. With DATABASE_URL they are "
        "databases beside the one that it names.",
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="papers, such as 100 1000 10000 100000")
    parser.add_argument("--runs", type=int, default=3, help="of which the medians are printed")
    parser.add_argument("--rounds", type=int, default=15, help="requests of each page in a run")
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement of throughput")
    parser.add_argument("--only", default="", help="pages with these words in their names")
    parser.add_argument("--imports", type=int, default=5_000, help="entries of the file that is imported; 0: none")
    return parser.parse_args()


def main(chosen: argparse.Namespace) -> None:
    catalogues = {size: Catalogue(size) for size in sorted(chosen.sizes)}
    make(list(catalogues.values()))
    plan = Plan(sorted(chosen.sizes), chosen.rounds, chosen.seconds, chosen.only)
    runs = []
    for number in range(chosen.runs):
        print(f"Run {number + 1} of {chosen.runs}", file=sys.stderr, flush=True)
        runs.append(run(plan, catalogues))
    vendor = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    print(f"{vendor}, Python {platform.python_version()}, {os.cpu_count()} processors, medians of {chosen.runs} runs")
    print("\n".join(report(runs, catalogues)))
    if chosen.imports:
        print(f"\nImport of {chosen.imports:,} entries", flush=True)
        command = [sys.executable, "-m", "tests.benchmarks.import_rate", str(chosen.imports)]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603


def make(catalogues: list[Catalogue]) -> None:
    """Make those that are not there, two at a time, the largest first."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda catalogue: catalogue.seconds, reversed(catalogues)))


if __name__ == "__main__":
    main(options())
