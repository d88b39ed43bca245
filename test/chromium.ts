import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Of a machine without a screen; and whatever it would do with the Internet is switched off. */
const args = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--no-first-run"],
];

/**
 * Where Chromium is: at WEIR_CHROMIUM, or on the PATH.
 * @throws Error when it is not
 */
export function chromiumPath(): string {
  const name = process.env["WEIR_CHROMIUM"] ?? "chromium";
  const places = isAbsolute(name) ? [name] : (process.env["PATH"] ?? "").split(delimiter).map((dir) => join(dir, name));
  const found = places.find(isExecutable);
  if (found) return found;
  throw new Error(`${name} is not on the PATH: install Chromium, or say by WEIR_CHROMIUM where it is`);
}

/** Starts a Chromium, to be closed by whoever asked for it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: the next place may have it.
    return false;
  }
}
