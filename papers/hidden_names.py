"""Names by which papers are found and which their rows do not show, and their abstracts; one query for a page."""

from __future__ import annotations

from collections.abc import Collection

from papers import reading

# Written out, for the ORM takes longer to put this together than a database to answer it.
SQL = """
WITH chosen (paper) AS (VALUES {papers}),
institution AS (
    SELECT paper, institution_id AS id FROM chosen JOIN papers_paper_institutions ON paper_id = paper
),
tagged AS (SELECT paper, tag_id AS id FROM chosen JOIN papers_taggedpaper ON content_object_id = paper),
topic AS (
    SELECT paper, to_topic_id AS id FROM chosen
    JOIN papers_paper_topics ON paper_id = paper
    JOIN papers_topic_ancestors ON from_topic_id = topic_id
)
SELECT paper, 'abstract', abstract FROM chosen JOIN papers_paper ON id = paper
UNION ALL SELECT paper, 'doi', doi FROM chosen JOIN papers_paper ON id = paper
UNION ALL SELECT paper, 'arxiv', arxiv_id FROM chosen JOIN papers_paper ON id = paper
UNION ALL SELECT paper, 'author', name FROM chosen
    JOIN papers_authorship ON paper_id = paper JOIN papers_author a ON a.id = author_id
UNION ALL SELECT paper, 'venue', full_name FROM chosen
    JOIN papers_paper p ON p.id = paper JOIN papers_venue v ON v.id = venue_id
UNION ALL SELECT paper, 'venue', name FROM chosen
    JOIN papers_paper p ON p.id = paper JOIN papers_venuealias a ON a.venue_id = p.venue_id
UNION ALL SELECT paper, 'institution', name FROM institution JOIN papers_institution USING (id)
UNION ALL SELECT paper, 'institution', full_name FROM institution JOIN papers_institution USING (id)
UNION ALL SELECT paper, 'institution', name FROM institution i
    JOIN papers_institutionalias a ON a.institution_id = i.id
UNION ALL SELECT paper, 'tag', name FROM tagged JOIN papers_tag USING (id)
UNION ALL SELECT paper, 'tag', name FROM tagged t JOIN papers_tagalias a ON a.tag_id = t.id
UNION ALL SELECT paper, 'topic', name_en FROM topic JOIN papers_topic USING (id)
UNION ALL SELECT paper, 'topic', name_zh FROM topic JOIN papers_topic USING (id)
UNION ALL SELECT paper, 'topic', name_en FROM topic t JOIN papers_topicalias a ON a.topic_id = t.id
UNION ALL SELECT paper, 'topic', name_zh FROM topic t JOIN papers_topicalias a ON a.topic_id = t.id
"""


def hidden_names(papers: Collection[int]) -> list[tuple[int, str, str]]:
    """(paper, kind, text) of the papers: ``abstract``, ``doi``, ``arxiv``; ``author``, ``venue``, ``institution``,
    ``tag`` and ``topic``, each by every name it has; also empty texts."""
    if not papers:
        return []
    with reading.cursor() as cursor:
        cursor.execute(SQL.format(papers=", ".join(["(%s)"] * len(papers))), list(papers))
        return cursor.fetchall()
