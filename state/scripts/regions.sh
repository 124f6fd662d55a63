#!/bin/sh
# Gives databases their regions as these join the cluster, survival goals, backups, and the cluster its
# settings. `plan` says what, one step a line:
#   run FILE             runs it
#   license PATH         sets the licence that is in that file
#   await REGION         waits for it; without it nothing more is done
#   add REGION FILE      waits for it, then runs the file; without it the rest goes on
#   below N COUNT FILE   runs FILE if the number that COUNT asks for is below N
#   from N COUNT FILE    runs FILE if it is N or more
# Every step may be repeated.
set -u

folder=$(dirname "$0")
. "$folder/connection.sh"

[ -s "$folder/plan" ] || fail "$WRONG_USE" "$folder/plan names no steps."

region_wait_seconds=${REGION_WAIT_SECONDS:-600}
whole_number REGION_WAIT_SECONDS "$region_wait_seconds"

run_file() {
  run_sql "$1" --file="$folder/$1"
}

# The first whole number that a file's query answers, in $number.
ask_number() {
  run_file "$1"
  number=
  rest=$output$NEWLINE
  while [ -n "$rest" ]; do
    line=${rest%%"$NEWLINE"*}
    rest=${rest#*"$NEWLINE"}
    case $line in '' | *[!0-9]*) ;; *) number=$line && break ;; esac
  done
  [ -n "$number" ] || fail "$FAILED" "$1 answered no number but:$NEWLINE$output"
}

# region_joins REGION: waits until nodes of the region have joined, up to the time that all share.
region_joins() {
  while :; do
    run_sql 'Asking for the regions of the cluster' \
      --execute='SELECT region FROM [SHOW REGIONS FROM CLUSTER] ORDER BY region'
    case $NEWLINE$output$NEWLINE in *"$NEWLINE$1$NEWLINE"*) return 0 ;; esac
    [ "$(date +%s)" -lt "$region_deadline" ] || return 1
    sleep "$PAUSE_SECONDS"
  done
}

# set_license PATH: the licence goes through standard input, so no process list shows it, and no error is
# printed, since it might quote it.
set_license() {
  license=$(cat "$1") || fail "$WRONG_USE" "The licence cannot be read from $1."
  case $license in
    '' | *[!A-Za-z0-9+/=_-]*) fail "$WRONG_USE" "$1 holds no licence of CockroachDB: one line of letters, digits and + / = _ - is wanted." ;;
  esac
  attempt=1
  until output=$(printf "SET CLUSTER SETTING enterprise.license = '%s';\n" "$license" |
    cockroach sql --set=errexit=true 2>&1 >/dev/null); do
    if ! passes_by_itself "$output" || [ "$attempt" -ge "$ATTEMPTS" ]; then
      fail "$FAILED" "CockroachDB did not take the licence that is in $1. Is it complete, and not expired?"
    fi
    sleep "$PAUSE_SECONDS"
    attempt=$((attempt + 1))
  done
}

await_database
region_deadline=$(($(date +%s) + region_wait_seconds))

missing=
while read -r verb first second third; do
  case $verb in
    run) run_file "$first" ;;
    license) set_license "$first" ;;
    await)
      region_joins "$first" ||
        fail "$REGIONS_MISSING" "No node of region $first has joined within $region_wait_seconds s. Is the region deployed?"
      ;;
    add)
      if region_joins "$first"; then run_file "$second"; else missing="$missing $first"; fi
      ;;
    below)
      ask_number "$second"
      if [ "$number" -lt "$first" ]; then run_file "$third"; fi
      ;;
    from)
      ask_number "$second"
      if [ "$number" -ge "$first" ]; then run_file "$third"; fi
      ;;
    *) fail "$WRONG_USE" "$folder/plan has a step '$verb', which this script does not know." ;;
  esac
done <"$folder/plan"

[ -z "$missing" ] || fail "$REGIONS_MISSING" "No node of these regions has joined within \
$region_wait_seconds s:$missing. Everything else is done. Deploy them, then run this Job again."
say 'Regions, survival goals, settings and backups are as planned.'
