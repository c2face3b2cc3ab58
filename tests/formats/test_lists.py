"""The four lists that the project began from: every number, and every irregular line by itself."""

import pytest

from papers.formats.folding import title_key
from papers.formats.markdown import read

from .samples import at, sample


@pytest.mark.parametrize(
    ("letter", "entries", "titles"), [("A", 63, 62), ("B", 97, 96), ("C", 34, 34), ("D", 101, 101)]
)
def test_it_finds_every_entry(lists, letter, entries, titles):
    records = lists[letter].records
    assert len(records) == entries
    assert len({title_key(record.title) for record in records}) == titles


def test_it_finds_224_works_in_all(lists):
    assert len({title_key(record.title) for found in lists.values() for record in found.records}) == 224


@pytest.mark.parametrize(("letter", "dated"), [("A", 63), ("B", 97), ("C", 18), ("D", 101)])
def test_it_finds_venue_and_year(lists, letter, dated):
    assert sum(bool(record.venue and record.year) for record in lists[letter].records) == dated


@pytest.mark.parametrize(("letter", "noted", "lines"), [("A", 0, 0), ("B", 17, 190), ("C", 13, 13), ("D", 0, 0)])
def test_it_finds_notes(lists, letter, noted, lines):
    notes = [record.notes for record in lists[letter].records if record.notes]
    assert len(notes) == noted
    assert sum(bool(line.strip()) for text in notes for line in text.split("\n")) == lines


@pytest.mark.parametrize(("letter", "linked"), [("A", 0), ("B", 0), ("C", 0), ("D", 101)])
def test_it_finds_links_and_institutions(lists, letter, linked):
    records = lists[letter].records
    assert sum(bool(record.links) for record in records) == linked
    assert sum(bool(record.institutions) for record in records) == linked


def test_it_keeps_43_spellings_of_institutions(lists):
    assert len({name for record in lists["D"].records for name in record.institutions}) == 43


@pytest.mark.parametrize(("letter", "tagged", "tags"), [("A", 11, 9), ("B", 0, 0), ("C", 0, 0), ("D", 0, 0)])
def test_it_finds_keyword_tags(lists, letter, tagged, tags):
    records = lists[letter].records
    assert sum(bool(record.tags) for record in records) == tagged
    assert len({tag for record in records for tag in record.tags}) == tags


def test_it_finds_nicknames(lists):
    found = {letter: [record.nickname for record in lists[letter].records if record.nickname] for letter in lists}
    assert found["A"] == ["Philly", "GandivaFair", "Gavel", "DPF", "AFS", "PAI", "Synergy", "Muri", "BytePS"]
    assert (found["B"], found["C"], found["D"]) == ([], ["vLLM"], [])


@pytest.mark.parametrize(("letter", "holding"), [("A", 16), ("B", 12), ("C", 11), ("D", 16)])
def test_it_finds_the_sections_that_hold_papers(lists, letter, holding):
    assert len({record.section for record in lists[letter].records}) == holding


def test_it_finds_the_titles_of_the_lists(lists):
    assert [lists[letter].title for letter in "ABCD"] == [
        "Paper List of Systems for Machine Learning",
        "A reading list for machine learning systems",
        "[WIP] mlsys_papers",
        "Awesome-DL-training-system",
    ]


def test_it_reads_the_declared_vocabulary_of_a(lists):
    keywords = lists["A"].keywords
    assert len(keywords) == 21
    assert "scehduling" in keywords and "scheduling" not in keywords
    assert not any(lists[letter].keywords for letter in "BCD")


def test_it_names_these_problems_and_no_others(lists):
    named = {letter: [problem.line for problem in lists[letter].problems] for letter in lists}
    assert named == {"A": [167], "B": [30], "C": [22], "D": [96]}
    assert "1000" not in lists["D"].problems[0].reason and "read as https://dl.acm.org" in lists["D"].problems[0].reason
    assert lists["B"].problems[0].reason == "The year has a stray apostrophe; read as SC 2021."


@pytest.mark.parametrize(
    ("place", "title", "venue", "year"),
    [
        ("A79", "BGL: GPU-Efficient GNN Training by Optimizing Graph Data I/O and Preprocessing", "NSDI", 2023),
        ("A89", "Faster Neural Network Training with Data Echoing", "arXiv preprint", 2019),
        ("A114", "Heterogeneity-Aware Cluster Scheduling Policies for Deep Learning Workloads", "OSDI", 2020),
        ("A120", "Privacy Budget Scheduling", "OSDI", 2021),
        (
            "A154",
            "Scalable Deep Learning on Distributed Infrastructures: Challenges, Techniques, and Tools",
            "ACM CSUR",
            2019,
        ),
        ("A161", "Estimating GPU memory consumption of deep learning models", "ESEC/FSE", 2020),
        ("A170", "Ease.ML: A Lifecycle Management System for MLDev and MLOps", "CIDR", 2021),
        (
            "B30",
            "Chimera: Efficiently Training Large-Scale Neural Networks with Bidirectional Pipelines",
            "SC",
            2021,
        ),
        (
            "B33",
            "HetPipe: Enabling Large DNN Training on (Whimpy) Heterogeneous GPU Clusters through Integration of "
            "Pipelined Model Parallelism and Data Parallelism",
            "ATC",
            2020,
        ),
        ("B43", "Large Scale Distributed Deep Networks", "NIPS", 2012),
        ("B47", "Transparent GPU Sharing in Container Clouds for Deep Learning Workloads", "NSDI", 2023),
        (
            "B60",
            "Lucid: A Non-intrusive, Scalable and Interpretable Scheduler for Deep Learning Training Jobs",
            "ASPLOS",
            2023,
        ),
        ("B258", "KungFu: Making Training in Distributed Machine Learning Adaptive", "OSDI", 2020),
        ("B291", "Achieving μs-scale Preemption for Concurrent GPU-accelerated DNN Inferences", "OSDI", 2022),
        ("B310", "ZeRO-Infinity: Breaking the GPU Memory Wall for Extreme Scale Deep Learning", "arxiv", 2021),
        (
            "B325",
            "The Architectural Implications of Facebook’s DNN-based Personalized Recommendation",
            "HPCA",
            2020,
        ),
        ("C12", "Pathways: Asynchronous Distributed Dataflow for ML", "MLSys", 2022),
        ("C22", "SpotServe: Serving Generative Large Language Models on Preemptible Instances", "ASPLOS", 2024),
        (
            "C25",
            "Efficient Memory Management for Large Language Model Serving with PagedAttention",
            "SOSP",
            2023,
        ),
        ("C44", "Bagpipe: Accelerating Deep Recommendation Model Training", "", None),
        ("D5", "SLAQ_Quality-Driven Scheduling for Distributed Machine Learning", "SoCC", 2017),
        (
            "D27",
            "MLaaS in the Wild: Workload Analysis and Scheduling in Large-Scale Heterogeneous GPU Clusters",
            "NSDI",
            2022,
        ),
        ("D53", "AlpaServe: Statistical Multiplexing with Model Parallelism for Deep Learning Serving", "OSDI", 2022),
        ("D57", "BLAS-on-flash: An Efficient Alternative for Large Scale ML Training and Inference?", "NSDI", 2019),
        ("D96", "Bagpipe: Accelerating Deep Recommendation Model Training", "SOSP", 2023),
    ],
)
def test_it_reads_irregular_lines(lists, place, title, venue, year):
    record = at(lists[place[0]], int(place[1:]))
    assert (record.title, record.venue, record.year) == (title, venue, year)


def test_it_knows_what_is_yet_to_appear(lists):
    assert [record.line for record in lists["A"].records if record.to_appear] == [79]


def test_it_tells_surveys_and_preprints_from_papers(lists):
    assert {record.line: record.kind for record in lists["A"].records if record.kind != "paper"} == {
        89: "preprint",
        154: "survey",
    }
    assert [record.line for record in lists["C"].records if record.kind == "preprint"] == [11, 29, 32]


def test_it_repairs_the_unclosed_link(lists):
    record = at(lists["D"], 96)
    assert record.links[0].url == "https://dl.acm.org/doi/10.1145/3600006.3613142"
    assert (record.doi, record.institutions) == ("10.1145/3600006.3613142", ("UWM",))


def test_it_keeps_spellings_for_the_importer_to_fold(lists):
    assert at(lists["D"], 51).institutions == at(lists["D"], 54).institutions == ("Standford",)


def test_it_takes_sibling_bullets_as_notes(lists):
    record = at(lists["C"], 7)
    assert record.notes.startswith("- Parcae [NSDI’24] is ") and record.notes_line == 8
    assert at(lists["C"], 38).notes.endswith("to somebody,")
    assert at(lists["C"], 22).notes_line == 24


def test_it_finds_the_implied_tree_of_c(lists):
    sections = lists["C"].sections

    def path(index):
        return "" if index is None else f"{path(sections[index].parent)}/{sections[index].title}"

    paths = [path(index) for index in range(len(sections))]
    assert paths[:4] == [
        "/System for Machine Learning",
        "/System for Machine Learning/Distributed Systems",
        "/System for Machine Learning/Distributed Systems/Model training Framework",
        "/System for Machine Learning/Model Serving",
    ]
    assert paths[4] == "/System for Machine Learning/Model Serving/Model Inference Framework"
    assert paths[-3:] == [
        "/Machine Learning for Systems",
        "/Machine Learning for Systems/Resource Management",
        "/Machine Learning for Systems/Reliability",
    ]
    assert {section.level for section in sections} == {1, 2, 3}


def test_it_keeps_numbers_apart_and_parents_right_in_a(lists):
    sections = {section.number: section for section in lists["A"].sections if section.number}
    assert sections["1.1.2"].title == "Prep stalls"
    assert lists["A"].sections[sections["1.1.2"].parent].number == "1.1"
    assert (sections["3"].title, sections["3"].line, sections["3"].parent) == ("Inference System", 166, None)
    assert {section.level for section in lists["A"].sections} == {2, 3, 4}


def test_it_takes_bold_from_headings_and_space_from_their_ends(lists):
    assert lists["B"].sections[0].title == "Frameworks"
    titles = [section.title for section in lists["D"].sections]
    assert "Learning-Augmented" in titles and "don't sure" in titles


@pytest.mark.parametrize("letter", "ABCD")
def test_it_numbers_lines_as_the_file_does(lists, letter):
    lines = sample({"A": "list_a.md", "B": "list_b.md", "C": "list_c.txt", "D": "list_d.txt"}[letter]).split("\n")
    for record in lists[letter].records:
        assert record.raw.split("\n")[0] == lines[record.line - 1].rstrip()
        assert record.title.split()[0] in lines[record.line - 1]
        if record.notes:
            assert record.notes.split("\n")[0].strip() == lines[record.notes_line - 1].strip()


def test_it_reads_windows_line_ends_and_a_byte_order_mark_alike(lists):
    text = sample("list_a.md").replace("\n", "\r\n")
    assert read("\ufeff" + text) == lists["A"]
