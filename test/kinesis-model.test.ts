import { operations } from "../local/kinesis/service";
import { answerProblems } from "./answer-problems";
import { type Broken, brokenValues } from "./broken-inputs";
import { type KinesisAccount, type Outcome, startKinesisAccount } from "./kinesis-account";
import { prepare, validInputs } from "./kinesis-calls";
import { refusalOf } from "./kinesis-refusals";
import { describeWith } from "./requirements";
import { operationOf, readServiceModel } from "./service-model";

describeWith("python", "Kinesis beside the newest model of AWS", () => {
  const model = readServiceModel("kinesis");
  const names = Object.keys(model.operations);
  const refusals = names.flatMap((name) =>
    operationOf(model, name).errors.flatMap(({ shape: code }) => {
      const refusal = refusalOf(name, code);
      return refusal ? [{ name, code, refusal }] : [];
    }),
  );
  let account: KinesisAccount;

  async function start(limits: boolean): Promise<void> {
    account = await startKinesisAccount(limits);
    await prepare(account);
  }
  afterEach(() => account.close());

  async function validInput(operation: string): Promise<Record<string, unknown>> {
    const input = (await validInputs(account))[operation];
    if (!input) throw new Error(`there is no valid call of ${operation}`);
    return input;
  }

  it("answers its operations, and no others", async () => {
    await start(true);
    expect(Object.keys(operations).sort()).toEqual([...names].sort());
  });

  it.each(names)("answers %s in the shape of its output", async (name) => {
    await start(true);
    const outcome = await account.call(name, await validInput(name));
    const { output } = operationOf(model, name);
    if (!output) expect(outcome).toEqual({ answer: undefined });
    else if ("answer" in outcome) expect(answerProblems(model, output.shape, outcome.answer)).toEqual([]);
    else throw new Error(`${name} answered ${outcome.code}: ${outcome.message}`);
  });

  it.each(names)("refuses each input of %s that breaks a bound of the model, as AWS does", async (name) => {
    await start(false);
    const broken = brokenValues(model, operationOf(model, name).input.shape, await validInput(name));
    const wrong: unknown[] = [];
    for (const { what, value, code } of broken) {
      const outcome: Outcome = await account.call(name, value as object);
      if (!isRefused(outcome, code, what)) wrong.push({ what, code, outcome });
    }
    expect(wrong).toEqual([]);
    expect(broken.length).toBeGreaterThan(0);
  });

  it.each(refusals)("answers $code of $name, as the model documents it", async ({ name, code, refusal }) => {
    await start(true);
    expect(await refusal(account, name, await validInput(name))).toEqual({ code, message: expect.any(String) });
  });
});

/** Whether a call was refused for its one broken member, and for nothing else. */
function isRefused(outcome: Outcome, code: Broken["code"], what: string): boolean {
  if (!("code" in outcome) || outcome.code !== code) return false;
  if (code === "SerializationException") return true;
  const member = what.slice(0, what.indexOf(":"));
  const path = member.charAt(0).toLowerCase() + member.slice(1);
  const blamed = [...outcome.message.matchAll(/ at '([^'.]*)/g)].map(([, each]) => each);
  return blamed.length > 0 && blamed.every((each) => each === path);
}
