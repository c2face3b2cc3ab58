from django.contrib import admin
from django.contrib.auth import views as accounts
from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from notes.filters import ShelfFilter
from notes.views import claims, glossary, history, markdown, me, preferences, private_notes, queues, status, writing
from papers.views import browse, lists, paper
from readinglist import appearance, health, home


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
    path("papers/<int:pk>/", paper.paper, name="paper-by-number"),
    path("papers/<int:pk>/<uslug:slug>/", paper.paper, name="paper"),
    path("lists/", lists.index, name="lists"),
    path("lists/<uslug:slug>/", lists.one, name="list"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("queues/", queues.queues, name="queues"),
    path("me/", me.shelf, name="me"),
    path("me/export.csv", me.export, name="me-export"),
    path(
        "accounts/login/",
        accounts.LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("accounts/logout/", accounts.LogoutView.as_view(), name="logout"),
    path(
        "accounts/password/",
        accounts.PasswordChangeView.as_view(
            template_name="accounts/password.html", success_url="/accounts/password/done/"
        ),
        name="password_change",
    ),
    path(
        "accounts/password/done/",
        accounts.PasswordChangeDoneView.as_view(template_name="accounts/password_done.html"),
        name="password_change_done",
    ),
    path("language/", login_not_required(require_POST(set_language)), name="set_language"),
    path("theme/", appearance.set_theme, name="set_theme"),
    path("summary-language/", preferences.set_summary_language, name="set_summary_language"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]

handler400 = "readinglist.errors.bad_request"
handler403 = "readinglist.errors.forbidden"
handler404 = "readinglist.errors.not_found"
handler500 = "readinglist.errors.server_error"
