/** What is left of a physical name (`<project>-<environment>-<key>`) when an environment's page need not repeat it. */
export function shortName(name: string, environment: string): string {
  const at = name.indexOf(`-${environment}-`);
  return at < 0 ? name : name.slice(at + environment.length + 2);
}
