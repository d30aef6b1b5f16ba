#!/usr/bin/env bash
# Checks the model of the protocol, token.pml, with spin, and that it sees each rule of variants.txt which is taken away.
# shellcheck source-path=SCRIPTDIR source=../lanes/lane.sh
. "$(dirname "$0")/../lanes/lane.sh"
here=$root/tests/model
work_in ''
need spin spin
need gcc gcc libc6-dev

# judge_variant <macros> <assertion> <what>: 'passed' or 'failed', and why.
judge_variant() {
    local macros=$1 expected=$2 what=$3 found optimize=-O2
    cd "$(mktemp -d -p "$work")" || return
    # shellcheck disable=SC2046,SC2086 # One macro is one word.
    spin -a $(printf -- '-D%s ' $macros MODEL) "$here/token.pml" >spin.log || { cat spin.log; echo "failed: $what: spin does not read it"; return; }
    # An assertion that fails does so after few states, long before an optimizer has earned its time.
    [ -z "$expected" ] || optimize=-O0
    gcc "$optimize" -w -DSAFETY -o pan pan.c
    timeout 10m ./pan -m10000 -w21 >pan.log || :
    # spin says 'assertion violated' of the first that fails, and 'errors: 0' when it has seen all states.
    found=$(sed -n 's/^pan:.*assertion violated //p' pan.log)
    if [ -z "$expected" ] && grep -q 'errors: 0$' pan.log && ! grep -q 'max search depth too small' pan.log; then
        echo "passed: holds: $what ($(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' pan.log) states)"
    elif [ -n "$expected" ] && [[ $found == *"$expected"* ]]; then
        echo "passed: is found: $what"
    else
        echo "failed: $what: $(grep -E 'assertion|errors|depth|^pan:' pan.log | tr '\n' ' ')"
    fi
}

trim() { sed 's/^ *//; s/ *$//' <<<"$1"; }
while IFS='|' read -r macros assertion what; do
    [[ $macros == '#'* ]] || judge_variant "$(trim "$macros")" "$(trim "$assertion")" "$(trim "$what")"
done <"$here/variants.txt" | tee "$work/results"
passed=$(grep -c '^passed' "$work/results" || :)
failed=$(grep -c '^failed' "$work/results" || :)
echo "Model: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ] && [ "$passed" -eq "$(grep -c '^[^#]' "$here/variants.txt")" ]
