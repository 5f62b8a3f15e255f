import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod";
import { DomainError } from "../core/errors.ts";
import { readBody } from "./request.ts";

function faultsOf(body: string): unknown {
  const event = {
    body,
    headers: { "content-type": "application/json" },
  } as unknown as APIGatewayProxyEventV2;
  try {
    return readBody(event, z.strictObject({ name: z.string().optional() }));
  } catch (error) {
    return error instanceof DomainError ? error.more.errors?.map((fault) => fault.path) : error;
  }
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
