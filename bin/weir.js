#!/usr/bin/env node
// The AWS SDK announces on every start that releases after January 2027 need Node 22; the lock file pins one before.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// TypeScript runs as it is, so that a fresh clone needs no build before its first command.
require("tsx/cjs");
require("../tools/main.ts");
