import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { namesOf } from "../../names";
import { describeWith } from "../requirements";
import { alarmsOf } from "./alarms-of";
import { awsCommands, type CliCommands, commandProblem } from "./aws-commands";
import { everything } from "./everything";
import { resolve } from "./resolve";

const folder = join(__dirname, "..", "..", "docs", "runbooks");
const pages = readdirSync(folder).filter((page) => page !== "README.md");
const textOf = (page: string) => readFileSync(join(folder, page), "utf8");

/** The kinds of alarms that are synthesized, and what becomes of each. */
const severities = new Map(
  Object.values(alarmsOf(resolve(everything)))
    .flat()
    .flatMap(({ description, actions }) => {
      const [, kind] = /docs\/runbooks\/([\w-]+)\.md/.exec(description) ?? [];
      const severity =
        ["page", "ticket"].find((name) => actions.includes(namesOf(everything).topic(name).arn)) ?? "none";
      return kind === undefined ? [] : [[kind, severity] as const];
    }),
);

describe("the runbooks", () => {
  it("are one for each kind of alarm that there is", () => {
    expect(pages.sort()).toEqual([...severities.keys()].map((kind) => `${kind}.md`).sort());
  });

  it.each(pages)("%s says what it means, what to look at, what to do, and when it is over", (page) => {
    const headings = [...textOf(page).matchAll(/^#+ .*$/gm)].map(([heading]) => heading);
    const title = `# \`${page.replace(/\.md$/, "")}\``;
    expect(headings).toEqual([title, "## Meaning", "## Check", "## Mend", "## When it clears"]);
  });

  it("are listed with the severity that their alarms have", () => {
    const rows = textOf("README.md").matchAll(/^\| \[([\w-]+)\]\(\1\.md\) \| (page|ticket|none)/gm);
    const listed = [...rows].map(([, kind, severity]) => [kind, severity]);
    expect(listed.sort()).toEqual([...severities].sort());
  });
});

/** Prints the commands of services as the AWS CLI has them: operations and members in small letters and hyphens. */
const cliCommands = `
import botocore.session, json, sys
from botocore import xform_name
session = botocore.session.get_session()
def options(shape):
    for name, member in shape.members.items():
        yield xform_name(name, "-")
        if member.type_name == "boolean":
            yield "no-" + xform_name(name, "-")
def command(operation):
    shape = operation.input_shape
    if shape is None:
        return {"options": [], "required": []}
    return {"options": list(options(shape)), "required": [xform_name(name, "-") for name in shape.required_members]}
services = {}
for service in sys.argv[1:]:
    model = session.get_service_model(service)
    services[service] = {xform_name(name, "-"): command(model.operation_model(name)) for name in model.operation_names}
print(json.dumps(services))
`;

const commands = readdirSync(folder).flatMap((page) => awsCommands(textOf(page)).map((command) => ({ page, command })));

describeWith("python", "the AWS commands of the runbooks", () => {
  const names = new Set(commands.flatMap(({ command: [service] }) => (service === undefined ? [] : [service])));
  names.delete("s3");
  names.delete("s3api");
  const output = execFileSync("python3", ["-c", cliCommands, "s3", ...names], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const { s3, ...others } = JSON.parse(output) as Record<string, CliCommands>;
  // The operations of S3 have another name in the CLI, whose own commands have this one.
  const services = { ...others, ...(s3 && { s3api: s3 }) };

  it("are there, with the options that they are given and all that they want", () => {
    const problems = commands.flatMap(({ page, command }) => {
      const problem = commandProblem(command, services);
      return problem === undefined ? [] : [`${page}: ${problem}`];
    });
    expect(problems).toEqual([]);
    expect(commands.length).toBeGreaterThan(2 * pages.length);
  });

  it.each([
    ["aws kinesis get-record --shard-iterator x", "kinesis has no get-record"],
    ["until=$(aws kinesis get-records --shard-iterater x)", "kinesis get-records has no --shard-iterater"],
    ["aws kinesis get-records --limit 5 | jq .", "kinesis get-records wants --shard-iterator"],
  ])("would not pass as %s", (line, problem) => {
    const [command = []] = awsCommands(`\`\`\`sh\n${line}\n\`\`\`\n`);
    expect(commandProblem(command, services)).toBe(problem);
  });
});
