#!/bin/sh
# The tests on the Windows side: the test program and the shell, published for Windows with their runtime, run by
# Debian's wine. Sets up everything it needs.
#
#   tests/wine-lane.sh [<folder to work in, kept>] [-- <arguments for the test program>]
#
# WAIAAS_TEST_SECONDS  how long the tests with many processes last (10)
# WAIAAS_LANE_LIMIT    the time limit for the test run, as timeout(1) takes it (15m)
# WAIAAS_CONFIGURATION Debug or Release (Release)
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
configuration=${WAIAAS_CONFIGURATION:-Release}
work=
if [ $# -gt 0 ] && [ "$1" != -- ]; then
    work=$1
    mkdir -p "$work"
    shift
fi
[ "${1:-}" != -- ] || shift
if [ -z "$work" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi

if ! command -v wine >/dev/null; then
    [ "$(id -u)" -eq 0 ] || { echo "wine-lane: wine is missing, and installing it needs root" >&2; exit 2; }
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends wine64 wine >/dev/null
fi

# An own prefix: nothing of the user's is touched, and nothing of it gets in.
export WINEPREFIX="$work/prefix"
export WINEDEBUG=-all
# A crash would start a debugger, which ends with success.
export WINEDLLOVERRIDES=winedbg.exe=d
# Wine cannot map one memory twice the way the runtime does it for this.
export DOTNET_EnableWriteXorExecute=0
unset DISPLAY WAYLAND_DISPLAY WAIAAS_DATA_DIR

publish() {
    dotnet publish "$root/$1" -c "$configuration" -r win-x64 --self-contained -o "$2" -nologo -v quiet
}
dotnet build "$root/src/WaiaaS" -nologo -v quiet
publish tests/WaiaaS.Tests "$work/app"
publish src/WaiaaS.Shell "$work/app/shell"
rm -rf "$work/app/out" "$work/app/docs" "$work/app/en-US"
mkdir "$work/app/out" "$work/app/docs"
cp -R "$root/out/WaiaaS" "$work/app/out/"
cp -R "$root/docs/en-US" "$root/docs/examples" "$work/app/docs/"
cp -R "$root/en-US" "$work/app/"

# Wine 8 keeps a record of an exception handler that the runtime left by jumping, as it does where a managed exception
# crosses native frames, and calls it at the next exception of the just-in-time compiler. Without native frames below
# a test, a test that fails or is skipped does not take the whole run with it.
sed -i 's/"configProperties": {/&\n      "Switch.System.Reflection.ForceEmitInvoke": true,/' "$work/app/WaiaaS.Tests.runtimeconfig.json"

# The Windows build of the engine has the registry's provider; the one for other systems compiles without it.
for engine in "$work/app" "$work/app/shell"; do
    grep -q RegistryProvider "$engine/System.Management.Automation.dll" ||
        { echo "wine-lane: $engine has no Windows build of the PowerShell engine" >&2; exit 1; }
done

if [ ! -e "$WINEPREFIX/system.reg" ]; then
    wineboot -i >/dev/null 2>&1
    wine winecfg -v win10 >/dev/null 2>&1
fi
wine --version
wine cmd /c ver | tr -d '\r' | grep .

log="$work/log"
code=0
(cd "$work/app" && timeout "${WAIAAS_LANE_LIMIT:-15m}" wine WaiaaS.Tests.exe --output Detailed --no-progress "$@" </dev/null) >"$log" 2>&1 || code=$?
wineserver -k 2>/dev/null || :
tr -d '\r' <"$log" >"$log.text"

# Only what failed and what was skipped, with the reason below its name.
awk '/^(failed|passed|skipped) /{ shown = !/^passed / } /^Test run summary/{ shown = 1 } shown' "$log.text"

# A run that was cut short has no summary, whatever its exit code says.
summary=$(sed -n '/^Test run summary: /,$p' "$log.text")
count() { printf '%s\n' "$summary" | sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" | head -n 1; }
case "$summary" in
    "Test run summary: Passed!"*) ;;
    *) tail -n 40 "$log.text"; echo "wine-lane: no summary of a run that passed (exit code $code)" >&2; exit 1 ;;
esac
if [ "$(count failed)" != 0 ] || [ "$(count succeeded)" -eq 0 ]; then
    echo "wine-lane: $(count failed) failed, $(count succeeded) passed" >&2
    exit 1
fi
echo "wine-lane: $(count succeeded) passed, $(count failed) failed, $(count skipped) skipped, on $(wine --version)"
