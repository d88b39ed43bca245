import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The environment variables of an unmodified AWS client that is told of an endpoint, and sees nothing of the developer's
 * own configuration.
 * @param folder where its configuration is written
 */
export function clientEnvironment(folder: string, endpointUrl: string, region: string): NodeJS.ProcessEnv {
  const config = join(folder, "config");
  // The CLI's second version takes data in base64 unless told otherwise, its first always takes it as it is.
  writeFileSync(config, "[default]\ncli_binary_format = raw-in-base64-out\n");
  return {
    PATH: process.env["PATH"],
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ACCESS_KEY_ID: "any",
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_DEFAULT_REGION: region,
  };
}
