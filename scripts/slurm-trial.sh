#!/usr/bin/env bash
# Tries hunt.slurm and merge.slurm on a real Slurm of one node: installs Debian's slurm-wlm and munge where
# they are missing, starts both in a scratch folder, runs an array of four, requeues one task half-way,
# merges, and compares with the report of an unsharded hunt. Needs root in a Debian container. Arguments are
# filters of `lab hunt`.
#
#   SEEDS=4000 scripts/slurm-trial.sh figure8
set -euo pipefail
cd "$(dirname "$0")/.."

LAB=$(realpath --canonicalize-existing "${LAB:-target/release/lab}")
export LAB SEEDS=${SEEDS:-4000}
scratch=$(mktemp -d)
export OUT=$scratch/hunt SLURM_CONF=$scratch/slurm.conf

command -v slurmctld slurmd munged > /dev/null ||
    { apt-get update && apt-get install -y --no-install-recommends slurm-wlm munge; } > "$scratch/apt.log"

clean_up() {
    for daemon in slurmd slurmctld munged; do
        [[ ! -f $scratch/$daemon.pid ]] || kill "$(< "$scratch/$daemon.pid")" || true
    done
    echo "everything of the trial is in $scratch"
}
trap clean_up EXIT

# No cgroups in most containers: processes are found by their parents, and nothing is confined.
cat > "$SLURM_CONF" << CONF
ClusterName=trial
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$scratch/munge.socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdLogFile=$scratch/slurmd.log
ReturnToService=2
$(slurmd -C | head -n 1) NodeAddr=127.0.0.1
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE
CONF
mkdir "$scratch/state" "$scratch/spool"
chmod 755 "$scratch" # munged insists that others may reach its socket
dd if=/dev/urandom of="$scratch/munge.key" bs=128 count=1 status=none
chmod 400 "$scratch/munge.key"
munged --force --key-file "$scratch/munge.key" --socket "$scratch/munge.socket" \
    --pid-file "$scratch/munged.pid" --log-file "$scratch/munged.log" --seed-file "$scratch/munged.seed"
slurmctld
slurmd
for _ in {1..60}; do
    [[ $(sinfo --noheader --format=%T) != idle ]] || break
    sleep 1
done
sinfo

"$LAB" hunt --seeds "$SEEDS" --out "$scratch/unsharded" --keep-going --stable "$@" || (($? == 1))

here=$PWD
cd "$scratch"
hunt=$(sbatch --parsable --array=1-4 --cpus-per-task=1 "$here/scripts/hunt.slurm" --keep-going --stable "$@")
sbatch --dependency=afterany:"$hunt" "$here/scripts/merge.slurm"
sleep 2
squeue
scontrol requeue "${hunt}_1"
scontrol update JobId="${hunt}_1" StartTime=now # Slurm lets a requeued job wait for two minutes
until [[ -z $(squeue --noheader) ]]; do sleep 1; done

tail -n 3 hunt-*.out
squeue --states=all --Format=JobArrayID:10,Name:12,State:12,RestartCnt
cmp "$OUT/merged/report.jsonl" unsharded/report.jsonl
diff --recursive --exclude=.lock "$OUT/merged" unsharded # only a hunt leaves a lock
echo "the merged report and its logs are the unsharded ones, byte for byte"
