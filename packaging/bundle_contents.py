"""What the recipe of the bundle needs to know: version, icons, licences to bring along, and what macOS is told.

Plain Python without PyInstaller, so that tests can look at it on any system.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VERSION = re.findall(r'__version__ = "([^"]+)"', (HERE.parent / "desktop_nn" / "__init__.py").read_text("utf-8"))[0]
_SUFFIX = {"win32": ".ico", "darwin": ".icns"}.get(sys.platform)
ICONS = str(HERE / "icons" / f"desktop-nn{_SUFFIX}") if _SUFFIX else None


def _document(extensions: list[str], name: str, uti: str, role: str, rank: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeExtensions": extensions,
        "CFBundleTypeRole": role,
        "LSHandlerRank": rank,
        "LSItemContentTypes": [uti],
    }


MAC_PLIST: dict[str, Any] = {
    "CFBundleName": "Desktop NN",
    "CFBundleDisplayName": "Desktop NN",
    "CFBundleIdentifier": "org.desktop-nn.DesktopNN",
    "CFBundleShortVersionString": VERSION,
    "CFBundleVersion": VERSION,
    "NSHighResolutionCapable": True,
    "NSPrincipalClass": "NSApplication",
    "LSMinimumSystemVersion": "14.0",
    "LSApplicationCategoryType": "public.app-category.education",
    "NSHumanReadableCopyright": "Apache License 2.0",
    "CFBundleDocumentTypes": [
        _document(["dnn"], "Desktop NN project", "org.desktop-nn.project", "Editor", "Owner"),
        _document(["h5", "hdf5"], "HDF5 model", "org.hdfgroup.hdf5", "Viewer", "Alternate"),
        _document(["keras"], "Keras model", "io.keras.model", "Viewer", "Alternate"),
    ],
    "UTExportedTypeDeclarations": [
        {
            "UTTypeIdentifier": "org.desktop-nn.project",
            "UTTypeDescription": "Desktop NN project",
            "UTTypeConformsTo": ["public.json"],
            "UTTypeTagSpecification": {
                "public.filename-extension": ["dnn"],
                "public.mime-type": "application/x-desktop-nn-project",
            },
        }
    ],
    "UTImportedTypeDeclarations": [
        {
            "UTTypeIdentifier": "io.keras.model",
            "UTTypeDescription": "Keras model",
            "UTTypeConformsTo": ["public.zip-archive"],
            "UTTypeTagSpecification": {"public.filename-extension": ["keras"]},
        },
        {
            "UTTypeIdentifier": "org.hdfgroup.hdf5",
            "UTTypeDescription": "HDF5 file",
            "UTTypeConformsTo": ["public.data"],
            "UTTypeTagSpecification": {"public.filename-extension": ["h5", "hdf5"]},
        },
    ],
}


def windows_version() -> Any:
    """The version resource of the .exe, None elsewhere."""
    if sys.platform != "win32":
        return None
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    numbers = (*(int(part) for part in VERSION.split(".")[:3]), 0)
    words = {
        "CompanyName": "Desktop NN",
        "FileDescription": "Desktop NN",
        "FileVersion": VERSION,
        "InternalName": "desktop-nn",
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": "desktop-nn.exe",
        "ProductName": "Desktop NN",
        "ProductVersion": VERSION,
    }
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            StringFileInfo([StringTable("040904B0", [StringStruct(key, text) for key, text in words.items()])]),
            VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
        ],
    )
