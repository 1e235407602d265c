#Requires -Version 5.1
<#
.SYNOPSIS
    Builds the payload of Hangar's MSI on Windows. UNTESTED: it has never been run.

.DESCRIPTION
    UNTESTED. This script was written without a Windows computer at hand: neither it nor what it
    builds has been run. Read it before you run it, and try what it builds before you sign it.

    It needs no network. It takes files that were fetched and pinned elsewhere:

    - the folder that 'python -m installers.windows.fetch' has filled on Debian (Wheelhouse);
    - CPython 3.11 for 64-bit Windows as its NuGet package 'python' (Interpreter), with the SHA-256
      that you have checked against its publisher's (InterpreterSha256);
    - this checkout, with the embedding model built (make model, on Debian).

    And it needs Microsoft's C++ compiler: run it from the 'x64 Native Tools Command Prompt'.

.EXAMPLE
    .\installers\windows\payload.ps1 -Wheelhouse D:\wheelhouse -Interpreter D:\python.3.11.9.nupkg `
        -InterpreterSha256 <64 hex digits> -Output D:\payload

    Then, on Debian: python -m installers.windows.build_msi payload
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Wheelhouse,
    [Parameter(Mandatory = $true)][string]$Interpreter,
    [Parameter(Mandatory = $true)][ValidatePattern('^[0-9A-Fa-f]{64}$')][string]$InterpreterSha256,
    [Parameter(Mandatory = $true)][string]$Output,
    [string[]]$PackKey = @()
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Write-Warning 'This script is UNTESTED: neither it nor what it builds has been run on Windows.'

$checkout = (Resolve-Path (Join-Path $PSScriptRoot '..\..')).Path
$Wheelhouse = (Resolve-Path $Wheelhouse).Path
$Interpreter = (Resolve-Path $Interpreter).Path
$Output = [System.IO.Path]::GetFullPath($Output)
$work = Join-Path ([System.IO.Path]::GetTempPath()) ('hangar-payload-' + [guid]::NewGuid())

function Stop-Build([string]$What, [string]$Hint) {
    throw "$What`n$Hint"
}

# Runs a program, and stops where it fails: PowerShell itself would go on.
function Invoke-Program([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) {
        Stop-Build "$Program stopped with exit status $LASTEXITCODE." 'See its lines above.'
    }
}

# The locks that came with the wheelhouse may name nothing that the checkout's locks do not.
function Assert-PinnedByCheckout {
    $pinned = [System.Collections.Generic.HashSet[string]]::new()
    foreach ($name in 'requirements.lock', 'requirements-dev.lock') {
        $text = Get-Content -Raw -LiteralPath (Join-Path $checkout $name)
        foreach ($match in [regex]::Matches($text, 'sha256:([0-9a-f]{64})')) {
            [void]$pinned.Add($match.Groups[1].Value)
        }
    }
    foreach ($name in 'runtime.lock', 'compiler.lock', 'llama.lock') {
        $text = Get-Content -Raw -LiteralPath (Join-Path $Wheelhouse $name)
        foreach ($match in [regex]::Matches($text, 'sha256:([0-9a-f]{64})')) {
            if (-not $pinned.Contains($match.Groups[1].Value)) {
                Stop-Build "$name pins a file that the checkout does not." 'Fetch the wheelhouse anew.'
            }
        }
    }
}

function Expand-Interpreter([string]$Target) {
    $hash = (Get-FileHash -Algorithm SHA256 -LiteralPath $Interpreter).Hash
    if ($hash -ne $InterpreterSha256) {
        Stop-Build "$Interpreter has the SHA-256 $hash, not the one named." 'Fetch it anew.'
    }
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $unpacked = Join-Path $work 'interpreter'
    [System.IO.Compression.ZipFile]::ExtractToDirectory($Interpreter, $unpacked)
    Copy-Item -Recurse -LiteralPath (Join-Path $unpacked 'tools') -Destination $Target
}

# Compiles llama.cpp with one DLL for each kind of processor, and returns the wheel.
function Build-Llama([string]$Python) {
    $venv = Join-Path $work 'venv'
    Invoke-Program $Python @('-m', 'venv', $venv)
    $inside = Join-Path $venv 'Scripts\python.exe'
    $pip = @('-m', 'pip', '--isolated', '--disable-pip-version-check')
    $local = @('--no-index', '--no-deps', '--require-hashes', '--find-links', $Wheelhouse)
    $compiler = Join-Path $Wheelhouse 'compiler.lock'
    Invoke-Program $inside ($pip + @('install', '--quiet') + $local + @('-r', $compiler))
    $off = 'GGML_NATIVE', 'GGML_OPENMP', 'LLAVA_BUILD', 'LLAMA_BUILD_COMMON', 'LLAMA_BUILD_TOOLS',
        'LLAMA_BUILD_TESTS', 'LLAMA_BUILD_EXAMPLES', 'LLAMA_BUILD_SERVER', 'LLAMA_OPENSSL'
    $on = 'BUILD_SHARED_LIBS', 'GGML_BACKEND_DL', 'GGML_CPU_ALL_VARIANTS'
    $settings = @($off | ForEach-Object { "-D$_=OFF" }) + @($on | ForEach-Object { "-D$_=ON" })
    $env:CMAKE_ARGS = $settings -join ' '
    $env:CMAKE_GENERATOR = 'Ninja'
    $env:PATH = (Join-Path $venv 'Scripts') + ';' + $env:PATH
    $built = Join-Path $work 'built'
    $llama = Join-Path $Wheelhouse 'llama.lock'
    $how = @('wheel', '--no-build-isolation', '--wheel-dir', $built)
    Invoke-Program $inside ($pip + $how + $local + @('-r', $llama))
    return (Get-ChildItem -LiteralPath $built -Filter '*.whl' | Select-Object -First 1).FullName
}

# What the interpreter's package has for developers, and programs that would need a rule each.
function Remove-Unused([string]$Python) {
    foreach ($name in 'include', 'libs', 'Scripts', 'Lib\test', 'Lib\idlelib', 'Lib\ensurepip',
        'Lib\venv', 'Lib\tkinter', 'Lib\turtledemo', 'Lib\lib2to3', 'Lib\site-packages') {
        $path = Join-Path $Python $name
        if (Test-Path -LiteralPath $path) { Remove-Item -Recurse -Force -LiteralPath $path }
    }
    Get-ChildItem -Recurse -LiteralPath $Python -Filter '*.exe' |
        Where-Object { $_.DirectoryName -ne $Python } | Remove-Item -Force
}

if (Test-Path -LiteralPath $Output) {
    Stop-Build "$Output is there already." 'Remove it, or name another folder.'
}
[void](New-Item -ItemType Directory -Path $work)
try {
    Assert-PinnedByCheckout
    [void](New-Item -ItemType Directory -Path $Output)
    $interpreterFolder = Join-Path $Output 'python'
    Expand-Interpreter $interpreterFolder
    $python = Join-Path $interpreterFolder 'python.exe'
    $llamaWheel = Build-Llama $python
    $inside = Join-Path $work 'venv\Scripts\python.exe'
    $keys = @($PackKey | ForEach-Object { '--pack-key'; (Resolve-Path $_).Path })
    Push-Location $checkout
    try {
        $stage = @('-m', 'installers.windows.stage', $Wheelhouse, $Output, '--llama', $llamaWheel)
        Invoke-Program $inside ($stage + $keys)
    }
    finally {
        Pop-Location
    }
    Remove-Unused $interpreterFolder
    # Users cannot write bytecode into Program Files; without it every start would be slow.
    foreach ($folder in (Join-Path $interpreterFolder 'Lib'), (Join-Path $Output 'lib')) {
        $compile = @('-I', '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash')
        Invoke-Program $python ($compile + @($folder))
    }
}
finally {
    Remove-Item -Recurse -Force -LiteralPath $work
}
Write-Host "The payload is in $Output. UNTESTED: start $Output\bin\hangar.cmd doctor before it is packed."
