import type { Construct } from "constructs";
import { PrivateBucket, type PrivateBucketProps } from "../private-bucket/private-bucket";

/** See {@link FailuresBucket}. */
export interface FailuresBucketProps extends PrivateBucketProps {
  readonly expiryDays: number;
}

/** Where records go that could not be processed: at hand until they expire, never archived. */
export class FailuresBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: FailuresBucketProps) {
    const expiry = {
      id: "expire",
      status: "Enabled",
      filter: [{ prefix: "" }],
      expiration: [{ days: props.expiryDays }],
    };
    super(scope, id, { ...props, lifecycleRules: [expiry] });
  }
}
