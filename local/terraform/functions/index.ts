import { collection } from "./collection";
import { conversion } from "./conversion";
import { encoding } from "./encoding";
import { filesystem } from "./filesystem";
import { numeric } from "./numeric";
import type { TerraformFunction } from "./signature";
import { string } from "./string";

/** The functions of Terraform's language that the reader knows, by name: what CDKTF's `Fn` is likely to emit. */
export const functions: ReadonlyMap<string, TerraformFunction> = new Map(
  [numeric, string, collection, encoding, filesystem, conversion].flatMap((family) => Object.entries(family)),
);
