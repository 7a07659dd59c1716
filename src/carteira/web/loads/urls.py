"""The addresses of the pages about loads."""

from django.urls import path

from carteira.web.loads import checking, job_view, list_view, load_view, sending

app_name = "loads"
urlpatterns = [
    path("", list_view.loads, name="list"),
    path("new/", sending.new, name="new"),
    path("new/<str:token>/", sending.columns, name="columns"),
    path("new/<str:token>/table/", sending.change_table, name="table"),
    path("new/<str:token>/check/", checking.check, name="check"),
    path("new/<str:token>/check/run/", checking.run_check, name="run-check"),
    path("new/<str:token>/check/progress/", checking.progress, name="check-progress"),
    path("new/<str:token>/load/", checking.load, name="load"),
    path("run/", job_view.run, name="run"),
    path("jobs/<int:job_id>/", job_view.job, name="job"),
    path("<int:load_id>/", load_view.load, name="page"),
    path("<int:load_id>/rejections.csv", load_view.rejections_file, name="rejections"),
    path("<int:load_id>/undo/", load_view.undo, name="undo"),
]
