#!/usr/bin/env bash
# Looks for drift in an environment and keeps one issue about it: opened, brought up to date, and closed when it is gone.
# usage: report-drift.sh ENVIRONMENT
set -euo pipefail
environment=$1

title="Drift in $environment"
run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
body=$(mktemp)
trap 'rm -f "$body"' EXIT

status=0
npx weir drift --env "$environment" --explain --markdown "$body" || status=$?
# 0 is none and 2 is drift; anything else says nothing of either, so the issue stays as it is.
if [ "$status" -ne 0 ] && [ "$status" -ne 2 ]; then exit "$status"; fi
cat "$body" >>"$GITHUB_STEP_SUMMARY"

issue=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues?state=open&creator=github-actions%5Bbot%5D&per_page=100" |
  jq -rs --arg title "$title" 'add | map(select(.title == $title and .pull_request == null)) | .[0].number // empty')
printf '\n[Run %s](%s)\n' "$GITHUB_RUN_ID" "$run" >>"$body"
if [ "$status" -eq 2 ] && [ -n "$issue" ]; then
  gh issue edit "$issue" --repo "$GITHUB_REPOSITORY" --body-file "$body"
elif [ "$status" -eq 2 ]; then
  gh issue create --repo "$GITHUB_REPOSITORY" --title "$title" --body-file "$body"
elif [ -n "$issue" ]; then
  gh issue close "$issue" --repo "$GITHUB_REPOSITORY" --comment "It is gone: [run $GITHUB_RUN_ID]($run)."
fi
