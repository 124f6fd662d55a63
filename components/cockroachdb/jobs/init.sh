#!/bin/sh
# Initialises the cluster, once: whoever comes later finds it initialised. Only the primary region runs
# it, so that no second cluster is ever made. Needs nothing but a POSIX shell, sleep and `cockroach`.
set -u

# Attempts while no node answers yet, and seconds between two.
ATTEMPTS=${ATTEMPTS:-120}
PAUSE_SECONDS=${PAUSE_SECONDS:-5}

attempt=1
while ! output=$(cockroach init 2>&1 </dev/null); do
  case $output in
    *'already been initialized'*)
      echo 'The cluster has been initialised before.'
      exit 0
      ;;
  esac
  if [ "$attempt" -ge "$ATTEMPTS" ]; then
    printf '%s\n' "No node could be told to begin in $attempt attempts. Are the pods running, and does \
the certificate of root still hold?" "$output" >&2
    exit 1
  fi
  sleep "$PAUSE_SECONDS"
  attempt=$((attempt + 1))
done
echo 'The cluster is initialised.'
