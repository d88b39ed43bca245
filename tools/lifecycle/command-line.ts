/** The command that is running, as it can be typed again. */
export function commandLine(): string {
  return ["weir", ...process.argv.slice(2).map(quoted)].join(" ");
}

/** An argument as a POSIX shell takes it. */
export function quoted(argument: string): string {
  return /^[\w./:=@+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
