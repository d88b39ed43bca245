/** The command that is running, as it can be typed again. */
export function commandLine(): string {
  return ["weir", ...process.argv.slice(2).map(quoted)].join(" ");
}

/** As a POSIX shell takes it. */
function quoted(argument: string): string {
  return /^[\w./:=@+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
