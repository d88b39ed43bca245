import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { Random } from "../random";
import { integer, type Shape } from "../server/input-shape";
import { Timestamp } from "../server/timestamp";

/** What credentials are made up of, and the time that they end by. */
export interface CredentialSources {
  readonly clock: Clock;
  readonly random: Random;
}

/** How long credentials are good, as a form has it: seconds, 900 or more. */
export function durationSeconds(max: number): Shape<number> {
  const { parse, check } = integer({ min: 900, max });
  return {
    parse(value) {
      if (typeof value === "string" && /^-?\d+$/.test(value)) return parse(Number(value));
      throw new AwsError("SerializationException", `${value} can not be converted to an Integer`);
    },
    check,
  };
}

/** Credentials made up, in AWS's form; here they are worth what all others are, and for ever. */
export function temporaryCredentials({ clock, random }: CredentialSources, lifetimeSeconds: number) {
  const digits = () => random.uuid().replaceAll("-", "");
  return {
    AccessKeyId: `ASIA${digits().slice(0, 16).toUpperCase()}`,
    SecretAccessKey: `${digits()}${digits()}`.slice(0, 40),
    SessionToken: Buffer.from(`${digits()}${digits()}`).toString("base64"),
    Expiration: new Timestamp(clock.now() + lifetimeSeconds * 1_000),
  };
}
