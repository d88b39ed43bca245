import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { Ci, Environment } from "../environments";
import { CiRole } from "../modules/ci-role/ci-role";
import { EncryptionKey } from "../modules/encryption-key/encryption-key";
import { mergedStatements } from "../modules/iam/merged-statements";
import type { Statement } from "../modules/iam/policy-document";
import { ManagedPolicy } from "../modules/managed-policy/managed-policy";
import { PrivateBucket } from "../modules/private-bucket/private-bucket";
import { applyBoundary } from "./ci/apply-boundary";
import { permissionsByKind } from "./ci/permissions-by-kind";
import { readStateStatements, writeStateStatements } from "./ci/state";
import { workloadBoundary } from "./ci/workload-boundary";
import { EnvironmentStack } from "./environment-stack";
import { stateKeyUsage } from "./key-policies";

/**
 * What Terraform itself needs before the first of an environment's stacks: where states are kept, and the roles of the
 * pipeline that applies the others. People apply it: no other stack depends on it, and the pipeline can't change it.
 */
export class BootstrapStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    // Not `<environment>-bootstrap`: `cdktf apply 'dev-*'` leaves it alone.
    super(scope, "bootstrap", environment, `bootstrap-${environment.name}`);
    const keyArn = this.stateKey();
    this.stateBucket(keyArn);
    if (environment.ci) this.ci(environment.ci, keyArn);
  }

  private stateKey(): string | undefined {
    const { environment, names } = this;
    if (environment.encryption === "aws-managed") {
      // KMS makes AWS's own key when its alias is first asked for: in a new account, the first state would find none.
      new DataAwsKmsKey(this, "AwsManagedKey", { keyId: names.stateKeyAlias.name });
      return undefined;
    }
    const key = new EncryptionKey(this, "StateKey", {
      alias: names.stateKeyAlias.name,
      description: `${environment.project} ${environment.name}: state`,
      deletionWindowDays: environment.keyDeletionWindowDays,
      accountRootArn: names.accountRootArn,
      // Whatever the environment's data is worth: without its states, what it costs can't even be taken down.
      isProtected: true,
      usage: stateKeyUsage(environment),
    });
    return key.arn;
  }

  private stateBucket(keyArn: string | undefined): void {
    const { environment, names } = this;
    new PrivateBucket(this, "State", {
      ...names.stateBucket,
      isProtected: true,
      encryption: { kind: "kms", keyArn, aliasArn: names.stateKeyAlias.arn },
      noncurrentExpiryDays: environment.state.noncurrentExpiryDays,
    });
    this.output("stateBucket", names.stateBucket);
  }

  private ci(ci: Ci, keyArn: string | undefined): void {
    const { environment, names } = this;
    const policies = new Construct(this, "CiPolicies");
    const policy = (id: string, part: string, description: string, statements: readonly Statement[]) =>
      new ManagedPolicy(policies, id, { name: names.ciPolicy(part).name, description, statements }).arn;

    const ofKinds = Object.entries(permissionsByKind(environment));
    const read = policy(
      "Read",
      "read",
      "Sees every resource as it is",
      mergedStatements(ofKinds.flatMap(([, { reads }]) => reads)),
    );
    const readingState = readStateStatements(environment, keyArn);
    const writingState = [...readingState, ...writeStateStatements(environment)];
    const writing = ofKinds.map(([kind, { writes }]) => {
      const id = `Write${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
      return [id, policy(id, `write-${kind}`, `Makes, changes and destroys ${kind}`, writes)];
    });
    const boundary = "WorkloadBoundary";
    policy(
      boundary,
      "workload-boundary",
      "What the roles of workloads stay within",
      mergedStatements(workloadBoundary(environment)),
    );

    const trusted = this.trusted(ci);
    const plan = new CiRole(this, "CiPlan", {
      ...trusted.toPlan,
      name: names.ciRole("plan").name,
      description: `Plans ${environment.name}: reads, and changes nothing`,
      policies: {
        Read: read,
        ReadState: policy("ReadState", "read-state", "Reads and locks states", readingState),
      },
    });
    const apply = new CiRole(this, "CiApply", {
      ...trusted.toApply,
      name: names.ciRole("apply").name,
      description: `Applies ${environment.name}, once it was approved`,
      policies: {
        Read: read,
        WriteState: policy("WriteState", "write-state", "Reads, locks and writes states", writingState),
        ...Object.fromEntries(writing),
      },
      boundaryArn: policy(
        "ApplyBoundary",
        "apply-boundary",
        "What applying stays within",
        applyBoundary(environment, keyArn),
      ),
    });
    this.output("ciRoles", { plan: plan.arn, apply: apply.arn });
  }

  /** Whom GitHub's tokens must be about, for each role. */
  private trusted({ repository, branch, oidcProvider }: Ci) {
    const provider = oidcProvider === "create" ? this.githubProvider() : undefined;
    const common = { providerArn: this.names.githubProviderArn, provider };
    const subject = (claim: string) => `repo:${repository}:${claim}`;
    const ref = `refs/heads/${branch}`;
    return {
      toPlan: { ...common, subjects: [subject("pull_request"), subject(`ref:${ref}`)] },
      // GitHub gives a job this subject when the environment's own rules, approval among them, have let it through.
      toApply: { ...common, subjects: [subject(`environment:${this.environment.name}`)], ref },
    };
  }

  private githubProvider(): IamOpenidConnectProvider {
    // AWS knows GitHub's certificates by itself: no thumbprint is to be kept up to date.
    return new IamOpenidConnectProvider(this, "Github", {
      url: `https://${this.names.githubProviderArn.replace(/^.*oidc-provider\//, "")}`,
      clientIdList: ["sts.amazonaws.com"],
    });
  }
}
