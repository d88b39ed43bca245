import { AlarmViews } from "./alarm-views";
import { readWidgets } from "./dashboard/widgets";
import { Failures } from "./failures";
import { readLakeObjects } from "./lake-objects";
import type { SectionTexts } from "./live-events";
import { readTail } from "./newest-records";
import { PipelineReader } from "./pipeline/pipeline-reader";
import { Rates } from "./rates";
import { readShardLoads } from "./shard-loads";
import { shortName } from "./short-name";
import type { SectionName, Sections, View } from "./snapshot";
import type { Sources } from "./sources";

/** Reads what the page shows, as it is now. */
export class SectionReader {
  readonly #alarms: AlarmViews;
  readonly #pipeline: PipelineReader;
  readonly #failures: Failures;
  readonly #rates: Rates;
  readonly #short: (name: string) => string;

  constructor(private readonly sources: Sources) {
    this.#short = (name) => shortName(name, sources.environment);
    this.#alarms = new AlarmViews(sources.cloudwatch.alarms, this.#short);
    this.#pipeline = new PipelineReader(sources);
    this.#failures = new Failures(sources, this.#short);
    this.#rates = new Rates(sources.clock);
  }

  /** All sections as JSON, and each widget for itself. */
  async read(view: View): Promise<SectionTexts> {
    const { kinesis, clock, cloudwatch, faults } = this.sources;
    const { environment, accountId, region, startedMs } = this.sources;
    const alarms = this.#alarms.list();
    const sections: Sections = {
      platform: { environment, accountId, region, startedMs, nowMs: clock.now() },
      pipeline: this.#pipeline.read(alarms),
      shards: readShardLoads(kinesis, this.#rates, this.#short),
      alarms,
      faults: faults.list().map(({ id, kind, target, untilMs }) => ({ id, kind, target, untilMs })),
      failures: await this.#failures.newest(),
      tail: readTail(kinesis, this.#short, view.stream),
      lake: await readLakeObjects(this.sources),
      dashboards: cloudwatch.dashboards.list().map(({ name }) => ({ name, label: this.#short(name) })),
      ...this.#widgets(view),
    };
    const named = Object.entries(sections) as [SectionName, Sections[SectionName]][];
    return new Map(named.map(([name, section]) => [name, JSON.stringify(section)]));
  }

  #widgets({ dashboard: name, minutes }: View): Pick<Sections, "widgets" | `widgets/${number}`> {
    const { cloudwatch, logs, clock } = this.sources;
    const dashboards = cloudwatch.dashboards.list();
    const dashboard = dashboards.find((one) => one.name === name) ?? dashboards[0];
    const span = { nowMs: clock.now(), minutes };
    const widgets = dashboard ? readWidgets(dashboard.body, { metrics: cloudwatch.metrics, logs }, span) : [];
    return { widgets: widgets.length, ...Object.fromEntries(widgets.map((widget, at) => [`widgets/${at}`, widget])) };
  }
}
