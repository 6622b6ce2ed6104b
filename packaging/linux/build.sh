#!/usr/bin/env bash
# Builds the Linux packages: a clean environment of the lock file → the bundle → its self-test → .deb, .rpm, checksums
# and a software bill of materials in dist/. Run it on the oldest system that shall run the result (Debian 12).
#
#   packaging/linux/build.sh [OUTPUT_FOLDER]
#
# Needs python3.11 with its shared library, uv (pip install uv), and of Debian: binutils file zstd librsvg2-bin and the
# libraries that Qt's window needs (the list is in .ci/run).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
out=$(realpath -m "${1:-$top/dist}")
work=$out/work
uv=${UV:-uv}
mkdir -p "$out" "$work"
rm -f "$out"/*.deb "$out"/*.rpm

echo "== an environment of the lock file"
rm -rf "$work/venv" "$work/wheel" "$work/bundle"
"$uv" venv -q -p 3.11 "$work/venv"
python=$work/venv/bin/python
"$uv" pip install -q -p "$python" --require-hashes -r "$top/packaging/bundle.lock"
"$uv" build -q --wheel -o "$work/wheel" "$top"
"$uv" pip install -q -p "$python" --no-deps "$work"/wheel/*.whl

echo "== the bundle"
(cd "$work" && "$python" -m PyInstaller --noconfirm --log-level WARN --distpath "$work/bundle" --workpath "$work/build" \
  "$top/packaging/desktop-nn.spec") 2>&1 | tee "$work/pyinstaller.log"
if grep -E "Library not found.*(xcb|xkb|Qt6)" "$work/pyinstaller.log"; then
  echo "This machine lacks libraries of the window, so the bundle would lack them as well. Install them first." >&2
  exit 1
fi
bundle=$work/bundle/desktop-nn
# Wheels come with symbols: 300 MB of them. Libraries that a wheel brought along (*.libs, Qt) stay as they are: their
# makers have patched them in a way that strip would undo.
find "$bundle" -type f -name '*.so*' -not -path '*.libs/*' -not -path '*/PySide6/*' -not -path '*/shiboken6/*' |
  while IFS= read -r library; do
    if file -b "$library" | grep -q 'not stripped'; then strip -s "$library"; fi
  done
(cd "$bundle" && find . -type f -o -type l | LC_ALL=C sort) >"$out/files.txt"

echo "== the bundle proves itself"
env -i HOME="$(mktemp -d)" PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen "$bundle/desktop-nn" self-test

echo "== packages"
version=$("$python" -c "import sys; sys.path.insert(0, '$top/packaging'); import bundle_contents; print(bundle_contents.VERSION)")
stage=$work/stage
rm -rf "$stage" && mkdir -p "$stage"
cp "$here"/desktop-nn.desktop "$here"/desktop-nn-mime.xml "$stage"
# The date of the last change, so that two builds of one state are the same.
date=$(git -C "$top" log -1 --format=%cs 2>/dev/null || date -u +%F)
export SOURCE_DATE_EPOCH=$(date -u -d "$date" +%s)
sed "s/@VERSION@/$version/; s/@DATE@/$date/" "$here/org.desktop_nn.DesktopNN.metainfo.xml" >"$stage/org.desktop_nn.DesktopNN.metainfo.xml"
cp "$top/resources/icons/desktop-nn.svg" "$stage/desktop-nn.svg"
rsvg-convert -w 256 -h 256 "$stage/desktop-nn.svg" -o "$stage/desktop-nn.png"
{ echo "Desktop NN: Apache License 2.0. What it is built of, each under its own licence:"; echo
  "$python" "$top/packaging/licences.py" list; echo; cat "$top/LICENSE"; } >"$stage/copyright"
export VERSION=$version BUNDLE=$bundle STAGE=$stage
# shellcheck disable=SC2016
envsubst '$VERSION $BUNDLE $STAGE' <"$here/nfpm.yaml" >"$stage/nfpm.yaml"
for kind in deb rpm; do
  "${NFPM:-nfpm}" package --config "$stage/nfpm.yaml" --packager "$kind" --target "$out/"
done
# nfpm compresses a .deb at zstd's lowest level only; at level 10 it is 40 MB smaller.
deb=$(ls "$out"/*.deb)
rm -rf "$work/deb" && dpkg-deb -R "$deb" "$work/deb"
dpkg-deb --root-owner-group -Zzstd -z10 -b "$work/deb" "$deb" >/dev/null
rm -rf "$work/deb"
"$python" "$top/packaging/licences.py" sbom "$out/desktop-nn-$version-linux.cdx.json"
(cd "$out" && sha256sum ./*.deb ./*.rpm ./*.cdx.json >SHA256SUMS)
du -sh "$bundle" "$out"/*.deb "$out"/*.rpm
