import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { account, newFunction, packageOf, Role, type StartedLambda, startLambda } from "./lambda-fixture";

const arnOf = (name: string) => `arn:aws:lambda:${account.region}:${account.accountId}:function:${name}`;
const sleeping = `exports.handler = () => new Promise((resolve) => setTimeout(() => resolve("old"), 300));`;

let lambda: StartedLambda;

beforeEach(async () => {
  lambda = await startLambda();
});

afterEach(() => lambda.close());

function create(source?: string, settings: Partial<CreateFunctionCommandInput> = {}) {
  return lambda.client.send(new CreateFunctionCommand({ ...newFunction("f", source), ...settings }));
}

async function invoke(input: Partial<InvokeCommandInput> = {}) {
  const { Payload, ...answer } = await lambda.client.send(new InvokeCommand({ FunctionName: "f", ...input }));
  return { ...answer, payload: Payload?.transformToString() };
}

const describeFunction = () => lambda.client.send(new GetFunctionConfigurationCommand({ FunctionName: "f" }));

/** A refusal as the SDK shows it. */
function refusal(name: string, message: string | RegExp, httpStatusCode = 400) {
  const text = typeof message === "string" ? message : expect.stringMatching(message);
  return { name, message: text, $metadata: expect.objectContaining({ httpStatusCode }) };
}

describe("a new function", () => {
  it("is described with AWS's defaults, at once active", async () => {
    const zip = packageOf("exports.handler = async () => 1;");
    const created = await create(undefined, { Code: { ZipFile: zip } });
    expect(created).toMatchObject({
      FunctionName: "f",
      FunctionArn: arnOf("f"),
      Runtime: "nodejs22.x",
      Role,
      Handler: "index.handler",
      CodeSize: zip.length,
      CodeSha256: createHash("sha256").update(zip).digest("base64"),
      Description: "",
      Timeout: 3,
      MemorySize: 128,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      Version: "$LATEST",
      TracingConfig: { Mode: "PassThrough" },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      State: "Active",
      LastUpdateStatus: "Successful",
      PackageType: "Zip",
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/f" },
      $metadata: { httpStatusCode: 201 },
    });
    expect(created.Environment).toBeUndefined();
    const { $metadata, ...configuration } = await describeFunction();
    expect(created).toMatchObject(configuration);
  });

  it("is given back with its tags, its concurrency and the package itself", async () => {
    const zip = packageOf("exports.handler = async () => 1;");
    await create(undefined, { Code: { ZipFile: zip }, Tags: { team: "a" } });
    const { Code, Tags, Concurrency } = await lambda.client.send(new GetFunctionCommand({ FunctionName: "f" }));
    expect({ Tags, Concurrency }).toEqual({ Tags: { team: "a" }, Concurrency: undefined });
    expect(Code?.RepositoryType).toBe("S3");
    expect(Buffer.from(zip).equals(readFileSync(fileURLToPath(Code?.Location ?? "")))).toBe(true);
  });

  it("is given back with what it takes as given: role, layers, VPC, keys, tracing and more", async () => {
    const Layers = [`arn:aws:lambda:${account.region}:${account.accountId}:layer:l:1`];
    const given = {
      Architectures: ["arm64" as const],
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:ap-northeast-1:000000000000:dead" },
      EphemeralStorage: { Size: 1_024 },
      KMSKeyArn: "arn:aws:kms:ap-northeast-1:000000000000:key/k",
      TracingConfig: { Mode: "Active" as const },
      VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
    };
    await create(undefined, { ...given, Layers, Environment: { Variables: { A: "b" } } });
    expect(await describeFunction()).toMatchObject({
      ...given,
      Layers: [{ Arn: Layers[0] }],
      Environment: { Variables: { A: "b" } },
    });
  });

  it("can come from S3", async () => {
    await lambda.s3.ensureBucket("code");
    await lambda.s3.putObject("code", "f.zip", [packageOf("exports.handler = async () => 'of S3';")]);
    await create(undefined, { Code: { S3Bucket: "code", S3Key: "f.zip" } });
    expect((await invoke()).payload).toBe('"of S3"');
  });

  it.each<[string, Partial<CreateFunctionCommandInput>, ReturnType<typeof refusal>]>([
    [
      "a package that is no zip",
      { Code: { ZipFile: Buffer.from("text") } },
      refusal(
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.",
      ),
    ],
    [
      "an empty package",
      { Code: { ZipFile: zipSync({}) } },
      refusal("InvalidParameterValueException", /^Could not unzip uploaded file/),
    ],
    [
      "an entry that points out of its package",
      { Code: { ZipFile: zipSync({ "../evil.js": Buffer.from("x") }) } },
      refusal("InvalidParameterValueException", /^Could not unzip uploaded file/),
    ],
    ["no code", { Code: {} }, refusal("InvalidParameterValueException", "Please provide a source for function code.")],
    [
      "a bucket that is not there",
      { Code: { S3Bucket: "missing", S3Key: "k" } },
      refusal(
        "InvalidParameterValueException",
        "Error occurred while GetObject. S3 Error Code: NoSuchBucket. " +
          "S3 Error Message: The specified bucket does not exist",
      ),
    ],
    [
      "a runtime that is not Node.js",
      { Runtime: "python3.14" },
      refusal("InvalidParameterValueException", /python3\.14 does not run locally: only Node\.js does/),
    ],
    [
      "a container image",
      { PackageType: "Image", Code: { ImageUri: "i" } },
      refusal("InvalidParameterValueException", /only zip packages/),
    ],
    ["versions", { Publish: true }, refusal("InvalidParameterValueException", "Publish is not part of the local AWS.")],
    [
      "no handler",
      { Handler: undefined },
      refusal(
        "InvalidParameterValueException",
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
      ),
    ],
    [
      "a role that is none",
      { Role: "r1" },
      refusal(
        "ValidationException",
        "1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular " +
          "expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
      ),
    ],
    [
      "16 minutes",
      { Timeout: 901 },
      refusal("ValidationException", /Value '901' at 'timeout' .* less than or equal to 900$/),
    ],
    [
      "11 GB",
      { MemorySize: 10_241 },
      refusal(
        "InvalidParameterValueException",
        "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240",
      ),
    ],
    [
      "variables over 4 KB",
      { Environment: { Variables: { LARGE: "x".repeat(4_096) } } },
      refusal("InvalidParameterValueException", /exceeded the 4KB limit\. String measured: \{"LARGE":"xxx/),
    ],
    [
      "Lambda's own variables",
      { Environment: { Variables: { AWS_REGION: "x", OWN: "y" } } },
      refusal("InvalidParameterValueException", /Reserved keys used in this request: AWS_REGION$/),
    ],
    [
      "51 tags",
      { Tags: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`t${at}`, "v"])) },
      refusal("InvalidParameterValueException", "Number of tags exceeds resource tag limit."),
    ],
    [
      "a name of 65 characters",
      { FunctionName: "a".repeat(65) },
      refusal("InvalidParameterValueException", /^1 validation error detected: Value 'a+' at 'functionName' .* 64$/),
    ],
  ])("is refused for %s, as AWS does", async (_what, settings, expected) => {
    await expect(create(undefined, settings)).rejects.toMatchObject(expected);
    expect(lambda.functions.functions()).toEqual([]);
  });

  it("is refused where there is one of that name", async () => {
    await create();
    await expect(create()).rejects.toMatchObject(
      refusal("ResourceConflictException", "Function already exist: f", 409),
    );
  });

  it("is refused where its package declares over 250 MB", async () => {
    const zip = Buffer.from(packageOf(""));
    // Where the entry of a zip's central directory has the size of what it holds.
    zip.writeUInt32LE(262_144_001, zip.indexOf("PK\x01\x02") + 24);
    await expect(create(undefined, { Code: { ZipFile: zip } })).rejects.toMatchObject(
      refusal("InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes"),
    );
  });

  it("is refused where the account's code storage is full", async () => {
    const small = await startLambda({ maxCodeBytes: 500 });
    await small.client.send(new CreateFunctionCommand(newFunction("one")));
    const ZipFile = zipSync({ "index.js": Buffer.alloc(400) }, { level: 0 });
    const second = { ...newFunction("two"), Code: { ZipFile } };
    await expect(small.client.send(new CreateFunctionCommand(second))).rejects.toMatchObject(
      refusal("CodeStorageExceededException", "Code storage limit exceeded."),
    );
    await small.close();
  });
});

describe("a function's name", () => {
  const names = [
    "f",
    "f:$LATEST",
    `${account.accountId}:function:f`,
    "function:f",
    arnOf("f"),
    `${arnOf("f")}:$LATEST`,
  ];

  it.each(names)("may be %s", async (FunctionName) => {
    await create(`exports.handler = async () => "ran";`);
    const configuration = await lambda.client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(configuration.FunctionArn).toBe(arnOf("f"));
    expect((await invoke({ FunctionName })).payload).toBe('"ran"');
  });

  it.each<[string, string | undefined, ReturnType<typeof refusal>]>([
    ["g", undefined, refusal("ResourceNotFoundException", `Function not found: ${arnOf("g")}`, 404)],
    ["f", "1", refusal("ResourceNotFoundException", `Function not found: ${arnOf("f")}:1`, 404)],
    ["f", "$latest", refusal("ResourceNotFoundException", `Function not found: ${arnOf("f")}:$latest`, 404)],
    [
      "f:$LATEST",
      "1",
      refusal(
        "InvalidParameterValueException",
        "The derived qualifier from the function name does not match the specified qualifier.",
      ),
    ],
    [
      arnOf("f").replace(account.region, "us-east-1"),
      undefined,
      refusal(
        "ResourceNotFoundException",
        "Functions from 'us-east-1' are not reachable in this region ('ap-northeast-1')",
        404,
      ),
    ],
    [
      arnOf("f").replace(account.accountId, "111111111111"),
      undefined,
      { ...refusal("AccessDeniedException", /.*/, 403) },
    ],
    ["f!", undefined, refusal("ValidationException", /^1 validation error detected: Value 'f!' at 'functionName'/)],
    ["f", "q!", refusal("ValidationException", /Value 'q!' at 'qualifier' failed to satisfy constraint/)],
  ])("%s with the qualifier %s is refused as AWS does", async (FunctionName, Qualifier, expected) => {
    await create();
    await expect(lambda.client.send(new GetFunctionCommand({ FunctionName, Qualifier }))).rejects.toMatchObject(
      expected,
    );
  });
});

describe("an update", () => {
  it("of the code lets invocations under way end with the old, and gives the next one the new", async () => {
    const created = await create(sleeping);
    const under = invoke();
    while (lambda.functions.find("f")?.running !== 1) await new Promise(setImmediate);
    const ZipFile = packageOf(`exports.handler = async () => "new";`);
    const updated = await lambda.client.send(new UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile }));
    expect(updated.CodeSha256).toBe(createHash("sha256").update(ZipFile).digest("base64"));
    expect(updated.CodeSize).toBe(ZipFile.length);
    expect(updated.RevisionId).not.toBe(created.RevisionId);
    expect((await invoke()).payload).toBe('"new"');
    expect((await under).payload).toBe('"old"');
  });

  it("of the code changes nothing when it is a dry run", async () => {
    const { RevisionId } = await create(`exports.handler = async () => "old";`);
    const ZipFile = packageOf(`exports.handler = async () => "new";`);
    const answer = await lambda.client.send(
      new UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile, DryRun: true }),
    );
    expect(answer.CodeSha256).toBe(createHash("sha256").update(ZipFile).digest("base64"));
    expect((await describeFunction()).RevisionId).toBe(RevisionId);
    expect((await invoke()).payload).toBe('"old"');
    const bad = new UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile: Buffer.from("x"), DryRun: true });
    await expect(lambda.client.send(bad)).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });

  it("of the settings changes what it names, and keeps the rest", async () => {
    await create(`exports.handler = async () => process.env.A;`, { Description: "before", Timeout: 7 });
    const Environment = { Variables: { A: "b" } };
    const change = { FunctionName: "f", Description: "after", Environment };
    const updated = await lambda.client.send(new UpdateFunctionConfigurationCommand(change));
    expect(updated).toMatchObject({ Description: "after", Timeout: 7, Environment, LastUpdateStatus: "Successful" });
    expect((await invoke()).payload).toBe('"b"');
  });

  it("is refused when somebody else has updated since", async () => {
    const { RevisionId } = await create();
    const update = new UpdateFunctionConfigurationCommand({ FunctionName: "f", Description: "x", RevisionId });
    await lambda.client.send(update);
    const expected = refusal("PreconditionFailedException", /^The Revision Id provided does not match/, 412);
    await expect(lambda.client.send(update)).rejects.toMatchObject(expected);
    const ZipFile = packageOf("");
    const code = new UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile, RevisionId });
    await expect(lambda.client.send(code)).rejects.toMatchObject(expected);
  });

  it("is refused for a setting that creation refuses", async () => {
    await create();
    const update = new UpdateFunctionConfigurationCommand({ FunctionName: "f", Runtime: "java25" });
    await expect(lambda.client.send(update)).rejects.toMatchObject(
      refusal("InvalidParameterValueException", /only Node\.js does/),
    );
  });
});

describe("an invocation", () => {
  it("answers what the function returned, by the version that ran", async () => {
    await create(`exports.handler = async (event) => ({ got: event });`);
    expect(await invoke({ Payload: Buffer.from('{"a":[1]}') })).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      payload: '{"got":{"a":[1]}}',
    });
    expect((await invoke()).payload).toBe('{"got":{}}');
  });

  it("says what the function threw, with its stack", async () => {
    await create(`exports.handler = async () => { throw new RangeError("no"); };`);
    const { StatusCode, FunctionError, payload = "" } = await invoke();
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(JSON.parse(payload)).toEqual({
      errorType: "RangeError",
      errorMessage: "no",
      trace: expect.arrayContaining(["RangeError: no", expect.stringMatching(/index\.js:1/)]),
    });
  });

  it("says that it took too long, as AWS was seen to", async () => {
    await create(`exports.handler = () => new Promise(() => setInterval(() => {}, 1000));`, { Timeout: 1 });
    const { FunctionError, payload = "" } = await invoke();
    expect(FunctionError).toBe("Unhandled");
    expect(JSON.parse(payload)).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
    });
  });

  it("gives back the last 4 KB of its log, under the id of its request", async () => {
    await create(`exports.handler = async (event) => console.log("x".repeat(event.length));`);
    const logOf = async (length: number) => {
      const Payload = Buffer.from(JSON.stringify({ length }));
      const { LogResult = "", $metadata } = await invoke({ LogType: "Tail", Payload });
      return { log: Buffer.from(LogResult, "base64").toString(), requestId: $metadata.requestId };
    };
    const short = await logOf(3);
    expect(short.log.split("\n")).toEqual([
      `START RequestId: ${short.requestId} Version: $LATEST`,
      expect.stringMatching(`Z\t${short.requestId}\tINFO\txxx$`),
      `END RequestId: ${short.requestId}`,
      expect.stringMatching(`^REPORT RequestId: ${short.requestId}\tDuration: `),
      "",
    ]);
    const long = await logOf(10_000);
    expect(long.log).toHaveLength(4_096);
    expect(long.log).toMatch(/x\nEND RequestId: .*\nREPORT RequestId: .*\n$/);
  });

  it("only looks whether it could be, when it is a dry run", async () => {
    await create(`exports.handler = async () => console.log("ran");`);
    expect(await invoke({ InvocationType: "DryRun" })).toMatchObject({ StatusCode: 204 });
    await expect(invoke({ FunctionName: "g", InvocationType: "DryRun" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect(lambda.lines).toEqual([]);
  });

  it.each<[string, Partial<InvokeCommandInput>, ReturnType<typeof refusal>]>([
    [
      "a function that is not there",
      { FunctionName: "g" },
      refusal("ResourceNotFoundException", `Function not found: ${arnOf("g")}:$LATEST`, 404),
    ],
    [
      "a payload that is no JSON",
      { Payload: Buffer.from("{") },
      refusal(
        "InvalidRequestContentException",
        /^Could not parse request body into json: Could not parse payload into json: /,
      ),
    ],
    [
      "a payload that is no UTF-8",
      { Payload: Buffer.from([0x22, 0x87, 0x22]) },
      refusal("InvalidRequestContentException", /^Could not parse request body into json: /),
    ],
    [
      "a payload over 6 MB",
      { Payload: Buffer.alloc(6_291_457, "1") },
      refusal(
        "RequestEntityTooLargeException",
        "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
        413,
      ),
    ],
    [
      "an event over 1 MB",
      { InvocationType: "Event", Payload: Buffer.alloc(1_048_577, "1") },
      refusal(
        "RequestEntityTooLargeException",
        "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
        413,
      ),
    ],
    [
      "a type that is none",
      { InvocationType: "Later" as "Event" },
      refusal("ValidationException", /Value 'Later' at 'invocationType' failed to satisfy constraint/),
    ],
  ])("is refused for %s, as AWS does", async (_what, input, expected) => {
    await create();
    await expect(invoke(input)).rejects.toMatchObject(expected);
  });
});

describe("reserved concurrency", () => {
  const put = (ReservedConcurrentExecutions: number, FunctionName = "f") =>
    lambda.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  const get = async () => {
    const answer = await lambda.client.send(new GetFunctionConcurrencyCommand({ FunctionName: "f" }));
    return answer.ReservedConcurrentExecutions;
  };

  it("is put, shown and given back, and 0 stops the function", async () => {
    await create(`exports.handler = async () => "ran";`);
    expect(await get()).toBeUndefined();
    expect(await put(0)).toMatchObject({ ReservedConcurrentExecutions: 0 });
    expect(await get()).toBe(0);
    await expect(invoke()).rejects.toMatchObject({
      ...refusal("TooManyRequestsException", "Rate Exceeded.", 429),
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
    const { Concurrency } = await lambda.client.send(new GetFunctionCommand({ FunctionName: "f" }));
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    await lambda.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: "f" }));
    expect(await get()).toBeUndefined();
    expect((await invoke()).payload).toBe('"ran"');
  });

  it("leaves 100 of the account's 1,000 to the other functions, and takes the rest from them", async () => {
    await create();
    await lambda.client.send(new CreateFunctionCommand(newFunction("g")));
    await put(900);
    const expected = refusal(
      "InvalidParameterValueException",
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
        "minimum value of [100].",
    );
    await expect(put(901)).rejects.toMatchObject(expected);
    await expect(put(1, "g")).rejects.toMatchObject(expected);
    expect(await get()).toBe(900);
  });

  it.each([
    ["g", refusal("ResourceNotFoundException", `Function not found: ${arnOf("g")}:$LATEST`, 404)],
    ["f:$LATEST", refusal("InvalidParameterValueException", /^This operation is permitted on Lambda functions only\./)],
  ])("of %s is refused as AWS does", async (FunctionName, expected) => {
    await create();
    await expect(put(1, FunctionName)).rejects.toMatchObject(expected);
  });
});

it("lists functions by name, a page at a time, no more than 50", async () => {
  for (let at = 0; at < 51; at++) {
    await lambda.client.send(new CreateFunctionCommand(newFunction(`f${String(at).padStart(2, "0")}`)));
  }
  const first = await lambda.client.send(new ListFunctionsCommand({ MaxItems: 100 }));
  expect(first.Functions).toHaveLength(50);
  expect(first.Functions?.[0]).not.toHaveProperty("State");
  const pages: string[][] = [];
  for await (const page of paginateListFunctions({ client: lambda.client, pageSize: 20 }, { FunctionVersion: "ALL" })) {
    pages.push((page.Functions ?? []).map(({ FunctionArn = "" }) => FunctionArn));
  }
  expect(pages.map(({ length }) => length)).toEqual([20, 20, 11]);
  expect(pages.flat()[50]).toBe(`${arnOf("f50")}:$LATEST`);
  await expect(lambda.client.send(new ListFunctionsCommand({ Marker: "!" }))).rejects.toMatchObject(
    refusal("InvalidParameterValueException", "Invalid Marker."),
  );
});

it("deletes a function, which is then nowhere", async () => {
  await create();
  await expect(
    lambda.client.send(new DeleteFunctionCommand({ FunctionName: "f", Qualifier: "$LATEST" })),
  ).rejects.toMatchObject(
    refusal("InvalidParameterValueException", "$LATEST version cannot be deleted without deleting the function."),
  );
  const remove = new DeleteFunctionCommand({ FunctionName: "f" });
  expect((await lambda.client.send(remove)).$metadata.httpStatusCode).toBe(204);
  const gone = refusal("ResourceNotFoundException", `Function not found: ${arnOf("f")}`, 404);
  await expect(lambda.client.send(remove)).rejects.toMatchObject(gone);
  await expect(describeFunction()).rejects.toMatchObject(gone);
  expect((await create()).State).toBe("Active");
});

describe("tags", () => {
  const Resource = arnOf("f");
  const tags = async () => (await lambda.client.send(new ListTagsCommand({ Resource }))).Tags;
  const tag = (Tags: Record<string, string>, to = Resource) =>
    lambda.client.send(new TagResourceCommand({ Resource: to, Tags }));

  it("are added, replaced and taken away", async () => {
    await create(undefined, { Tags: { A: "a" } });
    await tag({ A: "a2", B: "b" });
    expect(await tags()).toEqual({ A: "a2", B: "b" });
    await lambda.client.send(new UntagResourceCommand({ Resource, TagKeys: ["A", "missing"] }));
    expect(await tags()).toEqual({ B: "b" });
  });

  it("are refused as AWS does: none, too many, of a version, of what is not there", async () => {
    await create();
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`t${at}`, "v"]));
    const refusals: [Record<string, string>, string, ReturnType<typeof refusal>][] = [
      [
        {},
        Resource,
        refusal("InvalidParameterValueException", "An error occurred and the request cannot be processed."),
      ],
      [many, Resource, refusal("InvalidParameterValueException", "Number of tags exceeds resource tag limit.")],
      [{ A: "a" }, `${Resource}:$LATEST`, refusal("InvalidParameterValueException", /^Tags on function aliases and/)],
      [{ A: "a" }, arnOf("g"), refusal("ResourceNotFoundException", `Function not found: ${arnOf("g")}`, 404)],
      [{ A: "a" }, "arn:aws:something", refusal("ValidationException", /Value 'arn:aws:something' at 'resource'/)],
    ];
    for (const [wrong, to, expected] of refusals) await expect(tag(wrong, to)).rejects.toMatchObject(expected);
  });
});
