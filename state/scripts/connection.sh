# Sourced by migrate.sh and regions.sh: how they speak, wait, and run SQL. Needs nothing but a POSIX
# shell, sleep, date and `cockroach sql`, and writes no files: its root file system is read-only.

# Attempts of one file of SQL while errors pass by themselves.
ATTEMPTS=${ATTEMPTS:-10}
# Seconds between two looks, and before a second attempt.
PAUSE_SECONDS=${PAUSE_SECONDS:-2}

# Exit codes, which docs/migrations.md lists.
FAILED=1
UNREACHABLE=2
CHANGED=3
REGIONS_MISSING=4
WRONG_USE=64

NEWLINE='
'
TAB=$(printf '\t')

say() {
  printf '%s\n' "$*"
}

# fail CODE MESSAGE
fail() {
  code=$1
  shift
  printf '%s\n' "$*" >&2
  exit "$code"
}

# whole_number NAME VALUE
whole_number() {
  case $2 in
    '' | *[!0-9]*) fail "$WRONG_USE" "$1 is '$2'. Give it a whole number of seconds." ;;
  esac
}

# True for errors that pass by themselves. A lost connection and SQLSTATE 40003 leave unknown whether
# the statement has run, so only SQL that may be repeated may be run by run_sql.
passes_by_itself() {
  case $1 in
    *'SQLSTATE: 40001'* | *'SQLSTATE: 40003'* | *'SQLSTATE: 08'* | *'SQLSTATE: 57P0'*) return 0 ;;
    *'cannot dial server'* | *'connection lost'* | *'unexpected EOF'*) return 0 ;;
    *'connection refused'* | *'connection reset'* | *'i/o timeout'*) return 0 ;;
  esac
  return 1
}

# run_sql WHAT ARGUMENTS...: runs `cockroach sql` with SQL that may be repeated, until it has succeeded.
# What it printed is in $output.
run_sql() {
  what=$1
  shift
  attempt=1
  while ! output=$(cockroach sql --set=errexit=true --format=tsv "$@" 2>&1 </dev/null); do
    if ! passes_by_itself "$output"; then
      fail "$FAILED" "$what failed. Mend it and run the Job again; what was done stays done.$NEWLINE$output"
    fi
    if [ "$attempt" -ge "$ATTEMPTS" ]; then
      fail "$UNREACHABLE" "$what was tried $attempt times. Are the database's nodes well?$NEWLINE$output"
    fi
    say "$what: attempt $attempt failed with an error that passes by itself; it is run again."
    sleep "$PAUSE_SECONDS"
    attempt=$((attempt + 1))
  done
}

# Waits until the database answers.
await_database() {
  wait_seconds=${WAIT_SECONDS:-300}
  whole_number WAIT_SECONDS "$wait_seconds"
  [ -n "${COCKROACH_HOST:-}" ] || fail "$WRONG_USE" 'COCKROACH_HOST is not set. Give it host:port.'
  deadline=$(($(date +%s) + wait_seconds))
  told=
  until output=$(cockroach sql --execute='SELECT 1' 2>&1 </dev/null); do
    if [ "$(date +%s)" -ge "$deadline" ]; then
      fail "$UNREACHABLE" "$COCKROACH_HOST did not answer within $wait_seconds s. Is it there, and do the certificates fit?$NEWLINE$output"
    fi
    [ -n "$told" ] || say "Waiting up to $wait_seconds s for $COCKROACH_HOST."
    told=yes
    sleep "$PAUSE_SECONDS"
  done
}
