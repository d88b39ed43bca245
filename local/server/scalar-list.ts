import { failure, list, type Shape } from "./input-shape";

/**
 * A list of strings, whose wrong members AWS does not tell apart: it prints the whole list.
 * @param rule `constraint` is what AWS says that each member must keep to
 */
export function scalarList<T extends string>(
  member: Shape<T>,
  rule: { min?: number; max?: number; constraint: string },
): Shape<T[]> {
  const items = list<T>({ parse: (value) => member.parse(value), check: () => undefined }, rule);
  const breaksRule = (value: T) => {
    const failures: string[] = [];
    member.check(value, () => "", failures);
    return failures.length > 0;
  };
  return {
    parse: (value) => items.parse(value),
    check(values, path, failures) {
      items.check(values, path, failures);
      // Members of a list that is too long are not looked at.
      if (values.length > (rule.max ?? Infinity) || !values.some(breaksRule)) return;
      failures.push(failure(`'[${values.join(", ")}]'`, path, `satisfy constraint: [${rule.constraint}]`));
    },
  };
}
