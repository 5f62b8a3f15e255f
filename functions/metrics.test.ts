import { expect, test } from "vitest";
import { MINUTE_MS } from "../core/clock.ts";
import { CallFailed, originOf } from "../core/errors.ts";
import { createService } from "../core/service/create-service.ts";
import { interrupt } from "../core/testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../core/testing/memory-ports.ts";
import { noticeScene } from "../core/testing/notice-scene.ts";
import { aScene } from "../core/testing/scene.ts";
import { tellable } from "./logger.ts";
import { metrics } from "./metrics.ts";

// A filter that matches no line is a metric that says all is well. These tie the patterns to what is really logged.

const fieldOf = (value: string) => value.slice("$.".length);

test("the users of the account are logged under the name the metric reads", async () => {
  const { ports, measured } = memoryWorld();
  await createService(ports, anAdmin, { name: "Sales" });
  expect(measured).toEqual([{ [fieldOf(metrics.IamUsers.value)]: 0 }]);
});

const matches = (said: string, { pattern }: { pattern: string }) => {
  const [, wildcard = ""] = /= "([^"]+)"/.exec(pattern) ?? [];
  return new RegExp(`^${wildcard.replaceAll("*", ".*")}$`).test(said);
};

test("a refusal as too many is told in words that the metric's pattern finds", () => {
  const told = tellable(new CallFailed("CreateAccessKey", "throttled", "Throttling"));
  expect(matches(told, metrics.Throttled)).toBe(true);
  const denied = tellable(new CallFailed("CreateAccessKey", "denied", "AccessDenied"));
  expect(matches(denied, metrics.Throttled)).toBe(false);
});

test("a reset that is refused as too many tells the logs so", async () => {
  const { ports, reset } = await aScene();
  await reset();
  interrupt(ports.accessKeys, "create", "throttled");
  const error = await reset().catch((refused) => refused);
  expect(error).toMatchObject({ code: "unavailable", detail: expect.stringContaining("did not answer") });
  expect(matches(tellable(originOf(error)), metrics.Throttled)).toBe(true);
});

test("what was due and could not be done is told in the words that the metric's pattern finds", async () => {
  const { ports, reset, sweep, warnings } = await aScene();
  interrupt(ports.accessKeys, "create", "dies_after");
  await expect(reset()).rejects.toThrow();
  interrupt(ports.accessKeys, "list", "throttled");
  await sweep(2 * MINUTE_MS);
  expect(warnings.map((message) => `{ $.message = "${message}" }`)).toEqual([metrics.Unattended.pattern]);
});

test("a refusal of all mail is told in words that the metric's pattern finds", async () => {
  const { ports, once, warnings } = await noticeScene({ pipelines: [], policyContacts: ["ops@example.com"] });
  interrupt(ports.mail, "send", "denied");
  await once();
  expect(warnings.map((message) => `{ $.message = "${message}" }`)).toEqual([metrics.MailRefused.pattern]);
});

test.each(Object.entries(metrics))(
  "the pattern of %s asks for the field its value is taken from",
  (_, metric) => {
    if (metric.value.startsWith("$.")) expect(metric.pattern).toContain(`${metric.value} `);
  },
);
