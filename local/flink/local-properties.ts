import type { JobSpec } from "./job";

/** The property groups that say where a table of the job lies. */
const tables = ["events", "output", "rejects"];

/** Those of them that are written to. */
const sinks = new Set(["output", "rejects"]);

/**
 * The property groups of an application as its job gets them here: its tables lie at the local endpoint, and all else is
 * what it would be on AWS.
 */
export function localProperties(groups: JobSpec["propertyGroups"], endpointUrl: string): JobSpec["propertyGroups"] {
  const local = {
    "aws.endpoint": endpointUrl,
    "aws.credentials.provider": "BASIC",
    "aws.credentials.basic.accesskeyid": "local",
    "aws.credentials.basic.secretkey": "local",
  };
  // The sink would ask for HTTP/2 with TLS, and the endpoint speaks neither of its own accord.
  const sink = { "sink.http-client.protocol.version": "HTTP1_1" };
  const moved = tables.flatMap((id) => {
    const group = groups[id];
    return group ? [[id, { ...group, ...local, ...(sinks.has(id) && sink) }] as const] : [];
  });
  return { ...groups, ...Object.fromEntries(moved) };
}
