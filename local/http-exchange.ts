import type { Clock } from "./clock";

/** Why a request got no response that could be read. */
export type NoResponseReason =
  | "connection-failed"
  | "connection-reset"
  | "tls-failure"
  | "timeout"
  | "response-too-large"
  | "stopped";

/** How a request ended. */
export type HttpExchange =
  | { readonly kind: "response"; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly kind: "no response"; readonly reason: NoResponseReason; readonly message: string };

/** A POST request. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How long the other end may take to answer. */
  readonly timeoutMs: number;
}

const stoppedMessage = "the sender was stopped before an answer came";

/**
 * Sends a request and reads its response, of which redirects are not followed. Never rejects: what went wrong between
 * the two ends is part of the result.
 *
 * @param stopping ends the request when it aborts
 * @param maxResponseBytes a longer body is not read to its end
 */
export async function exchange(
  { clock, fetch }: { readonly clock: Clock; readonly fetch: typeof globalThis.fetch },
  { url, headers, body, timeoutMs }: HttpRequest,
  stopping: AbortSignal,
  maxResponseBytes: number,
): Promise<HttpExchange> {
  if (stopping.aborted) return { kind: "no response", reason: "stopped", message: stoppedMessage };
  const abort = new AbortController();
  let ended: NoResponseReason | undefined;
  const end = (reason: NoResponseReason) => {
    ended ??= reason;
    abort.abort();
  };
  const onStop = () => end("stopped");
  stopping.addEventListener("abort", onStop, { once: true });
  const cancelTimeout = clock.schedule(() => end("timeout"), timeoutMs);
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: abort.signal });
    const text = await readText(response, maxResponseBytes);
    if (text !== undefined) return { kind: "response", status: response.status, headers: response.headers, text };
    return { kind: "no response", reason: "response-too-large", message: `more than ${maxResponseBytes} bytes came` };
  } catch (error) {
    if (ended === "stopped") return { kind: "no response", reason: ended, message: stoppedMessage };
    if (ended) return { kind: "no response", reason: ended, message: `no answer came within ${timeoutMs / 1000} s` };
    return { kind: "no response", ...describe(error) };
  } finally {
    cancelTimeout();
    stopping.removeEventListener("abort", onStop);
  }
}

/** A response's body; undefined when it is longer than allowed. */
async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest.
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** `fetch` says only that it failed; the reason is its error's cause, with a code of Node's, OpenSSL's or zlib's. */
function describe(error: unknown): { reason: NoResponseReason; message: string } {
  const { code, message } = innermost(error);
  if (/^ERR_(TLS|SSL)|CERT|SIGNATURE|^EPROTO$/.test(code)) return { reason: "tls-failure", message };
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|Z_.+)$/.test(code)) return { reason: "connection-reset", message };
  return { reason: "connection-failed", message };
}

function innermost(error: unknown): { code: string; message: string } {
  if (typeof error !== "object" || error === null) return { code: "", message: String(error) };
  if ("cause" in error && error.cause) return innermost(error.cause);
  const code = "code" in error ? String(error.code) : "";
  // An error of several addresses that were tried has a code, and no message.
  return { code, message: ("message" in error && String(error.message)) || code };
}
