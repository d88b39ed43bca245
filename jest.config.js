// The AWS SDK's notice of Node 22 would stand in every suite's output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Tests lie beside what they test; suites that span rooms lie in test/. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/cdktf\\.out/", "/\\.weir/", "/dist/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf\\.out/", "<rootDir>/\\.weir/", "<rootDir>/dist/"],
  // Packages that are ES modules alone, which Jest's CommonJS can't load as they are.
  transformIgnorePatterns: ["/node_modules/(?!(hyparquet|hyparquet-writer)/)"],
  transform: {
    "/node_modules/hyparquet.+\\.js$": ["@swc/jest", { module: { type: "commonjs" }, jsc: { target: "es2022" } }],
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, sourceMaps: "inline" }],
  },
  // Tests wait for conditions; this only ends one that waits for what never comes.
  testTimeout: 60_000,
  // cdktf keeps about 45 MB a file alive in a worker.
  workerIdleMemoryLimit: "1GB",
};
