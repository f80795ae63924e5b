"""Settings in what is taken away: every file has the value with its unit, and none has the id of a setting."""

import io
import json
import re
import zipfile

import docx

from macros.addresses.files import API
from macros.exports import api, search
from macros.exports.context import Context
from tests.exports.reading import cells, csv_rows, workbook

ASK = "抽的 10 张单，首句都在 60 秒内吗？"


def test_spreadsheets(files: dict[str, bytes]) -> None:
    sheet = workbook(files["downloads/checklists/service-weekly.xlsx"]).worksheets[0]
    assert ASK in [str(cell) for row in cells(sheet) for cell in row]
    rows = csv_rows(files["downloads/checklists/service-weekly.csv"])
    assert ASK in [cell for row in rows for cell in row]


def test_a_job_description(files: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(files["downloads/roles/assistant-ops.docx"]))
    told = [paragraph.text for paragraph in document.paragraphs]
    told += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("让客户等过 30 分钟" in text for text in told)


def test_the_api(context: Context) -> None:
    made = {path: json.loads(content) for path, content in api.files(context)}
    duties = {duty["id"]: duty for duty in made[f"{API}/duties.json"]["duties"]}
    tasks = {task["id"]: task for task in duties["customer-service"]["tasks"]}
    assert tasks["desk"]["steps"][0]["expect"] == "没有等过 30 分钟的。"
    settings = {setting["id"]: setting for setting in made[f"{API}/settings.json"]["settings"]}
    assert settings["recount-gap"]["value"] == 0.5
    used_by = ["data-monitoring.recomputable", "duties/data-monitoring", "scenarios/no-orders"]
    assert settings["recount-gap"]["used_by"] == used_by


def test_the_search(context: Context) -> None:
    duty = search.entries(context.views, "duty", "customer-service", "客户服务")
    assert ASK in [entry.title for entry in duty]
    assert any("30 分钟" in entry.text for entry in search.entries(context.views, "settings", "", "设置"))


def test_no_file_has_the_id_of_a_setting(files: dict[str, bytes], context: Context) -> None:
    raw = re.compile(("\\$(?:" + "|".join(map(re.escape, context.book.settings)) + ")").encode())
    for path, content in files.items():
        parts = [content]
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                parts = [packed.read(name) for name in packed.namelist()]
        assert not any(raw.search(part) for part in parts), path
