import { type Processing, processingConfiguration, transformStatements } from "./processing";

const transform = {
  functionArn: "arn:aws:lambda:eu-west-1:123456789012:function:f",
  bufferMebibytes: 1,
  bufferSeconds: 60,
  retries: 3,
};

/** Type and parameters of each processor. */
const processors = (processing: Processing, defaults?: Parameters<typeof processingConfiguration>[1]) =>
  processingConfiguration(processing, defaults)?.processors.map(({ type, parameters }) => [
    type,
    Object.fromEntries(parameters.map(({ parameterName, parameterValue }) => [parameterName, parameterValue])),
  ]);

describe("processors", () => {
  it("are none where nothing is done", () => {
    expect(processingConfiguration({})).toBeUndefined();
    expect(processingConfiguration({ jq: {}, appendNewline: false })).toBeUndefined();
  });

  it("stand in the order in which records pass them: unpacked, taken apart, transformed, looked into, ended", () => {
    const everything = {
      cloudWatchLogs: "extract-messages",
      deaggregation: { kind: "json" },
      transform,
      jq: { user: ".user_id" },
      appendNewline: true,
    } as const;
    expect(processors(everything)?.map(([type]) => type)).toEqual([
      "Decompression",
      "CloudWatchLogProcessing",
      "RecordDeAggregation",
      "Lambda",
      "MetadataExtraction",
      "AppendDelimiterToRecord",
    ]);
  });

  it("of CloudWatch Logs keep the envelope unless only messages are wanted", () => {
    expect(processors({ cloudWatchLogs: "decompress" })).toEqual([["Decompression", { CompressionFormat: "GZIP" }]]);
  });

  it("write a delimiter in base64, as AWS asks", () => {
    expect(processors({ deaggregation: { kind: "delimited", delimiter: "####" } })).toEqual([
      ["RecordDeAggregation", { SubRecordType: "DELIMITED", Delimiter: "IyMjIw==" }],
    ]);
    expect(processors({ deaggregation: { kind: "json" } })).toEqual([
      ["RecordDeAggregation", { SubRecordType: "JSON" }],
    ]);
  });

  it("hand jq an expression to the letter, though it look like one of Terraform", () => {
    const query = processors({ jq: { odd: ".n %{a:1}.a", pair: ".a,.b" } })?.[0]?.[1];
    expect(query).toMatchObject({ MetadataExtractionQuery: "{odd:(.n %%{a:1}.a),pair:(.a,.b)}" });
  });
});

describe("a transform", () => {
  const LambdaArn = `${transform.functionArn}:$LATEST`;

  it("leaves out each parameter that has AWS's default, lest each plan add it", () => {
    expect(processors({ transform })).toEqual([["Lambda", { LambdaArn }]]);
  });

  it.each([
    [{ bufferMebibytes: 0.2 }, { BufferSizeInMBs: "0.2" }],
    [{ bufferSeconds: 0 }, { BufferIntervalInSeconds: "0" }],
    [{ retries: 0 }, { NumberOfRetries: "0" }],
  ])("states each parameter that has not: %j", (changes, parameter) => {
    expect(processors({ transform: { ...transform, ...changes } })).toEqual([["Lambda", { LambdaArn, ...parameter }]]);
  });

  it("knows that Splunk has other defaults, and no role of its own", () => {
    const splunk = { bufferMebibytes: 0.25, roleArn: "role" };
    expect(processors({ transform }, splunk)).toEqual([
      ["Lambda", { LambdaArn, RoleArn: "role", BufferSizeInMBs: "1" }],
    ]);
    expect(processors({ transform: { ...transform, bufferMebibytes: 0.25 } }, splunk)).toEqual([
      ["Lambda", { LambdaArn, RoleArn: "role" }],
    ]);
  });

  it("may be looked at and invoked, at the version that is named", () => {
    expect(transformStatements(transform)).toMatchObject([
      { Action: ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"], Resource: [LambdaArn] },
    ]);
    expect(transformStatements(undefined)).toEqual([]);
  });
});
