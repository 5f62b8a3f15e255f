import { expect, test } from "vitest";
import { CallFailed } from "../core/errors.ts";
import { createService } from "../core/service/create-service.ts";
import { interrupt } from "../core/testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../core/testing/memory-ports.ts";
import { noticeScene } from "../core/testing/notice-scene.ts";
import { tellable } from "./logger.ts";
import { metrics } from "./metrics.ts";

// A filter that matches no line is a metric that says all is well. These tie the patterns to what is really logged.

const fieldOf = (value: string) => value.slice("$.".length);

test("the users of the account are logged under the name the metric reads", async () => {
  const { ports, measured } = memoryWorld();
  await createService(ports, anAdmin, { name: "Sales" });
  expect(measured).toEqual([{ [fieldOf(metrics.IamUsers.value)]: 0 }]);
});

test("a refusal as too many is told in words that the metric's pattern finds", () => {
  const told = tellable(new CallFailed("CreateAccessKey", "throttled", "Throttling"));
  const [, wildcard] = /= "([^"]+)"/.exec(metrics.Throttled.pattern) ?? [];
  const pattern = new RegExp(`^${wildcard?.replaceAll("*", ".*")}$`);
  expect(told).toMatch(pattern);
  expect(tellable(new CallFailed("CreateAccessKey", "denied", "AccessDenied"))).not.toMatch(pattern);
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
