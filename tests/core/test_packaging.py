"""What the installers are made from is whole and agrees with itself, as far as that can be seen without building."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path
from types import ModuleType

import pytest

from desktop_nn import __version__

PACKAGING = Path(__file__).parents[2] / "packaging"
PROJECT_TYPE = "application/x-desktop-nn-project"


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/bundle_contents.py, which is no part of any package."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    import importlib

    return importlib.import_module("bundle_contents")


def test_that_the_version_comes_from_one_place(contents: ModuleType) -> None:
    assert __version__ == contents.VERSION
    assert contents.MAC_PLIST["CFBundleShortVersionString"] == __version__


def test_that_macos_is_told_of_all_files_that_the_app_opens(contents: ModuleType) -> None:
    plist = plistlib.loads(plistlib.dumps(contents.MAC_PLIST))
    extensions = {item for kind in plist["CFBundleDocumentTypes"] for item in kind["CFBundleTypeExtensions"]}
    assert extensions == {"dnn", "h5", "hdf5", "keras"}
    declared = {
        item["UTTypeIdentifier"]
        for key in ("UTExportedTypeDeclarations", "UTImportedTypeDeclarations")
        for item in plist[key]
    }
    assert {name for kind in plist["CFBundleDocumentTypes"] for name in kind["LSItemContentTypes"]} == declared


def test_that_the_entitlements_let_tensorflow_compile() -> None:
    granted = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert granted["com.apple.security.cs.allow-jit"] is True


def test_that_the_desktop_file_opens_projects_with_the_installed_program() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(PACKAGING / "linux" / "desktop-nn.desktop", "utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "/usr/bin/desktop-nn %f"
    assert PROJECT_TYPE in entry["MimeType"].split(";")
    assert entry["StartupWMClass"] == "desktop-nn"


def test_that_the_mime_type_knows_projects_by_their_suffix() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    root = xml.parse(PACKAGING / "linux" / "desktop-nn-mime.xml").getroot()
    types = {item.get("type"): item for item in root.iter(f"{space}mime-type")}
    glob = types[PROJECT_TYPE].find(f"{space}glob")
    assert glob is not None
    assert glob.get("pattern") == "*.dnn"


def test_that_the_appstream_file_names_the_desktop_file() -> None:
    root = xml.parse(PACKAGING / "linux" / "org.desktop_nn.DesktopNN.metainfo.xml").getroot()
    assert root.findtext("launchable") == "desktop-nn.desktop"
    assert root.findtext("provides/mediatype") == PROJECT_TYPE


def test_that_windows_offers_the_same_files() -> None:
    script = (PACKAGING / "windows" / "desktop-nn.nsi").read_text("utf-8")
    for macro in ("OfferFor", "ForgetFor"):
        offered = set(re.findall(rf'!insertmacro {macro} "\.(\w+)"', script))
        assert offered == {"dnn", "h5", "hdf5", "keras"}


def test_that_every_locked_distribution_has_a_hash_and_there_is_one_tensorflow_a_system() -> None:
    text = (PACKAGING / "bundle.lock").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text)
    locked = [entry for entry in entries if re.match(r"[a-z0-9_.-]+==", entry)]
    assert all("--hash=sha256:" in entry for entry in locked)
    (full,) = [entry for entry in locked if entry.startswith("tensorflow==")]
    (cpu,) = [entry for entry in locked if entry.startswith("tensorflow-cpu==")]
    assert "x86_64" not in full.splitlines()[0]
    assert "darwin" not in cpu.splitlines()[0]


def test_that_the_lock_file_has_everything_that_the_app_depends_on() -> None:
    import tomllib

    project = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text("utf-8"))["project"]
    text = (PACKAGING / "bundle.lock").read_text("utf-8").lower()
    for wanted in project["dependencies"]:
        name = re.split(r"[<>=\[ ;]", wanted)[0].lower().replace("_", "-")
        assert re.search(rf"^{re.escape(name)}==", text, re.MULTILINE), f"{name} is not in packaging/bundle.lock"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's library path")
@pytest.mark.parametrize(("before", "after"), [("/usr/lib/mine", "/usr/lib/mine"), (None, "")])
def test_that_programs_started_from_the_bundle_get_the_library_path_of_before(before: str | None, after: str) -> None:
    code = (
        "import os, sys; sys.frozen = True; sys.path.insert(0, sys.argv[1]);"
        "import entry; entry.restore_library_path();"
        "print(os.environ.get('LD_LIBRARY_PATH', ''), os.environ.get('LD_LIBRARY_PATH_ORIG', ''))"
    )
    environment = {**os.environ, "LD_LIBRARY_PATH": "/bundle"}
    if before is not None:
        environment["LD_LIBRARY_PATH_ORIG"] = before
    done = subprocess.run(
        [sys.executable, "-c", code, str(PACKAGING)], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == after


@pytest.mark.parametrize("script", ["linux/build.sh", "macos/build.sh"])
def test_that_the_build_scripts_are_whole(script: str) -> None:
    done = subprocess.run(["bash", "-n", str(PACKAGING / script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert os.access(PACKAGING / script, os.X_OK)
