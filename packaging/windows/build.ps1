# Builds the Windows setup on Windows 10 or 11 (x64).
#
#   packaging\windows\build.ps1 [-Output dist] [-Sign 'signtool sign /fd sha256 /tr http://timestamp.digicert.com /a "%1"']
#
# Needs uv (winget install astral-sh.uv), NSIS 3.08 or later (winget install NSIS.NSIS) and the newest Visual C++
# redistributable, whose runtime TensorFlow wants.
param([string]$Output = "dist", [string]$Sign = "")
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
$top = (Resolve-Path "$PSScriptRoot\..\..").Path
New-Item -ItemType Directory -Force $Output | Out-Null
$out = (Resolve-Path $Output).Path
$work = "$out\work"

function Run { & $args[0] @($args[1..($args.Count - 1)]); if ($LASTEXITCODE -ne 0) { throw "$($args -join ' ') ended with $LASTEXITCODE" } }

Remove-Item -Recurse -Force -ErrorAction SilentlyContinue "$work\venv", "$work\wheel", "$work\bundle"
Run uv venv -q -p 3.11 "$work\venv"
$python = "$work\venv\Scripts\python.exe"
Run uv pip install -q -p $python --require-hashes -r "$top\packaging\bundle.lock"
Run uv build -q --wheel -o "$work\wheel" $top
Run uv pip install -q -p $python --no-deps (Get-ChildItem "$work\wheel\*.whl").FullName
Push-Location $work
Run $python -m PyInstaller --noconfirm --log-level WARN --distpath "$work\bundle" --workpath "$work\build" "$top\packaging\desktop-nn.spec"
Pop-Location
$bundle = "$work\bundle\desktop-nn"
if ($Sign) { foreach ($exe in Get-ChildItem "$bundle\*.exe") { Run cmd /c ($Sign -replace '%1', $exe.FullName) } }

$env:QT_QPA_PLATFORM = "offscreen"
Run "$bundle\desktop-nn-console.exe" self-test

$version = & $python -c "import sys; sys.path.insert(0, r'$top\packaging'); import bundle_contents; print(bundle_contents.VERSION)"
$setup = "$out\desktop-nn-$version-windows-setup.exe"
$options = @("-WX", "-DVERSION=$version", "-DCOMPRESSOR=lzma", "-DSOURCE=$bundle", "-DOUTPUT=$setup")
if ($Sign) { $options += "-DSIGN=$Sign" }
Run makensis @options "$PSScriptRoot\desktop-nn.nsi"
Run $python "$top\packaging\licences.py" sbom "$out\desktop-nn-$version-windows.cdx.json"
Get-ChildItem "$out\*.exe", "$out\*.json" | Get-FileHash -Algorithm SHA256 |
  ForEach-Object { "$($_.Hash.ToLower())  $(Split-Path -Leaf $_.Path)" } | Set-Content "$out\SHA256SUMS"
