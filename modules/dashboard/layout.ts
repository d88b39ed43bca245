import type { Panel, Section } from "./panel";
import { panelWidget, textWidget, type Widget } from "./widget";

/** A widget and where it stands, in cells from the upper left. */
export interface PlacedWidget extends Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const columns = 24;
/** More would leave their legends no room. */
const maxPanelsInRow = 4;
const headingHeight = 2;
const alarmsInLine = 4;

/** Puts sections below each other: each under its heading, with its panels side by side in rows that they fill. */
export function placeSections(sections: readonly Section[], region: string): PlacedWidget[] {
  let y = 0;
  return sections.flatMap(({ heading, guide, panels }) => {
    const title = { ...textWidget(`## ${heading}\n${guide}`), x: 0, y, width: columns, height: headingHeight };
    y += headingHeight;
    const rows = rowsOf(panels).flatMap((row) => {
      const width = columns / row.length;
      const height = Math.max(...row.map(heightOf));
      const placed = row.map((panel, index) => {
        return { ...panelWidget(panel, region), x: index * width, y, width, height };
      });
      y += height;
      return placed;
    });
    return [title, ...rows];
  });
}

/** As few rows as take them, and about as many in each; what is a list of lines has a row of its own. */
function rowsOf(panels: readonly Panel[]): Panel[][] {
  const isWide = ({ kind }: Panel) => kind !== "chart";
  const narrow = panels.filter((panel) => !isWide(panel));
  const wide = panels.filter(isWide).map((panel) => [panel]);
  const count = Math.ceil(narrow.length / maxPanelsInRow);
  const charts = Array.from({ length: count }, (_, row) => {
    const at = (index: number) => Math.round((index * narrow.length) / count);
    return narrow.slice(at(row), at(row + 1));
  });
  return [...charts, ...wide];
}

function heightOf(panel: Panel): number {
  if (panel.kind === "alarms") return 1 + Math.ceil(panel.alarmArns.length / alarmsInLine);
  return panel.kind === "chart" && panel.view === "singleValue" ? 3 : 6;
}
