import type { PolicyStatement } from "./policies";

/** What is asked of IAM. */
export interface IamRequest {
  readonly action: string;
  /** An ARN, or a pattern of ARNs: it is allowed when all of it is. */
  readonly resource: string;
  /** The condition keys of the request, such as `iam:PermissionsBoundary`; those that are missing are not there. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether policies allow a request, as IAM finds it out: some statement must allow it, and none deny it. */
export function isAllowed(statements: readonly PolicyStatement[], request: IamRequest): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
}

function applies({ Action, Resource = [], Condition = {} }: PolicyStatement, request: IamRequest): boolean {
  const { action, resource, context = {} } = request;
  return (
    Action.some((pattern) => isLike(pattern, action)) &&
    Resource.some((pattern) => isLike(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, context[key], [values].flat().map(String))),
    )
  );
}

/** @throws Error for an operator that no policy of ours has */
function holds(operator: string, got: string | undefined, values: readonly string[]): boolean {
  const isOne = got !== undefined && values.some((value) => isLike(value, got));
  switch (operator) {
    case "StringEquals":
    case "ArnLike":
      return isOne;
    case "StringEqualsIfExists":
      return got === undefined || isOne;
    case "StringNotEquals":
      return !isOne;
    case "Null":
      return values.includes(String(got === undefined));
    default:
      throw new Error(`the operator ${operator} is not known here`);
  }
}

/** IAM's `*` stands for any characters. In what is asked for it is one like others, which only a `*` stands for. */
function isLike(pattern: string, text: string): boolean {
  const expression = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${expression.join(".*")}$`).test(text);
}
