"""Loads, runs and the wizard that brings files in."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from carteira.jobs import actions as jobs
from carteira.web.loads.uploads import Upload, new_token
from tests.access.row import Row, makes, marks
from tests.access.world import World

FILE = "order_id,customer,ordered_at,product_id,quantity,unit_price\nNOVO-1,1,2025-03-09,BISCOITO,1,10\n"
COLUMNS = {name: name for name in FILE.partition("\n")[0].split(",")}
STEP = "/loads/new/<str:token>/"


def sent(world: World, name: str) -> Mapping[str, Any]:
    """A file that this person has sent, its columns matched."""
    user = world.users.get(name, world.users["root"])
    upload = Upload(new_token(), user.pk, "pedidos.csv", len(FILE), "loja", "orders", COLUMNS)
    upload.path.write_text(FILE, encoding="utf-8")
    upload.save()
    return {"token": upload.token, "header": "\x1f".join(COLUMNS)}


def working(world: World, name: str) -> Mapping[str, Any]:
    """A load that works in the background."""
    job = jobs.ask("load", {"table": "orders", "path": "x.data", "file_name": "pedidos.csv"}, world.users["root"])
    return {"job": job.pk}


def chosen_file(world: World, name: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("pedidos.csv", FILE.encode())}


REJECTED = marks("contact", "rejected")
MATCHED = {**{f"column:{name}": name for name in COLUMNS}, "header": "{header}"}

ROWS = [
    Row("GET", "/loads/", "read loads", "/loads/", note="files and counts"),
    Row("GET", "/loads/<int:load_id>/", "read loads", "/loads/{numbers[load of customers]}/", shows=REJECTED),
    Row(
        "GET", "/loads/<int:load_id>/rejections.csv", "read rejected lines",
        "/loads/{numbers[load of customers]}/rejections.csv", shows=REJECTED,
    ),
    Row(
        "POST", "/loads/<int:load_id>/undo/", "delete loads", "/loads/{numbers[load of invoices]}/undo/",
        changes=makes("book_load", "facts"),
    ),
    Row("POST", "/loads/run/", "create runs", "/loads/run/", form={"window": "12m"}, changes=makes("jobs_job")),
    Row("GET", "/loads/jobs/<int:job_id>/", "read loads", "/loads/jobs/{job}/", given=working, note="how far it is"),
    Row(
        "POST", "/loads/jobs/<int:job_id>/cancel/", "create loads", "/loads/jobs/{job}/cancel/", given=working,
        changes=makes("jobs_job"),
    ),
    Row("GET", "/loads/new/", "create loads", "/loads/new/", note="an empty form"),
    Row(
        "POST", "/loads/new/", "create loads", "/loads/new/", given=chosen_file,
        form={"file": "{=file}", "table": "orders", "source": "loja"}, changes=makes("uploads"),
    ),
    Row("GET", STEP, "create loads", "/loads/new/{token}/", given=sent, note="the columns of one's own file"),
    Row("POST", STEP, "create loads", "/loads/new/{token}/", given=sent, form=MATCHED, changes=makes("uploads")),
    Row(
        "POST", f"{STEP}table/", "create loads", "/loads/new/{token}/table/", given=sent, form={"table": "costs"},
        changes=makes("uploads"),
    ),
    Row("GET", f"{STEP}check/", "create loads", "/loads/new/{token}/check/", given=sent, note="one's own file"),
    Row(
        "POST", f"{STEP}check/run/", "create loads", "/loads/new/{token}/check/run/", given=sent,
        changes=makes("uploads"),
    ),
    Row(
        "GET", f"{STEP}check/progress/", "create loads", "/loads/new/{token}/check/progress/", given=sent,
        note="one's own file",
    ),
    Row(
        "POST", f"{STEP}load/", "create loads", "/loads/new/{token}/load/", given=sent,
        changes=makes("uploads", "jobs_job"),
    ),
]  # fmt: skip
