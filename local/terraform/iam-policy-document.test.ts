import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith } from "../../test/requirements";
import { renderIamPolicyDocument } from "./iam-policy-document";
import type { ValueMap } from "./value";

const statements = (...given: ValueMap[]): ValueMap => ({ statement: given });
const rendered = (...given: object[]): object => ({ Version: "2012-10-17", Statement: given });
const allow = { Effect: "Allow", Action: "x:y" };

/** Arguments of the data source, and the document that the provider makes of them. */
const cases: readonly (readonly [title: string, given: ValueMap, document: object])[] = [
  ["has nothing but a version without statements", {}, { Version: "2012-10-17" }],
  [
    "sorts sets in falling order, without duplicates",
    statements({
      sid: "A",
      actions: ["s3:A", "s3:GetObject", "s3:A"],
      resources: ["arn:aws:s3:::a", "arn:aws:s3:::b/*"],
    }),
    rendered({
      Sid: "A",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:A"],
      Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::a"],
    }),
  ],
  [
    "writes &{ as the ${ of policy variables",
    statements({ actions: ["x:y"], resources: ["arn:aws:s3:::b/&{aws:username}"] }),
    rendered({ ...allow, Resource: `arn:aws:s3:::b/$\{aws:username}` }),
  ],
  [
    "denies all but what is named",
    statements({ effect: "Deny", not_actions: ["a:b"], not_resources: ["*"], not_principals: [principal("AWS", "x")] }),
    rendered({ Effect: "Deny", NotAction: "a:b", NotResource: "*", NotPrincipal: { AWS: "x" } }),
  ],
  ["leaves out what is empty", statements({ sid: "", actions: ["x:y"], resources: [] }), rendered(allow)],
  [
    "groups principals by their type",
    statements({ actions: ["x:y"], principals: [principal("Service", "a", "b"), principal("AWS", "q")] }),
    rendered({ ...allow, Principal: { AWS: "q", Service: ["b", "a"] } }),
  ],
  [
    "writes * for everyone",
    statements({ actions: ["x:y"], principals: [principal("*", "*")] }),
    rendered({ ...allow, Principal: "*" }),
  ],
  [
    "tells everyone from every account",
    statements({ actions: ["x:y"], principals: [principal("*", "*"), principal("AWS", "*")] }),
    rendered({ ...allow, Principal: { "*": "*", AWS: "*" } }),
  ],
  [
    "keeps the order of a condition's values",
    statements({
      actions: ["x:y"],
      condition: [condition("StringLike", "k", "a", "c", "b"), condition("StringEquals", "k", "<1&>")],
    }),
    rendered({ ...allow, Condition: { StringEquals: { k: "<1&>" }, StringLike: { k: ["a", "c", "b"] } } }),
  ],
  [
    "keeps an older version, and the policy's id",
    { version: "2008-10-17", policy_id: "id", ...statements({ actions: ["x:y"] }) },
    { Version: "2008-10-17", Id: "id", Statement: [allow] },
  ],
];

function principal(type: string, ...identifiers: string[]): ValueMap {
  return { type, identifiers };
}

function condition(test: string, variable: string, ...values: string[]): ValueMap {
  return { test, variable, values };
}

describe("aws_iam_policy_document", () => {
  it.each(cases)("%s", (_, given, document) => {
    expect(JSON.parse(String(renderIamPolicyDocument(given)["json"]))).toEqual(document);
  });

  it("merges the conditions of one test and variable", () => {
    const given = statements({ actions: ["x:y"], condition: [condition("A", "k", "1"), condition("A", "k", "2")] });
    expect(JSON.parse(String(renderIamPolicyDocument(given)["json"]))).toEqual(
      rendered({ ...allow, Condition: { A: { k: ["1", "2"] } } }),
    );
  });

  it("refuses variables in a version that has none, and the arguments that merge documents", () => {
    const old = { version: "2008-10-17", ...statements({ actions: ["x:y"], resources: ["&{x}"] }) };
    expect(() => renderIamPolicyDocument(old)).toThrow("&{x} has a policy variable, which version 2008-10-17");
    expect(() => renderIamPolicyDocument({ source_policy_documents: ["{}"] })).toThrow(
      "source_policy_documents is not",
    );
  });
});

describeWith("terraform", "aws_iam_policy_document of the AWS provider", () => {
  it("renders the same text", () => {
    const folder = mkdtempSync(join(tmpdir(), "terraform-policy-documents-"));
    try {
      // The provider is started but asks AWS nothing: this data source only renders.
      const skips = ["skip_credentials_validation", "skip_requesting_account_id", "skip_metadata_api_check"];
      const documents = cases.map(([, given], index) => [`d${index}`, given]);
      const outputs = cases.map((_, index) => [`d${index}`, { value: `$\{data.aws_iam_policy_document.d${index}}` }]);
      const main = {
        terraform: { required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } } },
        provider: {
          aws: [
            {
              region: "us-east-1",
              access_key: "none",
              secret_key: "none",
              ...Object.fromEntries(skips.map((skip) => [skip, true])),
            },
          ],
        },
        data: { aws_iam_policy_document: Object.fromEntries(documents) },
        output: Object.fromEntries(outputs),
      };
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(main));
      const terraform = (...args: string[]): string =>
        execFileSync("terraform", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      terraform("init", "-input=false", "-backend=false");
      terraform("apply", "-auto-approve", "-input=false");
      const values: Readonly<Record<string, { value: ValueMap }>> = JSON.parse(terraform("output", "-json"));
      cases.forEach(([title, given], index) => {
        const { json, minified_json } = values[`d${index}`]?.value ?? {};
        expect({ title, json, minified_json }).toEqual({ title, ...renderIamPolicyDocument(given) });
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
