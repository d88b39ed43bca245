import { type Environment, EnvironmentError, environmentNames, loadEnvironment } from "../../../environments";
import { listSources } from "../../../sources";
import { placeholderAccount } from "../../aws-target";
import { readCaller, refuseOtherAccount } from "../account";
import { Interrupt } from "../interrupt";
import { verifyStateBucket } from "../remote-state";
import { type Target, targetOf } from "../target";
import { Terraform } from "../terraform";
import { checkBootstrap } from "./bootstrap";
import { checkConcurrency } from "./concurrency";
import { type Finding, look } from "./finding";
import { checkFlink } from "./flink";
import { checkLocks } from "./locks";
import { checkNode, checkProvider, checkTerraform } from "./machine";
import { checkStateBucket } from "./state-bucket";
import { checkStreamLimits } from "./stream-limits";

/** What is examined. */
export interface Patient {
  readonly env: string;
  readonly endpoint?: string;
}

/**
 * Looks at all that a deployment needs; changes nothing.
 * @throws EnvironmentError when there is no environment of that name
 */
export async function examine(patient: Patient): Promise<Finding[]> {
  const [machine, environment] = await Promise.all([examineMachine(), examineEnvironment(patient)]);
  return [...machine, ...environment];
}

async function examineMachine(): Promise<Finding[]> {
  const interrupt = new Interrupt();
  try {
    const node = checkNode(process.versions.node);
    const rest = await look("Terraform", async () => {
      const terraform = await Terraform.find(interrupt, {});
      const provider = await look("provider", () => checkProvider(terraform));
      return [...(await checkTerraform(terraform)), ...provider];
    });
    return [node, ...rest];
  } finally {
    interrupt.close();
  }
}

async function examineEnvironment({ env, endpoint }: Patient): Promise<Finding[]> {
  const sources = await listSources();
  let environment: Environment;
  try {
    environment = loadEnvironment(env, sources);
  } catch (error) {
    if (!(error instanceof EnvironmentError) || !environmentNames.includes(env)) throw error;
    return [{ check: "environment", verdict: "problem", message: error.message, fix: `mend environments/${env}.ts` }];
  }
  const { name, tier, account, region } = environment;
  const here: Finding = { check: "environment", verdict: "ok", message: `${name} (${tier}), in ${account} ${region}` };
  const flink = await look("Flink jar", () => checkFlink(environment));
  if (account === placeholderAccount) {
    const message = `environment ${name} has the placeholder account: it runs locally, and in no AWS`;
    return [
      here,
      ...flink,
      { check: "account", verdict: "warning", message, fix: `set your account in environments/${name}.ts` },
      skipped,
    ];
  }
  return [here, ...flink, ...(await look("endpoint", () => examineAws(targetOf(environment, endpoint))))];
}

const skipped: Finding = { check: "AWS", verdict: "skipped", message: "nothing there was looked at" };

async function examineAws(target: Target): Promise<Finding[]> {
  const region = checkRegion(target);
  const access = await look("credentials", () => checkAccess(target));
  if (access.some(({ verdict }) => verdict !== "ok")) return [region, ...access, skipped];
  const rest = await Promise.all([
    look("state bucket", () => examineState(target)),
    look("concurrency", () => checkConcurrency(target)),
    look("shards", () => checkStreamLimits(target)),
  ]);
  return [region, ...access, ...rest.flat()];
}

/** Commands reach the environment's region whatever the variables say; whatever else runs in this shell does not. */
function checkRegion({ environment: { region } }: Target): Finding {
  const check = "region";
  for (const variable of ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
    const other = process.env[variable];
    if (!other || other === region) continue;
    const message = `the environment is in ${region}, but ${variable} is ${other}: the AWS CLI of this shell looks there`;
    return { check, verdict: "warning", message, fix: `export ${variable}=${region}` };
  }
  return { check, verdict: "ok", message: region };
}

async function checkAccess(target: Target): Promise<Finding[]> {
  const caller = await readCaller(target);
  const account = await look("account", async () => {
    refuseOtherAccount(target, caller);
    return [{ check: "account", verdict: "ok", message: `${caller.account}, the environment's` }];
  });
  return [{ check: "credentials", verdict: "ok", message: caller.arn }, ...account];
}

/** Without a state bucket there is one thing to say of all that lies in it. */
async function examineState(target: Target): Promise<Finding[]> {
  await verifyStateBucket(target);
  const findings = await Promise.all([
    look("state bucket", () => checkStateBucket(target)),
    look("locks", () => checkLocks(target)),
    look("bootstrap", () => checkBootstrap(target)),
  ]);
  return findings.flat();
}
