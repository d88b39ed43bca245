import type { SectionName, View } from "../snapshot";
import { AlarmsTable } from "./alarms";
import { Connection, type ConnectionState, type Update } from "./connection";
import { byId } from "./element";
import { showFailures } from "./failures";
import { showFaults } from "./faults";
import { duration } from "./format";
import { showLake } from "./lake";
import { offer } from "./offer";
import { PipelineDrawing } from "./pipeline-drawing";
import { showShards } from "./shards";
import { TailTable } from "./tail";
import { offerThemes } from "./theme";
import { Widgets } from "./widgets";

const connectionWords: Readonly<Record<ConnectionState, string>> = {
  live: "live",
  reconnecting: "no answer: trying again",
  paused: "paused",
};

start();

function start(): void {
  let nowMs = Date.now();
  const alarms = new AlarmsTable(() => nowMs);
  const pipeline = new PipelineDrawing();
  const widgets = new Widgets();
  const tail = new TailTable();
  const shows: { readonly [Name in SectionName]?: (section: NonNullable<Update[Name]>) => void } = {
    platform({ environment, accountId, region, startedMs, ...now }) {
      nowMs = now.nowMs;
      document.title = `${environment} · Weir`;
      byId("environment", HTMLElement).textContent = environment;
      byId("platform", HTMLElement).textContent = `${region}, account ${accountId}, up ${duration(nowMs - startedMs)}`;
    },
    pipeline: (section) => pipeline.show(section),
    alarms(section) {
      alarms.show(section);
      widgets.showAlarms(section);
    },
    faults: showFaults,
    failures: showFailures,
    shards: showShards,
    lake: showLake,
    tail: (section) => tail.show(section),
    dashboards: offerDashboards,
    widgets: (count) => widgets.showCount(count),
  };
  const onUpdate = (update: Update) => {
    for (const [name, show] of Object.entries(shows)) {
      const section = update[name as SectionName];
      if (section !== undefined) (show as (section: unknown) => void)(section);
    }
    for (const [name, section] of Object.entries(update)) {
      const position = /^widgets\/(\d+)$/.exec(name)?.[1];
      if (position !== undefined) widgets.show(Number(position), section as NonNullable<Update["widgets/0"]>);
    }
  };
  const view = viewOfAddress();
  const connection = new Connection(view, onUpdate, (state) => {
    const told = byId("connection", HTMLElement);
    told.textContent = connectionWords[state];
    document.body.dataset["connection"] = state;
  });
  const minutes = byId("minutes", HTMLSelectElement);
  minutes.value = String(view.minutes);
  const choose = (choice: Partial<View>) => {
    rememberInAddress(choice);
    connection.choose(choice);
  };
  minutes.addEventListener("change", () => choose({ minutes: Number(minutes.value) }));
  const dashboard = byId("dashboard", HTMLSelectElement);
  dashboard.addEventListener("change", () => choose({ dashboard: dashboard.value }));
  const stream = byId("stream", HTMLSelectElement);
  stream.addEventListener("change", () => choose({ stream: stream.value }));
  offerThemes(() => widgets.recolor());
  letKeysScroll();
}

/** What overflows must be in reach of those without a mouse. */
function letKeysScroll(): void {
  for (const scroll of document.querySelectorAll<HTMLElement>(".scroll")) {
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "group");
    scroll.setAttribute("aria-labelledby", scroll.closest("section")?.getAttribute("aria-labelledby") ?? "");
  }
}

function offerDashboards(dashboards: NonNullable<Update["dashboards"]>): void {
  const chosen = new URLSearchParams(location.search).get("dashboard") ?? dashboards[0]?.name;
  offer(byId("dashboard", HTMLSelectElement), dashboards, chosen);
}

/** What was chosen stands in the address, so that it can be kept and passed on. */
function viewOfAddress(): View {
  const query = new URLSearchParams(location.search);
  return {
    dashboard: query.get("dashboard") ?? undefined,
    stream: query.get("stream") ?? undefined,
    minutes: Number(query.get("minutes") ?? 15),
  };
}

function rememberInAddress(choice: Partial<View>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(choice)) query.set(name, String(value));
  history.replaceState(undefined, "", `?${query}`);
}
