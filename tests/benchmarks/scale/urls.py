from django.urls import path

from readinglist import urls as usual
from tests.benchmarks.scale import views

urlpatterns = [
    path("bench/page/", views.page),
    path("bench/text/", views.text),
    path("bench/raw/", views.raw),
    path("bench/mark/<int:pk>/", views.mark),
    path("bench/change/", views.change),
    *usual.urlpatterns,
]

handler400, handler403, handler404, handler500 = (
    usual.handler400, usual.handler403, usual.handler404, usual.handler500,
)  # fmt: skip
