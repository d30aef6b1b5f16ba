# shellcheck shell=bash
# Sourced by the lanes: where they work, what they install, how they judge and how long it took.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lane=$(basename "$0" .sh)

fail() {
    echo "$lane: $*" >&2
    exit 1
}

# Works in the given folder and keeps it, or in a new one that goes at the end.
work_in() {
    kept=${1:-}
    if [ -n "$kept" ]; then
        mkdir -p "$kept"
        work=$(cd "$kept" && pwd)
    else
        work=$(mktemp -d)
    fi
    trap clean_up EXIT
}

clean_up() {
    [ -n "$kept" ] || rm -rf "$work"
}

# need <program> <Debian package>...
need() {
    ! command -v "$1" >/dev/null || return 0
    [ "$(id -u)" -eq 0 ] || fail "$1 is missing, and installing it needs root"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${@:2}" >/dev/null
}

# took <what>: the seconds since the last time.
took() {
    echo "$lane: $1: $((SECONDS - ${since:-0})) s"
    since=$SECONDS
}

# run_dotnet <arguments of dotnet>...: silent unless it fails.
run_dotnet() {
    timeout 10m dotnet "$@" -nologo -v quiet >"$work/dotnet.log" 2>&1 || { cat "$work/dotnet.log"; fail "dotnet $*"; }
}

# build <project>
build() {
    run_dotnet build "$root/$1"
}

# publish <project> <system>: into a folder of the project's name.
publish() {
    run_dotnet publish "$root/tests/$1" -r "$2" --self-contained -o "$work/$1"
}

# judge <title> <runs> <file>...: there is a line for each test, 'passed|failed|skipped <tab> name <tab> reason', and for
# each run 'total <tab> count'. Without that line the run was cut short, whatever its exit code was.
judge() {
    cat "${@:3}" | tr -d '\r' | awk -F '\t' -v lane="$lane" -v title="$1" -v runs="$2" -v list="$root/tests/lanes/known-failures.txt" '
        BEGIN {
            while ((getline line < list) > 0)
                if (index(line, lane ": ") == 1) known[substr(line, length(lane) + 3)]
        }
        $1 == "passed" && $2 in known {
            failed++
            print "failed: " $2 ": it passes now; take it out of tests/lanes/known-failures.txt"
            next
        }
        $1 == "failed" && $2 in known { listed++; print "known failure: " $2 ": " $3; next }
        $1 == "passed" { passed++ }
        $1 == "failed" { failed++; print "failed: " $2 ": " $3 }
        $1 == "skipped" { skipped++; reasons[$3]++ }
        $1 == "total" { total += $2; ended++ }
        END {
            for (reason in reasons) print "skipped " reasons[reason] ": " reason
            count = passed + failed + skipped + listed
            if (ended != runs || passed + listed == 0 || total != count) {
                print "failed: cut short: " ended + 0 " of " runs " runs ended, with " count " of " total + 0 " results"
                failed++
            }
            printf "%s, %s: %d passed, %d failed, %d skipped", lane, title, passed, failed, skipped
            print listed ? ", " listed " known failures" : ""
            exit failed > 0
        }'
}

# round_trip <what it runs on> <how PowerShell is started>...
round_trip() {
    rm -f "$work/results"
    HOME=$work DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableWriteXorExecute=0 \
        timeout "${WAIAAS_LANE_LIMIT:-15m}" "${@:2}" -NoLogo -NoProfile -NonInteractive \
        -File "$root/tests/lanes/RoundTrip.ps1" "$work/results" </dev/null || :
    took 'round trip'
    [ -s "$work/results" ] || fail 'no result line'
    echo "$lane: $1, PowerShell $(sed -n 's/^version\t//p' "$work/results")"
    judge 'round trip' 1 "$work/results"
}
