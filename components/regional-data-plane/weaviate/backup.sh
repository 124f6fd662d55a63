# Orders a backup of the vector store, or with `restore ID` its restoration, and waits for its end.
#   WEAVIATE_URL           http://HOST:PORT
#   WEAVIATE_API_KEY_FILE  file that holds the key
#   POLL_SECONDS           between two questions for the progress, by default 10
# Exits with 1 if that is refused, fails or is cancelled. How long it may take is the Job's to say.
set -eu

backups="$WEAVIATE_URL/v1/backups/s3"
case "${1:-backup}" in
  backup)
    id=$(date -u +%Y%m%d-%H%M%S)
    what="backup $id"
    order="$backups"
    body="{\"id\":\"$id\"}"
    progress="$backups/$id"
    ;;
  restore)
    id=${2:?"restore needs the id of a backup"}
    what="restoration of $id"
    order="$backups/$id/restore"
    body="{}"
    progress="$order"
    ;;
  *)
    echo "$1 is unknown; expected nothing, or restore ID" >&2
    exit 2
    ;;
esac

# In a file, since arguments can be read by every process.
header=$(mktemp)
trap 'rm -f "$header"' EXIT
printf 'Authorization: Bearer %s' "$(cat "$WEAVIATE_API_KEY_FILE")" >"$header"

call() {
  curl --silent --show-error --fail-with-body --max-time 60 --header "@$header" "$@"
}

fail() {
  echo "$what: $1" >&2
  exit 1
}

answer=$(call --header 'Content-Type: application/json' --data "$body" "$order") ||
  fail "refused: $answer"
echo "$what: started"

while :; do
  # One unanswered question is no failure.
  answer=$(call --retry 5 --retry-all-errors "$progress") || fail "lost sight of: $answer"
  status=$(printf '%s' "$answer" | sed -n 's/.*"status" *: *"\([A-Z]*\)".*/\1/p')
  case "$status" in
    SUCCESS)
      echo "$what: complete"
      exit 0
      ;;
    FAILED | CANCELED) fail "$answer" ;;
  esac
  sleep "${POLL_SECONDS:-10}"
done
