#!/usr/bin/env bash
# Says as outputs of a step which role reaches an environment, and where: configured, account, region, role.
# An environment that says nothing of CI is left out with a notice.
# usage: target.sh ENVIRONMENT plan|apply
set -euo pipefail
environment=$1
kind=$2

settings=$(npx weir env --env "$environment" --json)
role=$(jq -r --arg kind "$kind" '.ciRoles[$kind] // empty' <<<"$settings")
if [ -z "$role" ]; then
  echo "::notice::environment $environment is left out: environments/$environment.ts has no \`ci\`"
  echo "configured=false" >>"$GITHUB_OUTPUT"
  exit
fi
{
  echo "configured=true"
  echo "role=$role"
  jq -r '"account=\(.account)", "region=\(.region)"' <<<"$settings"
} >>"$GITHUB_OUTPUT"
