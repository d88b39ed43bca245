import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../environments";
import { type Names, namesOf } from "../names";

/** A stack of one environment: its provider, its tags, its names. */
export abstract class EnvironmentStack extends TerraformStack {
  protected readonly names: Names;

  constructor(
    scope: Construct,
    stack: string,
    protected readonly environment: Environment,
  ) {
    super(scope, `${environment.name}-${stack}`);
    this.names = namesOf(environment);
    new AwsProvider(this, "Aws", {
      region: environment.region,
      // Terraform stops at credentials of any other account.
      allowedAccountIds: [environment.account],
      defaultTags: [
        { tags: { project: environment.project, environment: environment.name, stack, owner: environment.owner } },
      ],
    });
    // The bindings are those of one 6.x release, and what is emitted is valid in all of these.
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
  }

  /** Shows a value to those who run the stack (`terraform output`), under this very name. */
  protected output(name: string, value: unknown): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}
