const separator = "/consumer/";

/** What a consumer's ARN tells: it continues its stream's. */
export interface ParsedConsumerArn {
  readonly streamArn: string;
  readonly name: string;
}

/** Reads `<stream's ARN>/consumer/<name>:<seconds of its making>`; undefined for a stream's own ARN. */
export function parseConsumerArn(arn: string): ParsedConsumerArn | undefined {
  // The last one: a stream may be named `consumer` too.
  const at = arn.lastIndexOf(separator);
  if (at < 0) return undefined;
  const [name = ""] = arn.slice(at + separator.length).split(":");
  return { streamArn: arn.slice(0, at), name };
}
