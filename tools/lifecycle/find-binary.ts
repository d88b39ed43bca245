import { spawn } from "node:child_process";

/** The oldest versions whose S3 backend keeps its lock beside the state (`use_lockfile`) and is not an experiment there. */
const oldest = { terraform: [1, 11, 0], tofu: [1, 10, 0] } as const;

/** A program that can be run. */
export interface Binary {
  /** What the shell calls it. */
  readonly binary: string;
  /** Such as `Terraform 1.11.4`. */
  readonly version: string;
}

/**
 * The binary that TERRAFORM_BINARY_NAME names (CDKTF's own variable), else terraform, else tofu of the PATH.
 * @throws Error when there is none, or one that is too old
 */
export async function findBinary(): Promise<Binary> {
  const named = process.env["TERRAFORM_BINARY_NAME"];
  const candidates = named ? [named] : ["terraform", "tofu"];
  for (const binary of candidates) {
    const printed = await versionOf(binary);
    if (printed === undefined) continue;
    const version = printed.split("\n")[0]?.replace(" v", " ") ?? "";
    refuseOld(binary, version);
    return { binary, version };
  }
  const missing = named
    ? `TERRAFORM_BINARY_NAME is ${named}, which can't be run`
    : "neither terraform nor tofu can be run";
  throw new Error(
    `${missing}: install Terraform ${oldest.terraform.join(".")} or later, or OpenTofu ${oldest.tofu.join(".")} or later, and put it on the PATH`,
  );
}

/** What a binary says of its version; `undefined` when it can't be run. */
function versionOf(binary: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["version"], {
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    child.on("close", (status) => resolve(status === 0 ? printed : undefined));
  });
}

function refuseOld(binary: string, version: string): void {
  const [, product, digits] = /^(Terraform|OpenTofu) (\d+\.\d+\.\d+)/.exec(version) ?? [];
  if (!product || !digits) throw new Error(`${binary} is neither Terraform nor OpenTofu: it calls itself "${version}"`);
  const least = product === "Terraform" ? oldest.terraform : oldest.tofu;
  const have = digits.split(".").map(Number);
  const differing = least.findIndex((number, index) => have[index] !== number);
  if (differing === -1 || (have[differing] ?? 0) > (least[differing] ?? 0)) return;
  throw new Error(`${binary} is ${version}: ${product} ${least.join(".")} or later is needed, whose S3 backend locks`);
}
