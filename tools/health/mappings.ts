import type { Finding } from "./finding";

/** What feeds a processor. */
export interface MappingFacts {
  /** `processor stream-processor` */
  readonly subject: string;
  readonly functionName: string;
  /** Undefined where it has none. */
  readonly mapping: { readonly uuid: string; readonly state: string } | undefined;
}

/** Who is fed by nothing tells nothing else; nothing to say of one that is fed. */
export function judgeMapping({ subject, functionName, mapping }: MappingFacts): Finding[] {
  if (!mapping) {
    return [
      {
        verdict: "CRITICAL",
        subject,
        message: "nothing feeds it: it has no event source mapping",
        cause: "its mapping was deleted, or is not deployed",
        command: `aws lambda list-event-source-mappings --function-name ${functionName}`,
      },
    ];
  }
  const { uuid, state } = mapping;
  if (!["Disabled", "Disabling"].includes(state)) return [];
  return [
    {
      verdict: "WARNING",
      subject,
      message: `nothing feeds it: its event source mapping is ${state}, and records wait until they expire`,
      cause: "somebody stopped it",
      command: `aws lambda update-event-source-mapping --uuid ${uuid} --enabled`,
    },
  ];
}
