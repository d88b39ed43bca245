import fc from "fast-check";
import { type Environment, environmentNames, loadEnvironment } from "../../environments";
import { parseEnvironment } from "../../environments/parse-environment";
import { arbitraryEnvironment } from "../arbitrary-environment";
import { alarmProblems } from "./alarm-problems";
import { alarmsOf } from "./alarms-of";
import { everything, prefix } from "./everything";
import { expectedAlarms } from "./expected-alarms";
import { resolve } from "./resolve";
import { type Attributes, others, shipped } from "./spoiled-alarms";

const environments: [name: string, environment: Environment][] = [
  ...environmentNames.map((name): [string, Environment] => [name, loadEnvironment(name)]),
  ["one with everything", everything],
];

describe.each(environments)("the alarms of %s", (_name, environment) => {
  const resolved = resolve(environment);

  it("can go off, and are heard", () => {
    expect(alarmProblems(resolved, environment)).toEqual([]);
  });

  it("are all that there should be, and no others", () => {
    const { metric, composite } = alarmsOf(resolved);
    const names = [...metric, ...composite].map(({ name }) => name);
    expect(names.sort()).toEqual(expectedAlarms(environment).sort());
  });
});

describe("the alarms of any environment that the schema accepts", () => {
  it("can go off, and are heard", () => {
    fc.assert(
      fc.property(arbitraryEnvironment, (input) => {
        const environment = parseEnvironment("environment", input);
        expect(alarmProblems(resolve(environment), environment)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});

const sound = resolve(everything);

/** What is found wrong with the environment with everything, once one resource in it was spoiled. */
function problemsOnceSpoiled(name: string, spoil: (attributes: Attributes) => object): readonly string[] {
  const isIt = ({ alarm_name, event_source_arn, function_name }: Attributes) =>
    alarm_name === `${prefix}-${name}` ||
    (event_source_arn !== undefined && String(function_name).endsWith(`:${prefix}-${name}`));
  expect(sound.resources.filter(({ attributes }) => isIt(attributes))).toHaveLength(1);
  const resources = sound.resources.map((resource) => {
    const { attributes } = resource;
    return isIt(attributes)
      ? { ...resource, attributes: { ...attributes, ...spoil(attributes) } as Attributes }
      : resource;
  });
  return alarmProblems({ ...sound, resources }, everything);
}

describe("the check of alarms", () => {
  it.each([...shipped, ...others])("finds %s", (_what, where, spoil, found) => {
    expect(problemsOnceSpoiled(where, spoil)).toEqual(expect.arrayContaining([expect.stringContaining(found)]));
  });
});
