import { expect, test } from "vitest";
import { type Due, nameOf } from "./agenda.ts";

test.each<[Due, string]>([
  [{ kind: "connection", org: "acme", connectionId: "con_1" }, "con_1"],
  [{ kind: "service", org: "acme", serviceId: "svc_1" }, "svc_1"],
  [{ kind: "policy", org: "acme" }, "acme"],
  [{ kind: "leftover", org: "acme", eventId: "event-1" }, "event-1"],
])("a log line names what is due: %j", (due, name) => {
  expect(nameOf(due)).toBe(name);
});
