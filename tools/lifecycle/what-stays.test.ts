import fc from "fast-check";
import type { State } from "./remote-state";
import { whatGoes, whatStays } from "./what-stays";

/** A state of resources that each depend on the ones named, as Terraform writes it: with all that those depend on. */
function stateOf(dependencies: Record<string, readonly string[]>): State {
  const all = (name: string): string[] => (dependencies[name] ?? []).flatMap((needed) => [needed, ...all(needed)]);
  const resources = Object.keys(dependencies).map((name) => ({
    mode: "managed" as const,
    ...{ type: "t", name },
    instances: [{ attributes: {}, dependencies: [...new Set(all(name))].map((needed) => `t.${needed}`) }],
  }));
  return { outputs: {}, resources };
}

const staysIn = (state: State, ...names: readonly string[]) =>
  whatStays(state, new Set(names.map((name) => `t.${name}`)));

describe("what a destroy leaves", () => {
  it("is what is protected, and whatever that depends on, by way of others as well", () => {
    const state = stateOf({ key: [], role: ["key"], table: ["role"], reader: ["table"], other: ["key"] });
    const stays = staysIn(state, "table");
    expect(stays).toEqual([
      { address: "t.key", neededBy: "t.table" },
      { address: "t.role", neededBy: "t.table" },
      { address: "t.table" },
    ]);
    expect(whatGoes(state, stays)).toEqual(["t.reader", "t.other"]);
  });

  it("calls protected what is both protected and needed", () => {
    const state = stateOf({ key: [], table: ["key"] });
    expect(staysIn(state, "table", "key")).toEqual([{ address: "t.key" }, { address: "t.table" }]);
    expect(staysIn(state, "key", "table")).toEqual([{ address: "t.key" }, { address: "t.table" }]);
  });

  it("is nothing where nothing is protected, and no more than there is", () => {
    const state = stateOf({ key: [], table: ["key"] });
    expect(staysIn(state)).toEqual([]);
    expect(staysIn(state, "not-applied-yet")).toEqual([]);
  });

  it("leaves out what is only read", () => {
    const data = { mode: "data" as const, type: "t", name: "read", instances: [{ attributes: {} }] };
    const protectedOne = {
      ...data,
      mode: "managed" as const,
      name: "kept",
      instances: [{ attributes: {}, dependencies: ["data.t.read"] }],
    };
    const state: State = { outputs: {}, resources: [data, protectedOne] };
    expect(staysIn(state, "kept")).toEqual([{ address: "t.kept" }]);
    expect(whatGoes(state, staysIn(state, "kept"))).toEqual([]);
  });

  // Terraform destroys, with a target, all that depends on it.
  it("never depends on what goes, whatever is protected", () => {
    const graph = fc.array(fc.tuple(fc.array(fc.nat(19), { maxLength: 4 }), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(graph, (nodes) => {
        // A node depends on earlier ones alone, so that there is no cycle.
        const needs = nodes.map(([earlier], index) => earlier.filter((other) => other < index).map(String));
        const state = stateOf(Object.fromEntries(needs.map((names, index) => [String(index), names])));
        const isProtected = nodes.flatMap(([, chosen], index) => (chosen ? [String(index)] : []));
        const stays = staysIn(state, ...isProtected);
        const goes = new Set(whatGoes(state, stays));
        expect(stays.length + goes.size).toBe(nodes.length);
        for (const { address } of stays) {
          for (const needed of needs[Number(address.slice(2))] ?? []) expect(goes).not.toContain(`t.${needed}`);
        }
        for (const name of isProtected) expect(goes).not.toContain(`t.${name}`);
      }),
    );
  });
});
