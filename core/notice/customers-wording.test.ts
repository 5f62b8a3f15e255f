import { expect, test } from "vitest";
import { anEventOf, NEW_KEY, OLD_KEY } from "../testing/sample-notices.ts";
import type { ConcerningEvent } from "./concerning.ts";
import { messageTo } from "./mail-text.ts";
import { tellingOf } from "./wording.ts";

/** What can happen to a customer's own key. */
const types = [
  ...["KeyCreated", "KeyRotated", "KeyRemoved", "KeyRetired", "OldKeyFoundActive"],
  ...["KeyRotationReminder", "KeyRotationDue", "KeyRotationOverdue"],
] as const satisfies string[] as ConcerningEvent["type"][];

const ofCustomer = (type: ConcerningEvent["type"], data: object = {}) =>
  anEventOf(type, { data: { owner: "customer", ...(type === "KeyRetired" && { deleteAt: null }), ...data } });

test.each(types)("%s of a customer's own key promises nothing that Keyturn cannot do", (type) => {
  const { subject, whatChanged, whatToUpdate } = tellingOf(ofCustomer(type), "this pipeline");
  const said = `${subject} ${whatChanged} ${whatToUpdate}`;
  for (const untrue of [
    "was reset",
    "reset the key again",
    "restored",
    "shown once",
    "stops on",
    "was created",
  ]) {
    expect(said).not.toContain(untrue);
  }
  expect(said).toMatch(new RegExp(`${OLD_KEY}|${NEW_KEY}`));
});

test("a removal says that the key is as it was in AWS", () => {
  const { whatChanged } = tellingOf(ofCustomer("KeyRemoved"), "this pipeline");
  expect(whatChanged).toContain("In AWS the key is as it was");
  expect(whatChanged).not.toContain("no longer works");
});

test.each(types)("%s of a customer's own key says whose it is, and what to do where", (type) => {
  const { subject, whatChanged, whatToUpdate } = tellingOf(ofCustomer(type), "this pipeline");
  for (const part of [subject, whatChanged]) expect(part).toContain("“Sales data”");
  expect(whatToUpdate).toMatch(/^[A-Z].*this pipeline.*\.$/);
});

test("a first key was given to Keyturn", () => {
  const { whatChanged } = tellingOf(ofCustomer("KeyCreated"), "this pipeline");
  expect(whatChanged).toBe(`The access key ${NEW_KEY} was given to Keyturn for “Sales data”.`);
});

test("a reset says that the old key ends in AWS, and when Keyturn looks whether it did", () => {
  const event = ofCustomer("KeyRotated", { previousKeyValidUntil: "2026-03-08T06:05:00.000Z" });
  const { subject, whatChanged, whatToUpdate } = tellingOf(event, "this pipeline");
  expect(subject).toContain("update it before the old one is deactivated");
  expect(whatChanged).toContain(`${NEW_KEY} has taken the place of ${OLD_KEY}`);
  expect(whatChanged).toContain("The old key works until it is deactivated in AWS");
  expect(whatToUpdate).toContain(
    "Put the new access key into this pipeline; then the old one can be deactivated",
  );
  expect(whatToUpdate).toMatch(/On Sunday 8 March 2026, 06:05 UTC Keyturn looks/);
});

test("a reminder says what to do in AWS and in Keyturn, and how the old one ends", () => {
  const { whatToUpdate, whatChanged } = tellingOf(ofCustomer("KeyRotationReminder"), "this pipeline");
  expect(whatToUpdate).toContain("a new access key made in AWS");
  expect(whatToUpdate).toContain("give it to Keyturn");
  expect(whatToUpdate).toContain("deactivate the old one in AWS");
  expect(whatChanged).toContain("It works until it is deactivated in AWS");
});

test("what the customer called bucket and folder is nothing to click on", () => {
  const event = ofCustomer("KeyRotated", { bucket: "evil.example", folder: "https://evil.example/" });
  const letter = { to: "ada@example.com", addressHash: "", pipelines: [], further: 0 };
  const { text, html } = messageTo(letter, event);
  for (const part of [text, html]) expect(part).not.toMatch(/evil\.example|:\/\//);
});
