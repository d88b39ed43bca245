/** What would lead a command out of the test's own checkout. */
const elsewhere = ["CDKTF_OUTDIR", "WEIR_FLINK_JAR"];

/** This process's environment with credentials that lead nowhere but to a server of the test's. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_") && !elsewhere.includes(name));
  return {
    ...Object.fromEntries(others),
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
