/** A command of the AWS CLI: its words, without `aws` and without what the shell does with its output. */
export type AwsCommand = readonly string[];

/** The AWS commands in the shell blocks of a page, those too that stand within others. */
export function awsCommands(page: string): AwsCommand[] {
  const blocks = [...page.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, block = ""]) => block.replace(/\\\n/g, " "));
  return blocks.flatMap((block) =>
    // Where a command can begin: a line, a pipe, or what is put in the place of a word.
    [...block.matchAll(/(?<=^ *|\| *|\$\()aws (?=[a-z])/gm)].map(({ index }) =>
      words(block.slice(index + "aws ".length)),
    ),
  );
}

const word = /[ \t]*((?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"|;<>()&])+)/y;

/** The words of a command up to where it ends, without their quotes. */
function words(text: string): string[] {
  const found: string[] = [];
  word.lastIndex = 0;
  for (let match = word.exec(text); match; match = word.exec(text)) {
    found.push((match[1] ?? "").replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"/g, (_, single, double) => single ?? double));
  }
  return found;
}

/** The options of each command of a service, as the AWS CLI makes them of AWS's model. */
export type CliCommands = Readonly<Record<string, CliCommand>>;

/** A command's options, without their hyphens. */
export interface CliCommand {
  readonly options: readonly string[];
  readonly required: readonly string[];
}

/** Options of every command. */
const globalOptions = ["query", "output", "region", "profile", "endpoint-url", "max-items", "page-size"];

/** Commands that the CLI adds to S3's operations. */
const s3Commands: CliCommands = Object.fromEntries(
  ["ls", "cp", "mv", "sync", "rm"].map((name) => [name, { options: ["recursive"], required: [] }]),
);

/** What is wrong with a command; undefined for one that AWS's CLI understands. */
export function commandProblem(
  [service = "", operation = "", ...given]: AwsCommand,
  services: Readonly<Record<string, CliCommands>>,
): string | undefined {
  const commands = service === "s3" ? s3Commands : services[service];
  if (!commands) return `there is no service ${service}`;
  const command = commands[operation];
  if (!command) return `${service} has no ${operation}`;
  const options = given.filter((option) => option.startsWith("--")).map((option) => option.slice(2));
  const unknown = options.find((option) => ![...command.options, ...globalOptions].includes(option));
  if (unknown !== undefined) return `${service} ${operation} has no --${unknown}`;
  const missing = command.required.find((option) => !options.includes(option));
  return missing === undefined ? undefined : `${service} ${operation} wants --${missing}`;
}
