"""The addresses of the pages about loads."""

from django.urls import path

from carteira.web.loads import checking, job_view, list_view, load_view, sending
from carteira.web.needs import needs

app_name = "loads"
urlpatterns = [
    path("", needs("loads:read", list_view.loads), name="list"),
    path("new/", needs("loads:create", sending.new), name="new"),
    path("new/<str:token>/", needs("loads:create", sending.columns), name="columns"),
    path("new/<str:token>/table/", needs("loads:create", sending.change_table), name="table"),
    path("new/<str:token>/check/", needs("loads:create", checking.check), name="check"),
    path("new/<str:token>/check/run/", needs("loads:create", checking.run_check), name="run-check"),
    path("new/<str:token>/check/progress/", needs("loads:create", checking.progress), name="check-progress"),
    path("new/<str:token>/load/", needs("loads:create", checking.load), name="load"),
    path("run/", needs("runs:create", job_view.run), name="run"),
    path("jobs/<int:job_id>/", needs("loads:read", job_view.job), name="job"),
    path("jobs/<int:job_id>/cancel/", needs("loads:read", job_view.cancel), name="cancel"),
    path("<int:load_id>/", needs("loads:read", load_view.load), name="page"),
    path("<int:load_id>/rejections.csv", needs("loads:create", load_view.rejections_file), name="rejections"),
    path("<int:load_id>/undo/", needs("loads:delete", load_view.undo), name="undo"),
]
