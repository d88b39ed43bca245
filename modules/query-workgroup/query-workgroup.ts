import { AthenaNamedQuery } from "@cdktf/provider-aws/lib/athena-named-query";
import { AthenaWorkgroup } from "@cdktf/provider-aws/lib/athena-workgroup";
import { Construct } from "constructs";

/** A query that is kept under a name. */
export interface NamedQuery {
  readonly description: string;
  readonly sql: string;
}

/** See {@link QueryWorkgroup}. */
export interface QueryWorkgroupProps {
  readonly name: string;
  readonly account: string;
  /** Where results go: `s3://<bucket>/<prefix>/`. */
  readonly resultsLocation: string;
  /** Encrypts the results. @default the bucket's own encryption */
  readonly keyArn: string | undefined;
  /** A query that has read as much is stopped; at least 10. */
  readonly maxQueryScanMebibytes: number;
  /** Whether Terraform refuses to delete it while queries are kept in it. */
  readonly isProtected: boolean;
  readonly databaseName: string;
  /** By name. */
  readonly queries: Readonly<Record<string, NamedQuery>>;
}

/** Where queries of Athena run: within a limit of what each may read, whatever its author's own settings say. */
export class QueryWorkgroup extends Construct {
  constructor(scope: Construct, id: string, props: QueryWorkgroupProps) {
    super(scope, id);
    const { keyArn } = props;
    const workgroup = new AthenaWorkgroup(this, "Resource", {
      name: props.name,
      forceDestroy: !props.isProtected,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: props.maxQueryScanMebibytes * 1_048_576,
        resultConfiguration: {
          outputLocation: props.resultsLocation,
          expectedBucketOwner: props.account,
          ...(keyArn !== undefined && {
            encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn },
          }),
        },
      },
    });
    for (const [name, { description, sql }] of Object.entries(props.queries)) {
      new AthenaNamedQuery(this, name, {
        name,
        description,
        database: props.databaseName,
        workgroup: workgroup.name,
        query: sql,
      });
    }
  }
}
