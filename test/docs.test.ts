import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeProgram } from "../tools/program";

const root = join(__dirname, "..");
const pages = spawnSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).stdout.trim().split("\n");
const textOf = (page: string) => readFileSync(join(root, page), "utf8");

/** The lines of a text's shell blocks, those that go on in the next line put together. */
function shellLines(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block);
  return blocks.flatMap((block) => block.replace(/\\\n\s*/g, "").split("\n"));
}

/** The arguments of a `weir` command line, without its comment and what the shell does with its output. */
function argumentsOf(line: string): string[] | undefined {
  const [, rest] = /^\s*(?:npx )?weir (.*)$/.exec(line) ?? [];
  const words = rest?.replace(/\s+#.*$/, "").match(/"[^"]*"|\S+/g);
  const shell = words?.findIndex((word) => word === ">" || word === "|") ?? -1;
  return words?.slice(0, shell === -1 ? undefined : shell).map((word) => word.replace(/^"(.*)"$/, "$1"));
}

/** Parses a command line as `weir` does, and does nothing. */
function parse(line: readonly string[]): void {
  const program = makeProgram();
  for (const command of program.commands) command.exitOverride().action(() => undefined);
  program.exitOverride().parse(line, { from: "user" });
}

const documented = pages.flatMap((page) => shellLines(textOf(page)).map((line) => [page, argumentsOf(line)] as const));
const help = makeProgram().commands.flatMap((command) => {
  const lines: string[] = [];
  command.configureOutput({ writeOut: (text) => lines.push(...text.replace(/\\\n\s*/g, "").split("\n")) }).outputHelp();
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

  it("shows the environment dev as it is", () => {
    const [, shown = ""] = /```ts\n(.*?)```/s.exec(textOf("README.md")) ?? [];
    const code = textOf("environments/dev.ts").replace(/^\s*\/\/.*\n/gm, "");
    expect(code).toContain(shown.trim());
  });

  it("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json"));
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name),
    );
    expect(named.filter((name) => !(`${name}` in scripts))).toEqual([]);
  });
});
