import type { Store } from "dynalite/db";
import { checkTypes, checkValidations, type OperationRules } from "dynalite/validations";

/** One operation of DynamoDB on dynalite's database: what it accepts, and what it does. */
export interface Operation {
  readonly rules: OperationRules;
  /** Takes input that the rules accepted. @throws `DynaliteError`, or AwsError from our own operations */
  readonly run: (store: Store, input: object) => Promise<unknown>;
}

type Callback = (error: unknown, output: unknown) => void;

/** Loads an operation of dynalite's own, such as `PutItem`. */
export function loadOperation(name: string): Operation {
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  const action: (store: Store, input: object, callback: Callback) => void = require(`dynalite/actions/${file}`);
  return {
    rules: require(`dynalite/validations/${file}`),
    run: (store, input) =>
      new Promise((resolve, reject) => {
        action(store, input, (error, output) => (error ? reject(error) : resolve(output)));
      }),
  };
}

/**
 * Returns the input without what the operation does not know.
 * @throws `DynaliteError` for what its rules refuse
 */
export function checkInput({ types, custom }: OperationRules, input: object, store: Store): object {
  const checked = checkTypes(input, types);
  checkValidations(checked, types, custom, store);
  return checked;
}
