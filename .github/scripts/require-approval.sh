#!/usr/bin/env bash
# Stops where nobody would be asked: a GitHub environment that is not there is made by its first job, which runs at once.
# usage: require-approval.sh ENVIRONMENT
set -euo pipefail
environment=$1

reviewed=$(gh api --paginate "repos/$GITHUB_REPOSITORY/environments?per_page=100" | jq -s --arg name "$environment" \
  'any(.[].environments[] | select(.name == $name).protection_rules[]; .type == "required_reviewers")')
if [ "$reviewed" = true ]; then exit; fi
echo "::error::nobody would be asked: give the GitHub environment $environment required reviewers"
exit 1
