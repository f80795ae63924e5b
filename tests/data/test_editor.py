"""What makes an editor help: the extension it recommends, and settings that keep files as the loader wants them."""

import json
import re
import subprocess
from pathlib import Path


def test_the_yaml_extension_is_recommended(project: Path) -> None:
    found = json.loads((project / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in found["recommendations"]


def test_the_editor_is_set_up_as_the_loader_reads(project: Path) -> None:
    found = json.loads((project / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert found["files.encoding"] == "utf8"
    assert found["files.insertFinalNewline"] is True
    assert found["[yaml]"]["editor.insertSpaces"] is True
    assert found["yaml.yamlVersion"] == "1.2"


def test_what_the_editor_needs_is_in_the_repository(project: Path) -> None:
    paths = [".vscode/extensions.json", ".vscode/settings.json", *(f"schemas/{name}.json" for name in ("duty", "role"))]
    said = subprocess.run(["git", "check-ignore", *paths], cwd=project, capture_output=True, text=True, check=False)
    assert said.stdout == ""


def test_every_data_file_names_a_schema_that_is_there(project: Path) -> None:
    for file in sorted((project / "data").rglob("*.yml")):
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, f"{file}: the first line must name the schema"
        assert (file.parent / match[1]).resolve().is_file(), file
