import { checkNode } from "./machine";

describe("checkNode", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "100.1.0"])("is content with %s", (version) => {
    expect(checkNode(version)).toEqual({ check: "Node", verdict: "ok", message: version });
  });

  it.each(["18.20.8", "20.9.0", "20.18.3"])("finds %s too old", (version) => {
    expect(checkNode(version)).toMatchObject({ verdict: "problem", fix: "install 20.19 or later" });
  });
});
