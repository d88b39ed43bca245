import { type ModelShape, matches, type ServiceModel, shapeOf } from "./service-model";

/** A value that is not as the model says, and how AWS refuses it. */
export interface Broken {
  /** What is wrong, for a person: the members that lead to it, then the bound. */
  readonly what: string;
  readonly value: unknown;
  readonly code: "SerializationException" | "ValidationException";
}

/**
 * Every way in which one value alone breaks a shape of the model: its type, and each of its bounds.
 * @param valid a value that keeps to the shape, whose parts are broken one by one
 */
export function brokenValues(model: ServiceModel, name: string, valid: unknown): Broken[] {
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case "structure":
      return [wrongType([]), ...brokenMembers(model, shape, valid as Readonly<Record<string, unknown>>)];
    case "list": {
      const items = valid as readonly unknown[];
      const sizes = wrongSizes(shape, (size) => Array.from({ length: size }, () => items[0]));
      const inside = brokenValues(model, shape.member?.shape ?? "", items[0]);
      return [wrongType("text"), ...sizes, ...inside.map((broken) => ({ ...broken, value: [broken.value] }))];
    }
    case "map": {
      const [[key = "", value] = []] = Object.entries(valid as object);
      const sizes = wrongSizes(shape, (size) =>
        Object.fromEntries(Array.from({ length: size }, (_, number) => [`${key}${number}`, value])),
      );
      const keys = brokenValues(model, shape.key?.shape ?? "", key).filter(
        ({ code }) => code === "ValidationException",
      );
      const values = brokenValues(model, shape.value?.shape ?? "", value);
      return [
        wrongType([]),
        ...sizes,
        ...keys.map((broken) => ({ ...broken, what: `key: ${broken.what}`, value: { [String(broken.value)]: value } })),
        ...values.map((broken) => ({ ...broken, what: `value: ${broken.what}`, value: { [key]: broken.value } })),
      ];
    }
    case "string":
      return [wrongType(1), ...wrongSizes(shape, (size) => "x".repeat(size)), ...wrongTexts(shape)];
    case "integer":
    case "long":
      return [wrongType("text"), ...wrongSizes(shape, (size) => size)];
    case "blob":
      return [wrongType(1), ...wrongSizes(shape, (size) => Buffer.alloc(size).toString("base64"))];
    case "double":
    case "boolean":
    case "timestamp":
      return [wrongType("text")];
  }
}

function brokenMembers(model: ServiceModel, shape: ModelShape, valid: Readonly<Record<string, unknown>>): Broken[] {
  const { members = {}, required = [] } = shape;
  return Object.entries(members).flatMap(([member, { shape: name }]) => {
    const missing: Broken = { what: "missing", value: undefined, code: "ValidationException" };
    const broken = brokenValues(model, name, valid[member] ?? {});
    return [...(required.includes(member) ? [missing] : []), ...broken].map((each) => {
      return { ...each, what: `${member}: ${each.what}`, value: { ...valid, [member]: each.value } };
    });
  });
}

function wrongType(value: unknown): Broken {
  return { what: "another type", value, code: "SerializationException" };
}

function wrongSizes({ min = 0, max }: ModelShape, ofSize: (size: number) => unknown): Broken[] {
  const tooSmall: Broken = {
    what: `less than ${min}`,
    value: ofSize(Math.max(0, min - 1)),
    code: "ValidationException",
  };
  const tooLarge: Broken = { what: `more than ${max}`, value: ofSize((max ?? 0) + 1), code: "ValidationException" };
  return [...(min > 0 ? [tooSmall] : []), ...(max === undefined ? [] : [tooLarge])];
}

function wrongTexts(shape: ModelShape): Broken[] {
  const wrong = "§ §";
  const broken = (what: string): Broken[] => [{ what, value: wrong, code: "ValidationException" }];
  if (shape.enum) return broken("none of its words");
  return matches(shape, wrong) ? [] : broken("breaks its pattern");
}
