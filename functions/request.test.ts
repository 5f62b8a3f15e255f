import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod";
import { DomainError } from "../core/errors.ts";
import { readBody } from "./request.ts";

function refusalOf(body: string): DomainError {
  const event = {
    body,
    headers: { "content-type": "application/json" },
  } as unknown as APIGatewayProxyEventV2;
  try {
    readBody(event, z.strictObject({ name: z.string().optional() }));
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error("the body was not refused");
}

function faultsOf(body: string): string[] | undefined {
  return refusalOf(body).more.errors?.map((fault) => fault.path);
}

test("an unknown field is named by its path", () => {
  expect(faultsOf('{"nmae":"x","type-2":1}')).toEqual(["nmae", "type-2"]);
});

test("what is longer than a name, as a pasted secret is, is not repeated", () => {
  expect(faultsOf(`{"${"x".repeat(32)}":1}`)).toEqual(["x".repeat(32)]);
  for (const pasted of ["x".repeat(33), "x".repeat(40), "ya2pVJ+BuY6i9Zl/IbzXzTxD", ""]) {
    expect(faultsOf(JSON.stringify({ [pasted]: 1 }))).toEqual(["(not a name)"]);
  }
});

test.each([
  [1, 1, "a fault"],
  [50, 50, "50 faults"],
  [51, 50, "51 faults"],
])("of %d faults %d are listed, and all are counted", (count, listed, words) => {
  const fields = Array.from({ length: count }, (_, n) => [`field${n}`, 1]);
  const body = JSON.stringify(Object.fromEntries(fields));
  expect(faultsOf(body)).toHaveLength(listed);
  expect(refusalOf(body).detail).toContain(`The request has ${words} at: field0`);
  expect(refusalOf(body).detail.length).toBeLessThanOrEqual(501);
});
