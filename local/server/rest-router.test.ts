import { findRoute, type RestRoute } from "./rest-router";

const routes: readonly RestRoute[] = [
  { method: "GET", path: "/2015-03-31/functions" },
  { method: "GET", path: "/2015-03-31/functions/{FunctionName}" },
  { method: "PUT", path: "/2015-03-31/functions/{FunctionName}/code" },
];

describe("the route of a REST request", () => {
  it.each([
    ["GET", "/2015-03-31/functions", "/2015-03-31/functions", {}],
    ["GET", "/2015-03-31/functions/", "/2015-03-31/functions", {}],
    ["GET", "/2015-03-31/functions/f", "/2015-03-31/functions/{FunctionName}", { FunctionName: "f" }],
    ["PUT", "/2015-03-31/functions/f/code", "/2015-03-31/functions/{FunctionName}/code", { FunctionName: "f" }],
    [
      "GET",
      "/2015-03-31/functions/arn%3Aaws%3Ax",
      "/2015-03-31/functions/{FunctionName}",
      { FunctionName: "arn:aws:x" },
    ],
    ["GET", "/2015-03-31/functions/arn:aws:x", "/2015-03-31/functions/{FunctionName}", { FunctionName: "arn:aws:x" }],
    ["GET", "/2015-03-31/functions/a%2Fb", "/2015-03-31/functions/{FunctionName}", { FunctionName: "a/b" }],
    ["GET", "/2015-03-31/functions/%ff", "/2015-03-31/functions/{FunctionName}", { FunctionName: "%ff" }],
  ])("%s %s is %s", (method, path, expected, members) => {
    expect(findRoute(routes, method, path)).toEqual({
      route: expect.objectContaining({ path: expected }),
      path: members,
    });
  });

  it.each([
    ["POST", "/2015-03-31/functions"],
    ["GET", "/2015-03-31/functions/f/code"],
    ["PUT", "/2015-03-31/functions/f/code/x"],
    ["GET", "/"],
  ])("%s %s is none", (method, path) => {
    expect(findRoute(routes, method, path)).toBeUndefined();
  });
});
