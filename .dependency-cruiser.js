/**
 * Who may import whom. Each room lists all that it may reach; whatever is not listed is refused.
 * Run by test/imports.test.ts; tests themselves may import anything.
 */
const npm = (...names) => names.map((name) => `^node_modules/${name}/`);
const contracts = "^functions/.+/contract\\.ts$";
// What a module knows of what AWS measures and allows: no construct among them.
const facts = "metric/|[^/]+/(metrics|metric-groups|schemas|stream-limits)\\.ts$";
const cdktf = npm("cdktf", "constructs", "@cdktf/provider-aws");

const room = (name, path, allowed, pathNot) => ({
  name,
  severity: "error",
  from: { path, pathNot: ["\\.test\\.ts$", ...(pathNot ?? [])] },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    room("environments-import-zod-only", "^environments/", ["^environments/", ...npm("zod")]),
    room("names-import-environments", "^names\\.ts$", ["^environments/"]),
    room("sources-are-listed-not-imported", "^(flink-)?sources\\.ts$", [
      "^flink-sources\\.ts$",
      "^environments/",
      "^functions/folders\\.ts$",
      "^(node:)?[a-z]+$",
    ]),
    room("modules-never-see-an-environment", "^modules/", ["^modules/", "^node:", "^(path|fs|crypto)$", ...cdktf]),
    room("stacks-place-modules", "^stacks/", [
      "^stacks/",
      "^modules/",
      "^environments/",
      "^names\\.ts$",
      contracts,
      ...cdktf,
    ]),
    room("contracts-import-nothing", contracts, ["^$"]),
    room("functions-import-their-own", "^functions/([^/]+)/", [
      "^functions/$1/",
      "^functions/shared/",
      "^(node:)?(crypto|buffer|util|timers/promises)$",
      ...npm("@aws-sdk", "@smithy", "zod"),
    ]),
    room("the-bundler-imports-no-function", "^functions/(bundle|folders)\\.ts$", [
      "^functions/folders\\.ts$",
      "^(node:)?[a-z]+(/promises)?$",
      ...npm("esbuild", "fflate"),
    ]),
    {
      name: "local-reads-what-synth-wrote",
      severity: "error",
      from: { path: "^local/", pathNot: "\\.test\\.ts$" },
      // What both a function and a service of AWS do, such as taking KPL aggregates apart, stands once.
      to: {
        path: ["^(stacks|modules|functions/(?!shared/)|environments|tools|flink)/", "^(main|names)\\.ts$", ...cdktf],
      },
    },
    {
      name: "tools-import-no-infrastructure",
      severity: "error",
      from: { path: "^tools/", pathNot: "\\.test\\.ts$" },
      to: {
        path: [
          "^(stacks|flink)/",
          `^modules/(?!${facts})`,
          "^main\\.ts$",
          "^functions/(?!shared/|folders\\.ts$|[^/]+/contract\\.ts$)",
          ...cdktf,
        ],
      },
    },
    {
      name: "the-local-runtime-has-one-door",
      severity: "error",
      from: { path: "^tools/", pathNot: "\\.test\\.ts$" },
      to: { path: "^local/", pathNot: "^local/index\\.ts$" },
    },
    {
      name: "only-some-verbs-run-locally",
      severity: "error",
      from: { path: "^tools/", pathNot: ["\\.test\\.ts$", "^tools/(up|fault|iam)(/|\\.ts$)"] },
      to: { path: "^local/" },
    },
    {
      name: "nothing-imports-tests-or-benchmarks",
      severity: "error",
      from: { pathNot: ["\\.test\\.ts$", "^(test|bench|examples)/"] },
      to: { path: ["^(test|bench|examples)/", "\\.test\\.ts$"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(cdktf\\.out|dist|\\.weir|coverage)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default"],
    },
    tsPreCompilationDeps: true,
  },
};
