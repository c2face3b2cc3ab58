"""The tables: what every page took, and the targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from tests.benchmarks.scale.catalogues import Catalogue
from tests.benchmarks.scale.measuring import Figures
from tests.benchmarks.scale.run import LIMIT, Run
from tests.benchmarks.scale.targets import targets

HEAD = f"{'':40}{'p50 ms':>8}{'p95':>8}{'× /page':>9}{'queries':>9}{'SQL ms':>8}{'KB':>7}{'packed':>8}{'growth':>8}"


def report(runs: list[Run], catalogues: dict[int, Catalogue]) -> Iterator[str]:
    """Lines of text; every figure is the median of the runs."""
    sizes = sorted(catalogues)
    yield from page_table(runs, sizes)
    yield from other_figures(runs, catalogues)
    yield from hostile_table(runs)
    yield f"\n{'Targets at ' + format(sizes[-1], ',') + ' papers':58}  {'limit':8}{'found':>10}"
    yield from (target.line(runs) for target in targets(sizes))


def page_table(runs: list[Run], sizes: list[int]) -> Iterator[str]:
    large = sizes[-1]
    for size in (large,) if len(sizes) < 2 else (sizes[-2], large):
        yield f"\n{size:,} papers; growth is from {sizes[max(0, sizes.index(size) - 1)]:,}\n{HEAD}"
        before = sizes[max(0, sizes.index(size) - 1)]
        yield from (page_line(runs, size, before, name) for name in runs[0].figures[size])


def page_line(runs: list[Run], size: int, before: int, name: str) -> str:
    def of(value: Callable[[Figures], float], page: str = name, papers: int = size) -> float:
        return median(value(run.figures[papers][page]) for run in runs)

    p50 = of(lambda figures: figures.p50)
    return (
        f"{name:40}{p50:8.1f}{of(lambda f: f.p95):8.1f}{p50 / of(lambda f: f.p50, LIMIT):9.2f}"
        f"{of(lambda f: f.queries):9.0f}{of(lambda f: f.sql):8.1f}{of(lambda f: f.bytes) / 1024:7.1f}"
        f"{of(lambda f: f.packed) / 1024:8.1f}{p50 / of(lambda f: f.p50, papers=before):8.2f}"
    )


def other_figures(runs: list[Run], catalogues: dict[int, Catalogue]) -> Iterator[str]:
    yield ""
    for name in runs[0].rates:
        yield f"{name + ', answers a second to 8 clients':58}{median(run.rates[name] for run in runs):10.1f}"
    for name in runs[0].cold:
        yield f"{name + ', ms':58}{median(run.cold[name] for run in runs):10.1f}"
    peaks = [run.peak for run in runs if run.peak]
    if peaks:
        yield f"{'peak memory of a worker, MB':58}{median(peaks):10.1f}"
    for size, catalogue in sorted(catalogues.items()):
        yield f"{f'database, KB a paper, of {size:,}':58}{catalogue.bytes / 1024 / size:10.2f}"
        taken = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in catalogue.seconds.items())
        yield f"{f'made, {size:,} papers':58}{taken:>10}"


def hostile_table(runs: list[Run]) -> Iterator[str]:
    yield f"\n{'Hostile queries':58}{'status':>8}{'ms':>10}"
    for name in runs[0].hostile:
        answers = [run.hostile[name] for run in runs]
        statuses = "/".join(sorted({str(answer.status) for answer in answers}))
        yield f"{name:58}{statuses:>8}{median(answer.milliseconds for answer in answers):10.1f}"
