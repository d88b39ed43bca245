import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";

/** A server that takes all that it is sent, as Splunk, OpenSearch or an HTTP endpoint would. */
export interface Destinations {
  readonly url: string;
  close(): void;
}

/** Starts one on a free port. */
export async function startDestinations(): Promise<Destinations> {
  const server = createServer(async (request, response) => {
    const { url = "", headers } = request;
    const body = await text(headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request);
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answerTo(url, body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerTo(url: string, body: string): object {
  if (url.startsWith("/services/collector/ack")) return { acks: { 1: true } };
  if (url.startsWith("/services/collector/")) return { text: "Success", code: 0, ackId: 1 };
  if (url.endsWith("/_bulk")) {
    // A line says what to do with the document in the next.
    const items = Array.from({ length: body.trimEnd().split("\n").length / 2 }, () => ({ index: { status: 201 } }));
    return { errors: false, items };
  }
  return { requestId: (JSON.parse(body) as { readonly requestId: string }).requestId, timestamp: 0 };
}

/** Leads what was synthesized for destinations outside of AWS, or that only AWS has, to a server of this machine. */
export function leadTo({ url }: Destinations, outDir: string): void {
  for (const file of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith("cdk.tf.json")) continue;
    const path = join(outDir, file);
    const led = readFileSync(path, "utf8")
      .replaceAll(/"https:\/\/(splunk|in)\.example\.com[^"]*"/g, `"${url}"`)
      .replaceAll(/"domain_arn": "arn:aws:es:[^"]*"/g, `"cluster_endpoint": "${url}"`);
    writeFileSync(path, led);
  }
}
