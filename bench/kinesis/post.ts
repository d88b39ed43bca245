import { type Agent, request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";

/** Sends Kinesis a prepared request, so that no SDK's own work is in it. @throws Error with any answer but success */
export function post(agent: Agent, url: string, operation: string, body: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/x-amz-json-1.1",
      "Content-Length": Buffer.byteLength(body),
      "X-Amz-Target": `Kinesis_20131202.${operation}`,
    };
    const request = httpRequest(url, { method: "POST", agent, headers }, (response) => {
      if (response.statusCode === 200) {
        response.resume().on("end", resolve).on("error", reject);
      } else {
        text(response).then((answer) => reject(new Error(`${operation} answered ${answer}`)), reject);
      }
    });
    request.on("error", reject).end(body);
  });
}
