#!/usr/bin/env bash
# Keeps an environment's plans in a folder, shows them, and says as an output of a step whether there is something to do.
# usage: keep-plans.sh ENVIRONMENT FOLDER
set -euo pipefail
environment=$1
folder=$2

plans=$(npx weir plan --env "$environment" --out "$folder" --markdown "$GITHUB_STEP_SUMMARY" --json)
jq -r '[.stacks[] | .outcome == "waiting" or any(.counts[]; . > 0) or (.outputs | length > 0)] |
  "changes=\(any)"' <<<"$plans" >>"$GITHUB_OUTPUT"
