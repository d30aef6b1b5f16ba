#!/usr/bin/env bash
# The linux-arm64 build of PowerShell with the module, run by QEMU's emulation of a process.
#
#   tests/lanes/arm64.sh [<folder to work in, kept for the next run>]
# shellcheck source-path=SCRIPTDIR source=lane.sh
. "$(dirname "$0")/lane.sh"
work_in "${1:-}"

need qemu-aarch64 qemu-user
[ -e /usr/aarch64-linux-gnu/lib/libstdc++.so.6 ] || need aarch64-libraries libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross
took 'packages'
publish PowerShell linux-arm64
build src/WaiaaS
took 'publishing'

# The emulation reserves no memory for a heap without a limit.
export DOTNET_GCHeapHardLimit=0x20000000
round_trip "$(qemu-aarch64 --version | head -n 1)" qemu-aarch64 -L /usr/aarch64-linux-gnu "$work/PowerShell/pwsh"
