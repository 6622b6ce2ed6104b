#!/usr/bin/env bash
# Builds Desktop NN.app and a disk image on a Mac with Apple silicon (there is no TensorFlow for Intel Macs).
#
#   packaging/macos/build.sh [OUTPUT_FOLDER]
#
# Needs uv (brew install uv) and Xcode's command line tools. It signs and notarises if these are set:
#   SIGN_IDENTITY   "Developer ID Application: …", a certificate of the keychain
#   NOTARY_PROFILE  a profile of `xcrun notarytool store-credentials`
# Without them the app is signed for this Mac only: others open it with a right click, Open.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
mkdir -p "${1:-$top/dist}"
out=$(cd "${1:-$top/dist}" && pwd)
work=$out/work
uv=${UV:-uv}

rm -rf "$work/venv" "$work/wheel" "$work/bundle"
"$uv" venv -q -p 3.11 "$work/venv"
python=$work/venv/bin/python
"$uv" pip install -q -p "$python" --require-hashes -r "$top/packaging/bundle.lock"
"$uv" build -q --wheel -o "$work/wheel" "$top"
"$uv" pip install -q -p "$python" --no-deps "$work"/wheel/*.whl
(cd "$work" && "$python" -m PyInstaller --noconfirm --log-level WARN --distpath "$work/bundle" --workpath "$work/build" \
  "$top/packaging/desktop-nn.spec")
app="$work/bundle/Desktop NN.app"
version=$("$python" -c "import sys; sys.path.insert(0, '$top/packaging'); import bundle_contents; print(bundle_contents.VERSION)")

# Inside out: libraries first, the app last.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
  xargs -0 codesign --force --timestamp --options runtime --sign "${SIGN_IDENTITY:--}"
codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "${SIGN_IDENTITY:--}" "$app"
codesign --verify --deep --strict "$app"

env -i HOME="$(mktemp -d)" PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen "$app/Contents/MacOS/desktop-nn" self-test

dmg=$out/desktop-nn-$version-macos-arm64.dmg
rm -f "$dmg"
APP=$app "$uv" tool run dmgbuild==1.6.7 -s "$here/dmg_settings.py" "Desktop NN" "$dmg"
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$dmg"
fi
"$python" "$top/packaging/licences.py" sbom "$out/desktop-nn-$version-macos.cdx.json"
(cd "$out" && shasum -a 256 ./*.dmg ./*.cdx.json >SHA256SUMS)
