#!/usr/bin/env bash
# A hunt over several hosts by GNU parallel, one shard after the other on each. Arguments are filters and
# options of `lab hunt`; run it again, with the same ones, to go on after an interruption.
#
#   HOSTS=hosts SEEDS=1000000 scripts/hunt-parallel.sh figure8 2C --keep-going
#
# HOSTS    a file with one ssh login a line, `:` for this machine (default this machine alone)
# SEEDS    how many seeds, all shards together (default 10000)
# SHARDS   how many shards (default four a host: a fast host does more of them, and a lost one costs little)
# OUT      where the reports go (default ./hunt), $OUT/merged for the merged one
# LAB      the program (default target/release/lab)
#
# Every host needs rsync and a login without a password. It gets the program and what is known of a shard into
# a folder of OUT's name in its home, and gives the shard back. Exits with 0 if nothing was found, with 1 if
# there are bugs, and with 2 if a shard came to no end: then nothing is merged.
set -euo pipefail

out=$(realpath "${OUT:-hunt}")
name=$(basename "$out")
mkdir -p "$out"
lab=${LAB:-target/release/lab}
# A copy, so that a build on this machine cannot put another program under a hunt that runs.
[[ -e $out/lab ]] || cp "$lab" "$out/lab"
if ! cmp --silent "$lab" "$out/lab"; then
    echo "$lab is not the program of the hunt in $out: name another OUT, or LAB=$out/lab to go on" >&2
    exit 2
fi

logins=$out/logins
if [[ -n ${HOSTS:-} ]]; then
    grep -Ev '^[[:space:]]*(#|$)' "$HOSTS" > "$logins"
else
    echo : > "$logins"
fi
shards=${SHARDS:-$((4 * $(wc -l < "$logins")))}
for ((shard = 1; shard <= shards; shard++)); do mkdir -p "$out/shard-$shard"; done

# Relative names are the same here and in a host's home. Bugs are no reason to try a shard again, all else is.
cd "$(dirname "$out")"
hunt="${name@Q}/lab hunt --seeds ${SEEDS:-10000} --shard {}/$shards --out ${name@Q}/shard-{} --resume ${*@Q}"
rm -rf "$out/merged"
seq "$shards" | parallel --sshloginfile "$logins" --jobs 1 --retries 3 --joblog "$out/jobs" \
    --tag --line-buffer --basefile "$name/lab" --transferfile "$name/shard-{}" \
    --return "$name/shard-{}" --cleanup \
    "$hunt || test \$? -eq 1" || {
    echo "not merged, since a shard came to no end (see $out/jobs): the same command goes on" >&2
    exit 2
}

status=0
"$out/lab" merge "$out"/shard-* --out "$out/merged" || status=$?
if ((status <= 1)) && grep -vx : "$logins" > "$out/remote"; then
    parallel --nonall --sshloginfile "$out/remote" "rm -r ${name@Q}/shard-*; rmdir ${name@Q}" ||
        echo "some hosts could not be cleaned: they keep a folder $name" >&2
fi
exit "$status"
