import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeTerraform } from "../../../test/lifecycle/fake-terraform";
import { Interrupt } from "../interrupt";
import { Terraform } from "../terraform";
import { checkNode, checkProvider } from "./machine";

describe("checkNode", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "100.1.0"])("is content with %s", (version) => {
    expect(checkNode(version)).toEqual({ check: "Node", verdict: "ok", message: version });
  });

  it.each(["18.20.8", "20.9.0", "20.18.3"])("finds %s too old", (version) => {
    expect(checkNode(version)).toMatchObject({ verdict: "problem", fix: "install 20.19 or later" });
  });
});

describe("checkProvider", () => {
  const before = { ...process.env };
  let folder: string;
  let interrupt: Interrupt;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "weir-machine-"));
    interrupt = new Interrupt();
  });

  afterEach(() => {
    process.env = { ...before };
    interrupt.close();
    rmSync(folder, { recursive: true });
  });

  /** What it says of a Terraform that prints something and fails. */
  async function messageOf(printed: string): Promise<string | undefined> {
    const program = fakeTerraform(folder, "Terraform v1.11.4", `printf '${printed}' >&2; exit 1`);
    process.env["TERRAFORM_BINARY_NAME"] = join(program, "terraform");
    const [finding] = await checkProvider(await Terraform.find(interrupt, {}));
    return finding?.message;
  }

  it("says in one line why Terraform can't have the provider, without what stands around it", async () => {
    const printed = "Warning: old\\n\\nError: no host\\n\\nof that\\nname\\n\\nDid you mean another?";
    expect(await messageOf(printed)).toMatch(/ can't be had: no host: of that name$/);
  });

  it("says all that there is of a Terraform that says nothing", async () => {
    const message = await messageOf("");
    expect(message).toContain(` can't be had: ${folder}/`);
    expect(message).toMatch(/terraform init ended with exit code 1$/);
  });
});
