import type { LakeTable } from "../environments";
import type { NamedQuery } from "../modules/query-workgroup/query-workgroup";

/**
 * What an operator asks of a table first, as far as its columns can answer it. Each looks at the last week alone where
 * the table has a date in its partitions: Athena bills what it reads.
 * @param name the table's, in the Data Catalog.
 */
export function lakeQueries(name: string, { columns, partitions }: LakeTable): Record<string, NamedQuery> {
  const [dated] = Object.entries(partitions).flatMap(([column, projection]) =>
    projection.kind === "date" ? [{ column, format: projection.format }] : [],
  );
  const lastWeek = dated ? ` WHERE "${dated.column}" >= ${aWeekAgo(dated.format)}` : "";
  const queries: Record<string, NamedQuery> = {};
  if (dated) {
    const date = `"${dated.column}"`;
    queries[`${name}-by-date`] = {
      description: `How many records of ${name} arrived of late, for each ${dated.column}`,
      sql: `SELECT ${date}, count(*) AS records FROM "${name}"${lastWeek} GROUP BY ${date} ORDER BY ${date} DESC`,
    };
  }
  if (columns["timestamp"]) {
    queries[`${name}-latest`] = {
      description: `The newest hundred records of ${name}`,
      sql: `SELECT * FROM "${name}"${lastWeek} ORDER BY "timestamp" DESC LIMIT 100`,
    };
  }
  if (columns["event_type"]) {
    queries[`${name}-by-event-type`] = {
      description: `How many records of ${name} there were of late, of each type`,
      sql: `SELECT event_type, count(*) AS records FROM "${name}"${lastWeek} GROUP BY event_type ORDER BY records DESC`,
    };
  }
  return queries;
}

/** Athena's own letters for dates are those of the partition's format. */
function aWeekAgo(format: string): string {
  return `format_datetime(current_timestamp - interval '7' day, '${format}')`;
}
