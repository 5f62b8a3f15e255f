import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { BUS, makeUser, outcome, startTestEndpoint } from "../testing/test-endpoint.ts";
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
