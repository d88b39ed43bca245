import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { environmentNames } from "../environments";
import { describeWith } from "./requirements";

const root = join(__dirname, "..");
const workflows = yamlBelow(".github/workflows");
const textOf = (file: string) => readFileSync(join(root, file), "utf8");

function yamlBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yml"))
    .map((file) => join(folder, file));
}

/** The jobs of a workflow by name: what is written below each, up to the next. */
function jobsOf(workflow: string): Map<string, string> {
  const [, jobs = ""] = textOf(workflow).split(/^jobs:\n/m);
  const [, ...parts] = jobs.split(/^ {2}(?=[\w-]+:$)/m);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(":")), part]));
}

const jobs = workflows.flatMap((workflow) =>
  [...jobsOf(workflow)].map(([job, text]) => [basename(workflow), job, text] as const),
);

describe("the workflows", () => {
  it.each(workflows)("%s grants nothing to jobs that do not ask", (workflow) => {
    expect(textOf(workflow)).toMatch(/^permissions: \{\}$/m);
  });

  it.each(jobs)("%s: the job %s asks for what it needs, and ends in time", (_workflow, _job, text) => {
    expect(text).toMatch(/^ {4}permissions:$/m);
    // A token for AWS is for those alone who take on a role.
    expect(/id-token: write/.test(text)).toBe(/setup-weir|deploy-environment\.yml/.test(text));
    // A called workflow's jobs have times of their own.
    if (!/^ {4}uses:/m.test(text)) expect(text).toMatch(/^ {4}timeout-minutes: \d+$/m);
  });

  it.each(yamlBelow(".github"))("%s runs no action that can change under its name", (file) => {
    const uses = [...textOf(file).matchAll(/uses: (.*)$/gm)].map(([, used = ""]) => used);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((used) => !/^(\.\/.+|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(used))).toEqual([]);
  });

  it("pin each action to one commit", () => {
    const uses = yamlBelow(".github").flatMap((file) => textOf(file).match(/(?<=uses: )[\w-]+\/.+/g) ?? []);
    const pinned = new Set(uses);
    expect([...new Set([...pinned].map((used) => used.split("@")[0]))]).toHaveLength(pinned.size);
  });

  it.each(yamlBelow(".github"))("%s has no key to AWS, and lets nobody's text into a shell", (file) => {
    expect(textOf(file)).not.toMatch(/aws-(access-key-id|secret-access-key)|AWS_(ACCESS_KEY_ID|SECRET)|AKIA|secrets\./);
    // Expressions would become part of the script before the shell reads it.
    const scripts = textOf(file).match(/run: (?:[|>]-?\n(?:(?: {10,}.*)?\n)+|.*\n)/g) ?? [];
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });

  it.each(["ci.yml", "drift.yml"])("%s reaches every environment", (workflow) => {
    expect(textOf(`.github/workflows/${workflow}`)).toContain(`environment: [${environmentNames.join(", ")}]\n`);
  });

  it("deploy to every environment, one after the other, and let data go only where that was asked for", () => {
    const deployments = [...jobsOf(".github/workflows/deploy.yml")].filter(([, text]) => /environment:/.test(text));
    expect(deployments.map(([job]) => job)).toEqual(environmentNames);
    for (const [index, [job, text]] of deployments.entries()) {
      expect(text).toContain(`needs: ${environmentNames[index - 1] ?? "checks"}\n`);
      expect(text).toContain(`environment: ${job}\n`);
      expect(text).toContain(`group: deploy-${job}\n      cancel-in-progress: false\n`);
      expect(text).toContain(`allow-data-loss: \${{ inputs.allow-data-loss == '${job}' }}`);
      expect(text.includes("auto-approve")).toBe(job === "dev");
      const before = environmentNames[index - 1];
      // A status function in the condition: else a job that was skipped on the way would skip this one.
      const condition = `if: \${{ !cancelled() && needs.${before}.outputs.done == 'true' }}\n`;
      if (before !== undefined) expect(text).toContain(condition);
    }
  });

  it("build the jar of the Flink jobs for whatever plans or applies, before there is a role, and for nothing else", () => {
    const setup = textOf(".github/actions/setup-weir/action.yml");
    expect(setup.indexOf("npm run build:flink")).toBeGreaterThan(0);
    expect(setup.indexOf("npm run build:flink")).toBeLessThan(setup.indexOf("configure-aws-credentials"));
    const without = jobs.filter(([, , text]) => text.includes('jar: "false"')).map(([workflow]) => workflow);
    expect(without).toEqual(["drift.yml"]);
  });

  it("keep plans that a second attempt of a run can replace, and states that could not be written", () => {
    const { plan = "", apply = "" } = Object.fromEntries(jobsOf(".github/workflows/deploy-environment.yml"));
    expect(plan).toContain("overwrite: true\n");
    expect(apply).toMatch(
      /- if: failure\(\).*\n {8}uses: actions\/upload-artifact@(.*\n)+? +path: .*\/errored\.tfstate\n/,
    );
  });

  it("start nothing but scripts that are there", () => {
    const started = yamlBelow(".github").flatMap((file) => textOf(file).match(/\.github\/scripts\/[\w.-]+/g) ?? []);
    expect(new Set(started)).toEqual(new Set(readdirSync(join(root, ".github/scripts")).map(scriptPath)));
  });
});

const scriptPath = (script: string) => `.github/scripts/${script}`;

/** What a script is run with: the commands that it finds instead of GitHub's and Weir's own. */
interface Surroundings {
  /** What `gh api` answers to a listing, page by page. */
  readonly pages?: readonly unknown[];
  /** How `npx weir …` ends, and what it prints for `--json` and writes for `--markdown`. */
  readonly weir?: { readonly status: number; readonly text: string };
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  /** The calls of gh, with the text of the files they sent. */
  readonly calls: string[];
  /** What the script told the runner. */
  readonly outputs: string;
  readonly summary: string;
}

describeWith("jq", "the scripts of the workflows", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "weir-workflow-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function command(name: string, body: string): void {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\nset -euo pipefail\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  /** Runs a script as a workflow does, with a `gh` that writes down its calls. */
  function run(script: string, args: readonly string[], { pages = [[]], weir }: Surroundings = {}): Ran {
    const file = (name: string, text = "") => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const calls = file("calls");
    file("pages.json", pages.map((page) => JSON.stringify(page)).join("\n"));
    file("weir.txt", weir?.text);
    command(
      "gh",
      `if [ "$1 $2" = "api --paginate" ]; then cat "${folder}/pages.json"; exit; fi
       for argument; do
         case $argument in
           body=@*) printf 'body=%s\\n' "$(cat "\${argument#body=@}")" ;;
           *) if [ -f "$argument" ]; then cat "$argument"; else printf '%s\\n' "$argument"; fi ;;
         esac
       done >>"${calls}"
       echo == >>"${calls}"`,
    );
    command(
      "npx",
      `for argument; do [ "$argument" = --json ] && cat "${folder}/weir.txt"; done
       while [ $# -gt 0 ] && [ "$1" != --markdown ]; do shift; done
       if [ $# -gt 0 ]; then cat "${folder}/weir.txt" >"$2"; fi
       exit ${weir?.status ?? 0}`,
    );
    const outputs = file("outputs");
    const summary = file("summary");
    const { status, stdout, stderr } = spawnSync(join(root, scriptPath(script)), args, {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: [folder, process.env["PATH"]].join(delimiter),
        GITHUB_REPOSITORY: "octo-org/events",
        GITHUB_SERVER_URL: "https://github.example",
        GITHUB_RUN_ID: "77",
        GITHUB_OUTPUT: outputs,
        GITHUB_STEP_SUMMARY: summary,
        HEAD_SHA: "0123abc",
      },
    });
    expect(stderr).toBe("");
    const read = (name: string) => readFileSync(name, "utf8");
    const called = read(calls)
      .split("==\n")
      .filter((call) => call !== "");
    return { status, stdout, calls: called, outputs: read(outputs), summary: read(summary) };
  }

  const bot = { login: "github-actions[bot]" };

  describe("target.sh", () => {
    const environment = {
      account: "111122223333",
      region: "eu-central-1",
      ciRoles: { plan: "arn:aws:iam::111122223333:role/plan", apply: "arn:aws:iam::111122223333:role/apply" },
    };

    it.each(["plan", "apply"] as const)("says which role can %s, and where", (role) => {
      const { outputs } = run("target.sh", ["dev", role], { weir: { status: 0, text: JSON.stringify(environment) } });
      expect(outputs.trim().split("\n")).toEqual([
        "configured=true",
        `role=${environment.ciRoles[role]}`,
        "account=111122223333",
        "region=eu-central-1",
      ]);
    });

    it("leaves out an environment that says nothing of CI, and says so", () => {
      const { ciRoles: _, ...bare } = environment;
      const { status, stdout, outputs } = run("target.sh", ["dev", "plan"], {
        weir: { status: 0, text: JSON.stringify(bare) },
      });
      expect({ status, outputs }).toEqual({ status: 0, outputs: "configured=false\n" });
      expect(stdout).toContain("::notice::environment dev is left out: environments/dev.ts has no `ci`");
    });

    it("fails where the environment's file is wrong", () => {
      expect(run("target.sh", ["dev", "plan"], { weir: { status: 1, text: "" } }).status).toBe(1);
    });
  });

  describe("require-approval.sh", () => {
    const environments = (...rules: object[]) => [
      { environments: [{ name: "dev", protection_rules: [{ type: "required_reviewers" }] }] },
      { environments: [{ name: "prod", protection_rules: rules }] },
    ];

    it("lets an environment pass that somebody has to approve", () => {
      const pages = environments({ type: "branch_policy" }, { type: "required_reviewers" });
      expect(run("require-approval.sh", ["prod"], { pages })).toMatchObject({ status: 0, stdout: "" });
    });

    it.each([
      ["has no reviewers", environments({ type: "branch_policy" })],
      ["is not there", [{ environments: [] }]],
    ])("stops before an environment that %s", (_what, pages) => {
      const { status, stdout } = run("require-approval.sh", ["prod"], { pages });
      expect({ status, stdout }).toEqual({
        status: 1,
        stdout: "::error::nobody would be asked: give the GitHub environment prod required reviewers\n",
      });
    });
  });

  describe("keep-plans.sh", () => {
    const nothing = { outcome: "planned", counts: { create: 0, update: 0, replace: 0, delete: 0 }, outputs: [] };

    it.each([
      ["nothing", nothing, false],
      ["a resource", { ...nothing, counts: { ...nothing.counts, update: 1 } }, true],
      ["an output that other stacks read", { ...nothing, outputs: ["arn"] }, true],
      ["what waits for another stack", { outcome: "waiting", waitsFor: ["streaming"] }, true],
    ])("says whether there is something to apply: %s", (_what, processing, changes) => {
      const text = JSON.stringify({ stacks: { streaming: nothing, processing } });
      const { status, outputs } = run("keep-plans.sh", ["dev", "plans"], { weir: { status: 0, text } });
      expect({ status, outputs }).toEqual({ status: 0, outputs: `changes=${changes}\n` });
    });

    it("fails with the plan", () => {
      const { status, outputs } = run("keep-plans.sh", ["dev", "plans"], { weir: { status: 1, text: "{}" } });
      expect({ status, outputs }).toEqual({ status: 1, outputs: "" });
    });
  });

  describe("comment-plan.sh", () => {
    const comment = (markdown: string, listed: readonly object[]) => {
      writeFileSync(join(folder, "plan.md"), markdown);
      return run("comment-plan.sh", ["5", "dev", "plan.md"], { pages: [[], ...listed.map((item) => [item])] });
    };
    const ofDev = { id: 41, user: bot, body: "<!-- weir plan dev -->\n\nolder" };

    it("comments on the pull request when there is no comment yet", () => {
      const { status, calls } = comment("| stack | add |\n", []);
      expect({ status, calls }).toEqual({ status: 0, calls: [expect.stringContaining("POST\n")] });
      expect(calls[0]).toContain("repos/octo-org/events/issues/5/comments\n");
      expect(calls[0]).toContain("body=<!-- weir plan dev -->\n\nCommit 0123abc, [run 77]");
      expect(calls[0]).toContain("| stack | add |");
    });

    it("brings its own comment of the same environment up to date", () => {
      const others = [
        { id: 1, user: { login: "somebody" }, body: ofDev.body },
        { id: 2, user: bot, body: "<!-- weir plan prod -->\n\nolder" },
      ];
      const { calls } = comment("newer", [...others, ofDev]);
      expect(calls).toEqual([expect.stringContaining("PATCH\nrepos/octo-org/events/issues/comments/41\n")]);
    });

    it("sends nothing longer than GitHub takes", () => {
      const { calls } = comment("ü".repeat(40_000), [ofDev]);
      expect(calls[0]?.length).toBeLessThan(65_536);
      expect(calls[0]).toContain("too long for a comment");
    });
  });

  describe("report-drift.sh", () => {
    const report = (status: number, listed: readonly object[] = []) =>
      run("report-drift.sh", ["prod"], {
        pages: [[], ...listed.map((item) => [item])],
        weir: { status, text: "retention 24 → 48\n" },
      });
    const open = { number: 9, title: "Drift in prod" };

    it("opens an issue on drift", () => {
      const { status, calls, summary } = report(2, [
        { number: 3, title: "Drift in dev" },
        { ...open, pull_request: {} },
      ]);
      expect({ status, summary }).toEqual({ status: 0, summary: "retention 24 → 48\n" });
      expect(calls).toEqual([expect.stringMatching(/^issue\ncreate\n/)]);
      expect(calls[0]).toContain("Drift in prod\n");
      expect(calls[0]).toContain(
        "retention 24 → 48\n\n[Run 77](https://github.example/octo-org/events/actions/runs/77)",
      );
    });

    it("brings the open issue up to date", () => {
      const { calls } = report(2, [open]);
      expect(calls).toEqual([expect.stringMatching(/^issue\nedit\n9\n/)]);
      expect(calls[0]).toContain("retention 24 → 48");
    });

    it("closes the issue when there is no drift any more", () => {
      expect(report(0, [open]).calls).toEqual([expect.stringMatching(/^issue\nclose\n9\n/)]);
    });

    it("says nothing when there is none, and was none", () => {
      expect(report(0)).toMatchObject({ status: 0, calls: [] });
    });

    it("fails, and leaves the issue as it is, when drift could not be looked for", () => {
      expect(report(1, [open])).toMatchObject({ status: 1, calls: [] });
    });
  });
});
