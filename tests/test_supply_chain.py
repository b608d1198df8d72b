"""What we run on: each package is locked to bytes by hashes, and its licence is listed."""

import re
import tomllib

from deploy.licences import PAGE, ROOT, locked

LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]


def test_every_locked_file_has_its_hash() -> None:
    files = [file for one in LOCK for file in (*one.get("wheels", ()), *filter(None, [one.get("sdist")]))]

    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files)
    assert [one["name"] for one in LOCK if not one.get("wheels") and not one.get("sdist")] == ["parwatch"]


def test_the_page_of_licences_lists_what_is_locked() -> None:
    listed = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [(name, version) for name, version, _ in listed if name not in {"package", "---"}] == locked()


def test_no_package_forbids_to_be_used_beside_ours() -> None:
    """A package under the GPL alone would bind whoever gives parwatch on."""
    page = PAGE.read_text(encoding="utf-8")

    assert [line for line in page.splitlines() if "GPL" in line and not re.search(r"\bOR\b|LGPL", line)] == []
