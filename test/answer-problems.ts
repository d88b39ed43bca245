import { type ModelShape, matches, type ServiceModel, shapeOf } from "./service-model";

/** Shapes whose lower bound AWS's own answers break: no metric is measured, no record failed. */
const emptyInAnswers = ["MetricsNameList", "PositiveIntegerObject"];

/**
 * What an answer in JSON has that the model does not allow, one line each.
 * @param name of its shape
 * @param path for the lines, such as `Records.0`
 */
export function answerProblems(model: ServiceModel, name: string, answer: unknown, path = "answer"): string[] {
  const shape = shapeOf(model, name);
  const inner = (member: { readonly shape: string } | undefined, value: unknown, at: string | number) =>
    answerProblems(model, member?.shape ?? "", value, `${path}.${at}`);
  switch (shape.type) {
    case "structure": {
      if (!isObject(answer)) return [`${path} is no object`];
      const { members = {}, required = [] } = shape;
      const missing = required.filter((member) => !Object.hasOwn(answer, member));
      return [
        ...missing.map((member) => `${path} has no ${member}`),
        ...Object.entries(answer).flatMap(([member, value]) =>
          Object.hasOwn(members, member) ? inner(members[member], value, member) : [`${path} has a ${member}`],
        ),
      ];
    }
    case "list":
      if (!Array.isArray(answer)) return [`${path} is no list`];
      return [
        ...boundProblems(name, shape, answer.length, path),
        ...answer.flatMap((item, at) => inner(shape.member, item, at)),
      ];
    case "map":
      if (!isObject(answer)) return [`${path} is no map`];
      return Object.entries(answer).flatMap(([key, value]) => [
        ...inner(shape.key, key, key),
        ...inner(shape.value, value, key),
      ]);
    case "string":
      return typeof answer === "string" ? stringProblems(name, shape, answer, path) : [`${path} is no string`];
    case "integer":
    case "long":
      return Number.isInteger(answer) ? boundProblems(name, shape, Number(answer), path) : [`${path} is no integer`];
    case "double":
      return typeof answer === "number" ? [] : [`${path} is no number`];
    case "timestamp":
      return typeof answer === "number" ? [] : [`${path} is no number of seconds`];
    case "boolean":
      return typeof answer === "boolean" ? [] : [`${path} is no boolean`];
    case "blob":
      return typeof answer === "string" ? [] : [`${path} is no base64`];
  }
}

function stringProblems(name: string, shape: ModelShape, answer: string, path: string): string[] {
  return [
    ...boundProblems(name, shape, answer.length, path),
    ...(matches(shape, answer) ? [] : [`${path} is ${answer}, which breaks ${shape.pattern}`]),
    ...(shape.enum?.includes(answer) === false ? [`${path} is ${answer}, none of ${shape.enum.join(", ")}`] : []),
  ];
}

function boundProblems(
  name: string,
  { min = -Infinity, max = Infinity }: ModelShape,
  size: number,
  path: string,
): string[] {
  if (size > max) return [`${path} has ${size}, more than ${max}`];
  return size < min && !(size === 0 && emptyInAnswers.includes(name)) ? [`${path} has ${size}, less than ${min}`] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
