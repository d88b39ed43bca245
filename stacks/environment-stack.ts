import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../environments";
import { type Names, namesOf } from "../names";

/** A stack of one environment: its provider, its state, its tags, its names. */
export abstract class EnvironmentStack extends TerraformStack {
  protected readonly names: Names;

  constructor(
    scope: Construct,
    stack: string,
    protected readonly environment: Environment,
    id = `${environment.name}-${stack}`,
  ) {
    super(scope, id);
    this.names = namesOf(environment);
    new AwsProvider(this, "Aws", {
      region: environment.region,
      // Terraform stops at credentials of any other account.
      allowedAccountIds: [environment.account],
      defaultTags: [
        { tags: { project: environment.project, environment: environment.name, stack, owner: environment.owner } },
      ],
    });
    this.keepState(stack);
    // The bindings are those of one 6.x release, and what is emitted is valid in all of these.
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
  }

  /** Stacks that read this one's outputs look for its state in the same place: CDKTF hands the backend's settings on. */
  private keepState(stack: string): void {
    const { environment, names } = this;
    const backend = new S3Backend(this, {
      bucket: names.stateBucket.name,
      key: names.stateKey(stack),
      region: environment.region,
      // The bucket's default is KMS too, but "encrypt" without a key asks for AES256, and goes past it.
      encrypt: true,
      kmsKeyId: names.stateKeyAlias.arn,
      allowedAccountIds: [environment.account],
    });
    // CDKTF's types are older than the lock file. What only reads a state takes no lock.
    backend.addOverride("use_lockfile", true);
  }

  /** ARN of what the roles of workloads stay within; there is none where only people make them. */
  protected get boundaryArn(): string | undefined {
    return this.environment.ci && this.names.workloadBoundary.arn;
  }

  /** Shows a value to those who run the stack (`terraform output`), under this very name. */
  protected output(name: string, value: unknown): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}
