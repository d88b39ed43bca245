import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { Clock } from "../clock";
import type { Random } from "../random";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** The same in every process: whoever reads a kept stream goes on when it is started again. */
const key = createHash("sha256").update("weir").digest();

/** What a token held. */
export interface OpenedToken {
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly parts: readonly string[];
}

/**
 * Tokens that a client carries but can neither read nor make, as AWS's are: shard iterators and pagination.
 * Each holds the time of its making.
 */
export class SealedTokens {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Seals texts that hold no `/`. */
  seal(...parts: readonly string[]): string {
    const nonce = Buffer.from(this.random.uuid().replaceAll("-", ""), "hex").subarray(0, nonceBytes);
    const cipher = createCipheriv(algorithm, key, nonce);
    const sealed = cipher.update([this.clock.now(), ...parts].join("/"), "utf8");
    return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]).toString("base64");
  }

  /** Undefined for anything that `seal` did not make. */
  open(token: string): OpenedToken | undefined {
    const bytes = Buffer.from(token, "base64");
    if (bytes.length <= nonceBytes + tagBytes || bytes.toString("base64") !== token) return undefined;
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes)).toString("utf8");
    try {
      decipher.final();
    } catch {
      // The one thing that can be wrong here is the tag: the token was not sealed with this key.
      return undefined;
    }
    const [createdMs, ...parts] = text.split("/");
    return { createdMs: Number(createdMs), parts };
  }
}
