#!/usr/bin/env bash
# Shows an environment's plan in a pull request: one comment an environment, which a later plan takes the place of.
# usage: comment-plan.sh PULL_REQUEST ENVIRONMENT MARKDOWN
set -euo pipefail
pull_request=$1
environment=$2
markdown=$3

# Comments are found again by their first line, which is not shown.
marker="<!-- weir plan $environment -->"
comments="repos/$GITHUB_REPOSITORY/issues/$pull_request/comments"
run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"

body=$(mktemp)
trap 'rm -f "$body"' EXIT
printf '%s\n\nCommit %s, [run %s](%s)\n\n' "$marker" "$HEAD_SHA" "$GITHUB_RUN_ID" "$run" >"$body"
# GitHub refuses a comment of more than 65,536 characters; a run's summary holds 1 MiB.
if [ "$(wc -c <"$markdown")" -le 60000 ]; then
  cat "$markdown" >>"$body"
else
  echo "The plan is too long for a comment: it stands in the summary of the [run]($run)." >>"$body"
fi

# Of this workflow's own alone: anyone may write a comment that begins with the marker.
id=$(gh api --paginate "$comments?per_page=100" | jq -rs --arg marker "$marker" \
  'add | map(select(.user.login == "github-actions[bot]" and (.body | startswith($marker)))) | .[0].id // empty')
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body"
else
  gh api --silent --method POST "$comments" --field "body=@$body"
fi
