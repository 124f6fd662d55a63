#!/bin/sh
# Waits until enough nodes of a region are part of the cluster and alive. Needs nothing but a POSIX
# shell, sleep and `cockroach`.
set -u

# Region whose nodes are counted, and how many there have to be.
: "${REGION:?is not set. Give it the name of the region.}"
: "${NODES:?is not set. Give it a number of nodes.}"
ATTEMPTS=${ATTEMPTS:-150}
PAUSE_SECONDS=${PAUSE_SECONDS:-5}

# Nodes of the region that are available and live, in $live. A line ends in `is_available,is_live`.
count_live() {
  live=0
  rest="$1
"
  while [ -n "$rest" ]; do
    line=${rest%%"
"*}
    rest=${rest#*"
"}
    case $line in *"region=$REGION,"*,true,true) live=$((live + 1)) ;; esac
  done
}

attempt=1
while :; do
  if output=$(cockroach node status --format=csv 2>&1 </dev/null); then
    count_live "$output"
    if [ "$live" -ge "$NODES" ]; then break; fi
    output="$live of $NODES nodes are live."
  fi
  if [ "$attempt" -ge "$ATTEMPTS" ]; then
    printf '%s\n' "Region $REGION did not join the cluster in $attempt attempts. Has the primary \
region been deployed since this one was, so that it knows its gateway?" "$output" >&2
    exit 1
  fi
  sleep "$PAUSE_SECONDS"
  attempt=$((attempt + 1))
done
echo "$live nodes of $REGION are live."
