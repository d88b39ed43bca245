import { loadEnvironment } from "../../../environments";
import { checkFlink, checkMaven } from "./flink";

describe("checkMaven", () => {
  const printed = (java: string) =>
    `\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven\nJava version: ${java}, vendor: Debian`;

  it.each(["11", "17.0.15", "21.0.5+11-LTS"])("is content with Java %s", (java) => {
    const message = `3.8.7, with Java ${java}`;
    expect(checkMaven(printed(java))).toEqual({ check: "Maven", verdict: "ok", message });
  });

  it("warns of a Java that can't build the jar", () => {
    expect(checkMaven(printed("1.8.0_402"))).toMatchObject({
      verdict: "warning",
      message: "3.8.7, with Java 1.8.0_402, which is too old",
      fix: expect.stringContaining("Java 11 or later"),
    });
  });

  it("warns of a program that is no Maven", () => {
    const message = "mvn does not say what it is: command not found";
    expect(checkMaven("command not found\n")).toMatchObject({ verdict: "warning", message });
  });
});

it("looks for neither Maven nor a jar where an environment has no analytics", async () => {
  expect(await checkFlink({ ...loadEnvironment("dev"), analytics: {} })).toEqual([]);
});
