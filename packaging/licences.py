"""What a bundle is made of: `licences.py list` prints names, versions and licences; `licences.py sbom FILE` writes them
as a CycloneDX 1.5 bill of materials. Run it with the Python of the environment that the bundle is built in.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_nn import __version__
from desktop_nn.licences import parts


def bill() -> Mapping[str, Any]:
    """The bill of materials as CycloneDX has it (https://cyclonedx.org/docs/1.5/json/)."""
    components = [
        {
            "type": "library",
            "name": part.name,
            "version": part.version,
            "purl": f"pkg:pypi/{part.name.lower().replace('_', '-')}@{part.version}",
            "licenses": [{"license": {"name": part.licence}}],
        }
        for part in parts()
    ]
    python = {"type": "application", "name": "Python", "version": platform.python_version()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "desktop-nn", "version": __version__}},
        "components": [python, *components],
    }


def main(arguments: list[str]) -> int:
    """See the module."""
    if arguments[:1] == ["sbom"] and len(arguments) == 2:
        Path(arguments[1]).write_text(json.dumps(bill(), indent=1) + "\n", "utf-8")
    elif arguments == ["list"]:
        print("\n".join(f"{part.name} {part.version}: {part.licence}" for part in parts()))
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
