import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "vitest";
import { BUS, makeUser, outcome, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";
import type { OnEvent } from "./deliveries.ts";
import type { StoredEvent } from "./event-log.ts";

const entry = (extra: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: "keyturn",
  DetailType: "KeyRotated",
  Detail: JSON.stringify({ metadata: { eventId: "é-1" } }),
  EventBusName: BUS,
  ...extra,
});

test("stores accepted events in order before it hands them on, and answers for each entry", async () => {
  const received: StoredEvent[] = [];
  await using aws = await startTestEndpoint({
    onEvent: (event) => {
      received.push(event);
      throw new Error("a receiver's own fault");
    },
  });
  aws.clock.ms = Date.parse("2030-01-02T03:04:05.678Z");
  const answer = await aws.events().send(
    new PutEventsCommand({
      Entries: [
        entry(),
        entry({ Detail: "[1]" }),
        entry({ EventBusName: "unknown" }),
        entry({ EventBusName: undefined, Time: new Date("2029-01-01T00:00:00Z"), Resources: ["arn:x"] }),
        entry({
          EventBusName: `arn:aws:events:us-east-1:000000000000:event-bus/${BUS}`,
          DetailType: "Second",
        }),
        entry({ Source: "" }),
      ],
    }),
  );
  expect(answer.FailedEntryCount).toBe(3);
  expect(answer.Entries?.map((one) => one.ErrorCode)).toEqual([
    undefined,
    "MalformedDetail",
    "ResourceNotFoundException",
    undefined,
    undefined,
    "InvalidArgument",
  ]);
  const { events, next } = aws.endpoint.eventsSince(0);
  expect(events[0]).toEqual({
    version: "0",
    id: answer.Entries?.[0]?.EventId,
    "detail-type": "KeyRotated",
    source: "keyturn",
    account: "000000000000",
    time: "2030-01-02T03:04:05Z",
    region: "us-east-1",
    resources: [],
    detail: { metadata: { eventId: "é-1" } },
  });
  expect(events[1]).toMatchObject({ time: "2029-01-01T00:00:00Z", resources: ["arn:x"] });
  expect(next).toBe(3);
  expect(aws.endpoint.eventsSince(2).events.map((event) => event["detail-type"])).toEqual(["Second"]);
  expect(aws.endpoint.eventsSince(0, "default").events).toHaveLength(1);
  expect(aws.endpoint.eventsSince(99)).toEqual({ events: [], next: 3 });
  expect(received.map((event) => event.busName)).toEqual([BUS, "default", BUS]);
});

test("refuses a request that is too large, too long or empty, and stores nothing of it", async () => {
  await using aws = await startTestEndpoint();
  const events = aws.events();
  const put = (Entries: PutEventsRequestEntry[]) => outcome(events.send(new PutEventsCommand({ Entries })));
  expect(await put(Array.from({ length: 11 }, () => entry()))).toBe("ValidationException 400");
  expect(await put([])).toBe("ValidationException 400");
  const half = JSON.stringify({ x: "y".repeat(140_000) });
  expect(await put([entry({ Detail: half }), entry({ Detail: half })])).toBe("ValidationException 400");
  expect(await put([entry({ Detail: half })])).toBe("worked");
  expect(aws.endpoint.eventsSince(0).next).toBe(1);
});

test("refuses a detail that is nested too deep to be kept, and takes the entries beside it", async () => {
  await using aws = await startTestEndpoint();
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  const Entries = [20_000, 1_001, 1_000].map((levels) => entry({ Detail: nested(levels) }));
  const answer = await aws.events().send(new PutEventsCommand({ Entries }));
  const codes = answer.Entries?.map(({ ErrorCode }) => ErrorCode);
  expect(codes).toEqual(["MalformedDetail", "MalformedDetail", undefined]);
  expect(aws.endpoint.eventsSince(0).next).toBe(1);
});

test("takes events only from who may put them on that bus", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "relay", {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "events:PutEvents", Resource: `arn:aws:events:*:*:event-bus/${BUS}` },
    ],
  });
  const put = (EventBusName: string) =>
    outcome(aws.events(key).send(new PutEventsCommand({ Entries: [entry({ EventBusName })] })));
  expect(await put(BUS)).toBe("worked");
  expect(await put("default")).toBe("AccessDeniedException 400");
  const stranger = { accessKeyId: "AKIAUNKNOWNUNKNOWN22", secretAccessKey: "x" };
  const refused = aws.events(stranger).send(new PutEventsCommand({ Entries: [entry()] }));
  expect(await outcome(refused)).toBe("UnrecognizedClientException 400");
  const forged = aws
    .events({ ...key, secretAccessKey: "x" })
    .send(new PutEventsCommand({ Entries: [entry()] }));
  expect(await outcome(forged)).toBe("InvalidSignatureException 400");
});

describe("an event that its receiver was not done with", () => {
  const put = (aws: TestEndpoint, DetailType: string) =>
    aws.events().send(new PutEventsCommand({ Entries: [entry({ DetailType })] }));

  /** The types of what the process was handed, done with those that are not `stuck`. */
  async function processOn(dataDir: string | undefined, stuck: string[] = []) {
    const handed: string[] = [];
    const onEvent: OnEvent = (event) => {
      handed.push(event["detail-type"]);
      return stuck.includes(event["detail-type"]) ? new Promise(() => {}) : undefined;
    };
    return { handed, aws: await startTestEndpoint({ onEvent, ...(dataDir && { dataDir }) }) };
  }

  test("is handed over again by the next process, and whatever came after it", async () => {
    const { aws, handed } = await processOn(undefined, ["Second"]);
    for (const type of ["First", "Second", "Third"]) await put(aws, type);
    expect(handed).toEqual(["First", "Second", "Third"]);
    await aws.stop();
    const next = await processOn(aws.dataDir);
    expect(next.handed).toEqual([]);
    next.aws.endpoint.deliverWhatIsLeft();
    await put(next.aws, "Fourth");
    expect(next.handed).toEqual(["Second", "Third", "Fourth"]);
    await next.aws.stop();
    const last = await processOn(aws.dataDir);
    last.aws.endpoint.deliverWhatIsLeft();
    expect(last.handed).toEqual([]);
    await last.aws[Symbol.asyncDispose]();
  });

  test("is not handed over where nobody was listening before", async () => {
    const aws = await startTestEndpoint();
    await put(aws, "First");
    await aws.stop();
    const { aws: next, handed } = await processOn(aws.dataDir);
    next.endpoint.deliverWhatIsLeft();
    await put(next, "Second");
    expect(handed).toEqual(["Second"]);
    await next[Symbol.asyncDispose]();
  });
});
