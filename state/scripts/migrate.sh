#!/bin/sh
# Brings a database to its newest version: every file of the manifest that schema_migrations does not
# name is run, in order, and then named there with its SHA-256. All statements may be repeated, so a run
# that was interrupted is simply run again. An applied file that has changed since stops everything
# before anything is done.
set -u

folder=$(dirname "$0")
. "$folder/connection.sh"

read -r database <"$folder/database" || fail "$WRONG_USE" "$folder/database names no database."
[ -s "$folder/manifest" ] || fail "$WRONG_USE" "$folder/manifest names no files."

# What the database says it has, one `NAME TAB SHA-256` a line, in $applied.
read_applied() {
  run_sql 'Reading schema_migrations' --database="$database" \
    --execute='SELECT name, sha256 FROM schema_migrations ORDER BY name'
  applied=$NEWLINE$output$NEWLINE
}

# has NAME SHA-256
has() {
  case $applied in *"$NEWLINE$1$TAB$2$NEWLINE"*) return 0 ;; esac
  return 1
}

# has_name NAME: with whatever content
has_name() {
  case $applied in *"$NEWLINE$1$TAB"*) return 0 ;; esac
  return 1
}

refuse_changed_files() {
  changed=
  while read -r name sha256; do
    if has_name "$name" && ! has "$name" "$sha256"; then changed="$changed $name"; fi
  done <"$folder/manifest"
  [ -z "$changed" ] || fail "$CHANGED" "Applied to $database before, and changed since:$changed. \
Nothing was done. An applied file never changes: restore it, and put the change into a file with the \
next number."
}

await_database
run_sql "Making schema_migrations in $database (its regions' Job makes the database)" \
  --database="$database" --file="$folder/schema-migrations.sql"
read_applied
refuse_changed_files

ran=0
while read -r name sha256; do
  if has "$name" "$sha256"; then continue; fi
  say "$database: $name"
  run_sql "$database: $name" --database="$database" --file="$folder/$name"
  run_sql "$database: recording $name" --database="$database" --execute="INSERT INTO \
schema_migrations (name, sha256) VALUES ('$name', '$sha256') ON CONFLICT (name) DO NOTHING"
  ran=$((ran + 1))
done <"$folder/manifest"

# Somebody else may have recorded another content at the same time.
read_applied
refuse_changed_files
say "$database is at its newest version; $ran files were run."
