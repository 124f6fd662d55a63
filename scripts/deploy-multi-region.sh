#!/bin/sh
# deploy-multi-region.sh global | regions | REGION | all | test, and any option of `npx nephoran`.
set -eu
[ "${1-}" = test ] || set -- deploy "$@"
exec node "$(dirname "$0")/../cli/nephoran.mjs" "$@"
