from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from notes.filters import ShelfFilter
from notes.views import (
    claims,
    glossary,
    history,
    markdown,
    me,
    preferences,
    private_notes,
    queues,
    saved,
    shelf_files,
    status,
    writing,
)
from papers.views import (
    adding,
    browse,
    curation,
    disagreements,
    duplicates,
    exports,
    facets,
    gaps,
    import_rows,
    imports,
    lists,
    lookup,
    merges,
    names,
    one_import,
    paper,
    searching,
    sources,
    suggestions,
    topics,
)
from readinglist import appearance, health, home, keys
from readinglist.group.views import people
from readinglist.group.views.logo import logo
from readinglist.members import urls as members
from readinglist.operations import views as monitoring


class UnicodeSlug:
    """Django's own slug converter knows ASCII only; ours are also Chinese."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UnicodeSlug, "uslug")

urlpatterns = [
    path("", home.home, name="home"),
    path("papers/", browse.browse, {"filterset": ShelfFilter}, name="browse"),
    path("papers/search/", searching.hits, name="search"),
    path("papers/facets/<slug:name>/", facets.one, {"filterset": ShelfFilter}, name="facet"),
    path("papers/add/", adding.add, name="paper-add"),
    path("papers/add/<int:pk>/withdraw/", adding.take_back, name="suggestion-withdraw"),
    path("papers/<int:pk>/status/", status.set_status, name="status"),
    path("papers/<int:pk>/note/", private_notes.save_note, name="note"),
    path("papers/<int:pk>/claim/<slug:code>/", claims.set_claim, name="claim"),
    path("papers/<int:pk>/write/", writing.write, name="write"),
    path("papers/<int:pk>/translate/<slug:code>/", writing.translate, name="translate"),
    path("papers/<int:pk>/summary/<slug:code>/", writing.save, name="summary-save"),
    path("papers/<int:pk>/summary/<slug:code>/draft/", writing.draft, name="draft"),
    path("papers/<int:pk>/summary/<slug:code>/history/", history.history, name="summary-history"),
    path("papers/<int:pk>/summary/<slug:code>/restore/", history.bring_back, name="summary-restore"),
    path("papers/<int:pk>/summary/<slug:code>.md", markdown.summary_markdown, name="summary-markdown"),
    path("preview/<slug:code>/", writing.show, name="preview"),
    path("papers/<int:pk>/sources/", sources.sources, name="paper-sources"),
    path("papers/export/", exports.papers, {"filterset": ShelfFilter}, name="papers-export"),
    path("papers/<int:pk>/export/", exports.one_paper, name="paper-export"),
    path("papers/<int:pk>/", paper.paper, name="paper-by-number"),
    path("papers/<int:pk>/<uslug:slug>/", paper.paper, name="paper"),
    path("lists/", lists.index, name="lists"),
    path("lists/<uslug:slug>/", lists.one, name="list"),
    path("lists/<uslug:slug>/export/", exports.one_list, name="list-export"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", one_import.one, name="import"),
    path("import/<int:pk>/rows/", import_rows.rows, name="import-rows"),
    path("import/<int:pk>/rows/<int:row_pk>/", import_rows.row, name="import-row"),
    path("import/<int:pk>/look-up/", import_rows.look_up_all, name="import-look-up"),
    path("import/<int:pk>/cancel/", one_import.cancel, name="import-cancel"),
    path("import/<int:pk>/again/", one_import.again, name="import-again"),
    path("import/<int:pk>/undo/", one_import.take_back, name="import-undo"),
    path("import/<int:pk>/report.csv", one_import.report, name="import-report"),
    path("curation/", curation.desk, name="curation"),
    path("curation/gaps/", gaps.gaps, name="gaps"),
    path("curation/tags/", names.names, {"kind": "tag"}, name="curation-tags"),
    path("curation/tags/<int:pk>/rename/", names.rename, name="tag-rename"),
    path("curation/venues/", names.names, {"kind": "venue"}, name="curation-venues"),
    path("curation/institutions/", names.names, {"kind": "institution"}, name="curation-institutions"),
    path("curation/names/<slug:kind>/merge/", names.merge, name="names-merge"),
    path("curation/names/<slug:kind>/apart/", names.keep_apart, name="names-apart"),
    path("curation/changes/<int:pk>/undo/", names.undo, name="names-undo"),
    path("curation/topics/", topics.topics, name="curation-topics"),
    path("curation/topics/<int:pk>/", topics.topic, name="curation-topic"),
    path("curation/disagreements/", disagreements.disagreements, name="disagreements"),
    path("curation/duplicates/", duplicates.duplicates, name="duplicates"),
    path("curation/duplicates/look/", duplicates.look_again, name="duplicates-look"),
    path("curation/duplicates/compare/", duplicates.compare, name="duplicates-compare"),
    path("curation/duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("curation/merges/", merges.merges, name="merges"),
    path("curation/merges/<int:pk>/undo/", merges.undo, name="merge-undo"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("queues/", queues.queues, name="queues"),
    path("filters/", saved.index, name="saved-filters"),
    path("filters/<int:pk>/", saved.edit, name="saved-filter"),
    path("filters/<int:pk>/delete/", saved.delete, name="saved-filter-delete"),
    path("filters/<int:pk>/pin/", saved.set_pin, name="saved-filter-pin"),
    path("filters/<int:pk>/seen/", saved.seen, name="saved-filter-seen"),
    path("curation/suggestions/", suggestions.index, name="suggestions"),
    path("curation/suggestions/<int:pk>/", suggestions.one, name="suggestion"),
    path("curation/look-up/<int:pk>/", lookup.paper_look_up, name="paper-look-up"),
    path("curation/people/", people.index, name="people"),
    path("curation/people/<int:pk>/role/", people.role, name="person-role"),
    path("curation/people/<int:pk>/active/", people.active, name="person-active"),
    path("me/", me.shelf, name="me"),
    path("me/export.csv", shelf_files.table, name="me-export"),
    path("me/export/", shelf_files.export, name="shelf-export"),
    *members.urlpatterns,
    path("language/", login_not_required(require_POST(set_language)), name="set_language"),
    path("keys/", keys.keys, name="keys"),
    path("theme/", appearance.set_theme, name="set_theme"),
    path("summary-language/", preferences.set_summary_language, name="set_summary_language"),
    path("group/logo/<slug:digest>.webp", logo, name="logo"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", monitoring.readyz, name="readyz"),
    path("metrics", monitoring.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]

handler400 = "readinglist.errors.bad_request"
handler403 = "readinglist.errors.forbidden"
handler404 = "readinglist.errors.not_found"
handler429 = "readinglist.errors.too_many"  # allauth asks for it
handler500 = "readinglist.errors.server_error"
