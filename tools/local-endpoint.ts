const byDefault = "http://127.0.0.1:4566";

/** What an SDK client of the local AWS is made with, beside its region. */
export interface LocalEndpoint {
  readonly endpoint: string;
  /** A local endpoint takes any; the SDK wants some. Undefined: the SDK finds the person's own. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/**
 * The local AWS: at the address given, at AWS_ENDPOINT_URL, or where `weir up` listens by default.
 * @throws Error when that is no URL, or AWS's own
 */
export function localEndpoint(given: string | undefined): LocalEndpoint {
  const endpoint = given ?? (process.env["AWS_ENDPOINT_URL"] || byDefault);
  if (!URL.canParse(endpoint)) {
    throw new Error(`the endpoint ${JSON.stringify(endpoint)} is not a URL; give one such as ${byDefault}`);
  }
  if (/\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(new URL(endpoint).hostname)) {
    throw new Error(`the endpoint ${endpoint} is AWS's own: use --aws without an endpoint`);
  }
  const credentials = process.env["AWS_ACCESS_KEY_ID"] ? undefined : { accessKeyId: "local", secretAccessKey: "local" };
  return { endpoint, credentials };
}
