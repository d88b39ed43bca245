import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { environmentNames, loadEnvironment } from "../environments";
import { makeProgram } from "../tools/program";

const root = join(__dirname, "..");
const pages = spawnSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).stdout.trim().split("\n");
const textOf = (page: string) => readFileSync(join(root, page), "utf8");

/** The commands of a text's shell blocks, those that go on in the next line put together. */
function shellCommands(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block);
  return blocks.flatMap(commandsOf);
}

function commandsOf(text: string): string[] {
  return text.replace(/\\\n\s*/g, "").split(/\n| && /);
}

/** The arguments of a `weir` command line, without its comment and what the shell does with its output. */
function argumentsOf(line: string): string[] | undefined {
  const [, rest] = /^\s*(?:npx )?weir (.*)$/.exec(line) ?? [];
  const words = rest?.replace(/\s+#.*$/, "").match(/"[^"]*"|\S+/g);
  const shell = words?.findIndex((word) => word === ">" || word === "|") ?? -1;
  return words?.slice(0, shell === -1 ? undefined : shell).map((word) => word.replace(/^"(.*)"$/, "$1"));
}

/** What GitHub makes of a page's headings for links to them: small letters, hyphens, and no punctuation. */
function anchorsOf(page: string): string[] {
  const headings = textOf(page)
    .replace(/```.*?```/gs, "")
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Parses a command line as `weir` does, and does nothing. */
function parse(line: readonly string[]): void {
  const program = makeProgram();
  for (const command of program.commands) disarm(command);
  program.exitOverride().parse(line, { from: "user" });
}

function disarm(command: Command): void {
  command.exitOverride().action(() => undefined);
  for (const each of command.commands) disarm(each);
}

const documented = pages.flatMap((page) =>
  shellCommands(textOf(page)).map((line) => [page, argumentsOf(line)] as const),
);
const help = makeProgram().commands.flatMap((command) => {
  const lines: string[] = [];
  command.configureOutput({ writeOut: (text) => lines.push(...commandsOf(text)) }).outputHelp();
  // Beside a command stands what it does, after at least three blanks.
  return lines.map(
    (line) => [`weir ${command.name()} --help`, argumentsOf(line.replace(/(\S) {3,}.*$/, "$1"))] as const,
  );
});
const examples = [...documented, ...help].filter((example): example is [string, string[]] => example[1] !== undefined);

describe("the documentation", () => {
  it.each(examples)("%s shows a command that is understood: weir %j", (_where, line) => {
    expect(() => parse(line)).not.toThrow();
  });

  it("shows many commands, and this test would see an option that is not there", () => {
    expect(examples.length).toBeGreaterThan(15);
    expect(() => parse(["produce", "--events", "5"])).toThrow("unknown option '--events'");
  });

  it.each(pages)("%s links to nothing that is not there", (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it.each(pages)("%s links to no heading that is not there", (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const missing = links.filter(([, file, anchor = ""]) => {
      return !anchorsOf(file ? join(dirname(page), file) : page).includes(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it("asks for as much of Lambda's quota as the environments take", () => {
    const reserved = environmentNames.map((name) => {
      const { processors, deliveries } = loadEnvironment(name);
      const transforms = Object.values(deliveries).flatMap(({ transform }) => (transform ? [transform] : []));
      const functions = [...Object.values(processors), ...transforms];
      return { name, executions: functions.reduce((sum, { reservedConcurrency }) => sum + reservedConcurrency, 0) };
    });
    const stated = [...textOf("docs/guides/deploy.md").matchAll(/`(\w+)` (?:takes )?(\d+)(?=[,:] | and )/g)];
    expect(stated.map(([, name, executions]) => ({ name, executions: Number(executions) }))).toEqual(reserved);
  });

  it("shows the environment dev as it is", () => {
    const [, shown = ""] = /```ts\n(.*?)```/s.exec(textOf("README.md")) ?? [];
    const code = textOf("environments/dev.ts").replace(/^\s*\/\/.*\n/gm, "");
    expect(code).toContain(shown.trim());
  });

  it("requires of the tests what .ci/run does", () => {
    const [required = ""] = /WEIR_REQUIRE=\S+ npm test/.exec(textOf(".ci/run")) ?? [];
    expect(required).not.toBe("");
    expect(textOf("README.md")).toContain(`\`${required}\``);
  });

  it("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json"));
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name),
    );
    expect(named.filter((name) => !(`${name}` in scripts))).toEqual([]);
  });
});
