#!/usr/bin/env bash
# The linux-musl-x64 build of PowerShell with the module, on Debian's musl. Debian builds no libstdc++ for it: its own
# one is taken, with a small library for what that asks of glibc.
#
#   tests/lanes/musl.sh [<folder to work in, kept for the next run>]
# shellcheck source-path=SCRIPTDIR source=lane.sh
. "$(dirname "$0")/lane.sh"
work_in "${1:-}"

need musl-gcc musl-tools musl gcc libc6-dev
took 'packages'
publish PowerShell linux-musl-x64
build src/WaiaaS
took 'publishing'

libraries=$work/libraries
mkdir -p "$libraries"
cp -L /usr/lib/x86_64-linux-gnu/libstdc++.so.6 /usr/lib/x86_64-linux-gnu/libgcc_s.so.1 "$libraries/"
musl-gcc -shared -fPIC -O1 -Wall -Wextra -Wl,-soname,ld-linux-x86-64.so.2 -o "$libraries/ld-linux-x86-64.so.2" "$root/tests/lanes/glibc-shim.c"

round_trip "musl $(dpkg-query -W -f '${Version}' musl)" env LD_LIBRARY_PATH="$libraries" "$work/PowerShell/pwsh"
