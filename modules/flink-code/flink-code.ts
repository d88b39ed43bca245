import { join, relative, resolve } from "node:path";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { App, Manifest, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** See {@link FlinkCode}. */
export interface FlinkCodeProps {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** Another one for other code. */
  readonly key: string;
  /** Stands for the key of any code. */
  readonly keyPattern: string;
  /** Absolute; nothing is looked for there until the object is put. */
  readonly jarPath: string;
}

/** The code of Flink applications in a bucket. */
export class FlinkCode extends Construct {
  readonly bucketArn: string;
  readonly key: string;
  readonly keyPattern: string;
  /** What an application waits for. */
  readonly object: S3Object;

  constructor(scope: Construct, id: string, props: FlinkCodeProps) {
    super(scope, id);
    this.bucketArn = props.bucketArn;
    this.key = props.key;
    this.keyPattern = props.keyPattern;
    this.object = new S3Object(this, "Resource", {
      bucket: props.bucketName,
      key: props.key,
      // Without the file's hash: the key has that of its sources, and a jar that is built again has another.
      source: relative(stackFolder(this), props.jarPath),
      // What runs is not without its code until what comes after it runs.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/** Where Terraform runs. Paths from there hold wherever the checkout lies. */
function stackFolder(scope: Construct): string {
  return join(resolve(App.of(scope).outdir), Manifest.stacksFolder, TerraformStack.of(scope).node.id);
}
