/** Tests lie beside what they test; suites that span rooms lie in test/. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/cdktf\\.out/", "/\\.weir/", "/dist/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf\\.out/", "<rootDir>/\\.weir/", "<rootDir>/dist/"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, sourceMaps: "inline" }],
  },
  // cdktf keeps about 45 MB a file alive in a worker.
  workerIdleMemoryLimit: "1GB",
};
