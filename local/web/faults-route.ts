import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { faultKinds } from "../faults/fault";
import { FaultError } from "../faults/fault-error";
import type { Faults } from "../faults/faults";
import { parseJson } from "../parse-json";
import { readBody } from "../server/read-body";
import { isFromHere, mayChange } from "./request-guard";

const maxBodyBytes = 64 * 1024;

const newFault = z.strictObject({
  kind: z.enum(faultKinds),
  target: z.string(),
  operation: z.enum(["reads", "writes"]).optional(),
  share: z.number().gt(0).max(1).optional(),
  seconds: z.number().gt(0).max(900).optional(),
  perSecond: z.number().gt(0).max(500).optional(),
  forSeconds: z.number().gt(0).max(86_400).optional(),
});

/**
 * Lists faults (`GET /_weir/faults`), sets one (`POST`, which answers with it) and clears one or all (`DELETE`, with or
 * without an id behind the path). Answers are JSON: `{faults}`, a fault, `{cleared}`, or `{error}`.
 */
export function faultsRoute(faults: Faults) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
      response.end(JSON.stringify(body));
    };
    const body = await readBody(request, maxBodyBytes);
    const changes = request.method !== "GET" && request.method !== "HEAD";
    if (!(changes ? mayChange(request) : isFromHere(request))) {
      return answer(403, { error: "faults are for the machine that this runs on" });
    }
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const [, id] = /^\/_weir\/faults(?:\/(.+))?$/.exec(pathname) ?? [];
    try {
      if (!changes) return answer(200, { faults: faults.list() });
      if (request.method === "POST") return answer(201, faults.set(read(body)));
      if (request.method === "DELETE") return answer(200, { cleared: faults.clear(id) });
      answer(405, { error: `${request.method} is not for /_weir/faults: GET, POST and DELETE are` });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      answer(400, { error: error.message });
    }
  };
}

/** @throws FaultError for a body that describes no fault */
function read(body: Buffer): z.infer<typeof newFault> {
  const parsed = newFault.safeParse(parseJson(body.toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new FaultError(`this is no fault:\n${z.prettifyError(parsed.error)}`);
}
