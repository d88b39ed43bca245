/** How Athena works out the values of a partition's column, in place of asking the Data Catalog. */
export type Projection =
  /** The format's parts go from the year down to at most the minute. */
  | { readonly kind: "date"; readonly format: string; readonly from: string }
  | { readonly kind: "integer"; readonly from: number; readonly to: number; readonly digits?: number | undefined }
  | { readonly kind: "enum"; readonly values: readonly string[] };

/** The properties of a table that project its partitions; none without partitions. */
export function projectionParameters(
  location: string,
  partitions: Readonly<Record<string, Projection>>,
): Record<string, string> {
  const names = Object.keys(partitions);
  if (names.length === 0) return {};
  const ofColumns = Object.entries(partitions).flatMap(([name, projection]) =>
    Object.entries(columnParameters(projection)).map(([key, value]) => [`projection.${name}.${key}`, value]),
  );
  return {
    "projection.enabled": "true",
    ...Object.fromEntries(ofColumns),
    // The dollar is doubled, since Terraform would take the braces for an expression of its own.
    "storage.location.template": `${location}${names.map((name) => `${name}=$\${${name}}/`).join("")}`,
  };
}

function columnParameters(projection: Projection): Record<string, string> {
  switch (projection.kind) {
    case "date":
      return {
        type: "date",
        format: projection.format,
        // Athena's NOW is in UTC, and in zones east of it tomorrow has begun by then.
        range: `${projection.from},NOW+1DAYS`,
        interval: "1",
        "interval.unit": unitOf(projection.format),
      };
    case "integer": {
      const range = `${projection.from},${projection.to}`;
      return { type: "integer", range, ...(projection.digits !== undefined && { digits: String(projection.digits) }) };
    }
    case "enum":
      return { type: "enum", values: projection.values.join(",") };
  }
}

const units: Readonly<Record<string, string>> = { y: "YEARS", M: "MONTHS", d: "DAYS", H: "HOURS", m: "MINUTES" };

/** How often a partition begins: of any other unit, Athena would look into too few folders, or into each more than once. */
function unitOf(format: string): string {
  const unit = units[format.slice(-1)];
  if (!unit)
    throw new Error(`format ${JSON.stringify(format)} ends in none of the letters ${Object.keys(units).join(", ")}`);
  return unit;
}
