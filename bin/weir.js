#!/usr/bin/env node
// TypeScript runs as it is, so that a fresh clone needs no build before its first command.
require("tsx/cjs");
require("../tools/main.ts");
