/**
 * Finds what was made of an environment's entries.
 * @param kind how an error calls an entry, such as `stream`
 * @returns what throws an Error for a key that no entry has
 */
export function byKey<Made>(kind: string, entries: Iterable<readonly [string, Made]>): (key: string) => Made {
  const made = new Map(entries);
  return (key) => {
    const found = made.get(key);
    if (found === undefined) throw new Error(`there is no ${kind} ${key}, but: ${[...made.keys()].join(", ")}`);
    return found;
  };
}
