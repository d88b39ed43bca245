import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeTerraform } from "../../test/lifecycle/fake-terraform";
import { Interrupt } from "./interrupt";
import { Terraform } from "./terraform";

let folder: string;
let interrupt: Interrupt;
const before = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-terraform-"));
  interrupt = new Interrupt();
});

afterEach(() => {
  process.env = { ...before };
  interrupt.close();
  rmSync(folder, { recursive: true });
});

function find(script: string): Promise<Terraform> {
  process.env["TERRAFORM_BINARY_NAME"] = join(fakeTerraform(folder, "Terraform v1.11.4", script), "terraform");
  return Terraform.find(interrupt, {});
}

it("fails with what was printed where a line was cut off, as by a Terraform that was killed", async () => {
  const terraform = await find(`echo '{"@message":"begun"}'; printf '{"@message":"cut o'; exit 3`);
  await expect(terraform.runEvents(folder, ["apply", "-json"])).rejects.toMatchObject({
    name: "TerraformError",
    message: expect.stringMatching(/^begun\n\{"@message":"cut o\n.* apply ended with exit code 3$/),
  });
});

it("keeps the caller's own workspace and data folder from Terraform: the states are where Weir reads them", async () => {
  process.env["TF_WORKSPACE"] = "mine";
  process.env["TF_DATA_DIR"] = "/elsewhere";
  const terraform = await find(`echo "$TF_IN_AUTOMATION \${TF_WORKSPACE-unset} \${TF_DATA_DIR-unset}"`);
  expect(await terraform.runText(folder, ["plan"])).toBe("1 unset unset");
});

it("begins nothing once it was interrupted", async () => {
  const terraform = await find("touch begun");
  process.emit("SIGINT");
  await expect(terraform.runText(folder, ["apply"])).rejects.toThrow(/ apply was not begun: interrupted$/);
  expect(existsSync(join(folder, "begun"))).toBe(false);
});

it("repeats no JSON of a run that failed: a plan holds secrets", async () => {
  const terraform = await find(`echo '{"password":"hunter2"}'; echo "no such file" >&2; exit 1`);
  const reading = terraform.runJson(folder, ["show", "-json"]);
  await expect(reading).rejects.toMatchObject({ name: "TerraformError", message: "no such file" });
});
