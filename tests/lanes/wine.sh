#!/usr/bin/env bash
# The Windows side: the core tests, and the Pester suites in the Windows build of PowerShell, run by Debian's wine.
#
#   tests/lanes/wine.sh [<folder to work in, kept for the next run>]
#
# WAIAAS_TEST_SECONDS  how long the tests with many processes last (10)
# WAIAAS_LANE_LIMIT    the time limit of each run, as timeout(1) takes it (15m)
# shellcheck source-path=SCRIPTDIR source=lane.sh
. "$(dirname "$0")/lane.sh"
work_in "${1:-}"
limit=${WAIAAS_LANE_LIMIT:-15m}
tests=$work/WaiaaS.Core.Tests
powershell=$work/PowerShell
repository=$work/repository

need wine wine64 wine
took 'packages'

build src/WaiaaS
build tests/PowerShell
publish WaiaaS.Core.Tests win-x64
publish PowerShell win-x64

# The Windows build of the engine has the registry's provider; the one for other systems compiles without it.
grep -q RegistryProvider "$powershell/System.Management.Automation.dll" || fail 'this is no Windows build of PowerShell'

# Wine 8 keeps a record of an exception handler that the runtime left by jumping, as it does where a managed exception
# crosses native frames, and calls it at the next exception of the just-in-time compiler. Reflection that only emits
# code puts no native frames below a test.
for config in "$tests/WaiaaS.Core.Tests.runtimeconfig.json" "$powershell/pwsh.runtimeconfig.json"; do
    sed -i -e '/ForceEmitInvoke/d' -e 's/"configProperties": {/&\n      "Switch.System.Reflection.ForceEmitInvoke": true,/' "$config"
done

# What the suites look for in the repository that they stand in.
rm -rf "$repository" "$tests/out"
mkdir -p "$repository/out" "$repository/tests/WaiaaS.FakeDaemon"
cp -R "$root/docs" "$root/en-US" "$root/build" "$root"/*.md "$root/WaiaaS.psd1" "$repository/"
cp -R "$root/out/WaiaaS" "$root/out/modules" "$repository/out/"
cp -R "$root/tests/Pester" "$root/tests/lanes" "$repository/tests/"
cp "$root"/tests/WaiaaS.FakeDaemon/*.cs "$root/tests/WaiaaS.FakeDaemon/contract.json" "$repository/tests/WaiaaS.FakeDaemon/"
cp -R "$repository/out" "$tests/out"
took 'publishing'

# An own prefix: nothing of the user's is touched, and nothing of it gets in.
export WINEPREFIX="$work/prefix"
export WINEDEBUG=-all
# A crash would start a debugger, which ends with success.
export WINEDLLOVERRIDES=winedbg.exe=d
# Wine cannot map one memory twice the way the runtime does it for this.
export DOTNET_EnableWriteXorExecute=0
unset DISPLAY WAYLAND_DISPLAY WAIAAS_DATA_DIR
if [ ! -e "$WINEPREFIX/system.reg" ]; then
    timeout 5m wineboot -i >/dev/null 2>&1
    timeout 5m wine winecfg -v win10 >/dev/null 2>&1
fi
trap 'wineserver -k || :; clean_up' EXIT

# Ends what a run left behind. Programs that start wine's server at the same time can block each other, so it stays.
restart_wine() {
    wineserver -k || :
    timeout 1m wineserver -w || :
    wineserver -p
    timeout 1m wine cmd /c exit >/dev/null 2>&1
}
version="$(wine --version) as $(timeout 1m wine cmd /c ver | tr -d '\r' | grep .)"
took 'the prefix'

(cd "$tests" && timeout "$limit" wine WaiaaS.Core.Tests.exe --output Detailed --no-progress </dev/null >"$work/core.log" 2>&1) || :
# A test's reason stands below its name, indented.
tr -d '\r' <"$work/core.log" | awk '
    function flush() { if (result) print result "\t" name "\t" reason; result = reason = "" }
    /^(passed|failed|skipped) / { flush(); result = $1; name = $2; next }
    /^Test run summary/ { flush() }
    /^  total: / { print "total\t" $2 }
    result && !reason { sub(/^ +/, ""); reason = $0 }' >"$work/core.results"
took 'core tests'

# powershell <log> <execution policy> <arguments>: without a console the host would end at once, with success.
powershell() {
    script -qec "stty cols 200 rows 50; timeout $limit wine '$powershell/pwsh.exe' -NoLogo -NoProfile -NonInteractive \
        -ExecutionPolicy $2 ${*:3} >'$1' 2>&1" /dev/null </dev/null || :
}
rm -rf "$work/pester"
mkdir "$work/pester"
# Wine makes a file's access of its mode; on Windows, other users cannot read in a user's folder.
umask 077
restart_wine
for worker in $(seq "$(nproc)"); do
    powershell "$work/pester.log.$worker" Bypass -File "'$repository/tests/lanes/Suite.ps1'" "'$repository/tests/Pester'" "'$work/pester'" &
done
wait
took 'Pester suites'

policy=$(iconv -f UTF-8 -t UTF-16LE <<'END' | base64 -w 0
$result = try { Import-Module ./WaiaaS.psd1 -ErrorAction Stop; 'passed', '' } catch { 'failed', "$_" }
$result[0] + "`timports under -ExecutionPolicy Restricted`t" + ($result[1] -replace '\s+', ' ')
"total`t1"
END
)
restart_wine
cd "$repository/out/WaiaaS"
powershell "$work/policy.results" Restricted -EncodedCommand "$policy"
took 'execution policy'

echo "$lane: $version, PowerShell $(sed -n 's/^version\t//p' "$work"/pester/* | tr -d '\r' | sort -u)"
# What the probes of the suites found missing stands between these two lines of Pester.
cat "$work"/pester.log.* | tr -d '\r' | sed -n '/^Starting discovery/,/^Discovery found/{/^Starting\|^Discovery\|^wine: /!p}' | awk '!seen[$0]++'
code=0
judge 'core tests' 1 "$work/core.results" || code=1
judge 'Pester' "$(find "$repository/tests/Pester" -name '*.Tests.ps1' | wc -l)" "$work"/pester/* || code=1
judge 'execution policy' 1 "$work/policy.results" || code=1
exit $code
