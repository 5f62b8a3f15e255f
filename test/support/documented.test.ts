import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { documentedBy } from "./documented.ts";

const document = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"));
const faultsOf = documentedBy(document);

const region = {
  ...{ region: "eu-central-1", enabled: true, status: "not_configured", connectionId: null },
  ...{ accessKeyId: null, keyCreatedAt: null, bucket: "b", folder: null, s3Endpoint: "https://s3" },
};
const regions = { items: [region], cursor: null };
const exchange = {
  ...{ method: "GET", path: "/v1/regions", status: 200, contentType: "application/json", body: regions },
  headers: new Headers({ "cache-control": "no-store" }),
};
const problem = {
  ...{ type: "urn:keyturn:problem:forbidden", title: "Forbidden", status: 403, code: "forbidden" },
  requestId: "r",
};
const refused = { ...exchange, status: 403, contentType: "application/problem+json", body: problem };
const service = { name: "Sales", type: "s3", owner: "provider" };

test("what is documented passes", () => {
  expect(faultsOf(exchange)).toEqual([]);
  expect(faultsOf(refused)).toEqual([]);
  expect(faultsOf({ ...exchange, status: 401, body: { message: "Unauthorized" } })).toEqual([]);
});

test("what no route matches is not the document's", () => {
  expect(faultsOf({ ...exchange, path: "/v1/regions/", status: 404 })).toEqual([]);
  expect(faultsOf({ ...exchange, method: "HEAD", status: 404 })).toEqual([]);
  expect(faultsOf({ ...exchange, path: "/_local/mail" })).toEqual([]);
  expect(faultsOf({ ...exchange, path: "/v1/%" })).toEqual([]);
});

describe("what is not documented is told:", () => {
  test.each([
    ["a status", { status: 202 }, "no status 202"],
    ["a type", { contentType: "text/html" }, "no answer of the type text/html"],
    ["a field too many", { body: { ...regions, more: 1 } }, "additional properties"],
    ["a secret", { body: { ...regions, items: [{ ...region, secretAccessKey: "s" }] } }, "secretAccessKey"],
    ["a field too few", { body: { items: [] } }, "cursor"],
    ["an answer that a cache may keep", { headers: new Headers() }, "no Cache-Control"],
    ["another Cache-Control", { headers: new Headers({ "cache-control": "private" }) }, "Cache-Control"],
    [
      "a Retry-After that is not said there",
      { headers: new Headers({ "cache-control": "no-store", "retry-after": "1" }) },
      "a Retry-After that is not documented",
    ],
    ["a field of another type", { body: { ...regions, cursor: 1 } }, "must be null"],
  ])("%s", (_, changed, said) => {
    expect(faultsOf({ ...exchange, ...changed }).join()).toContain(said);
  });

  test("a Retry-After that is missing, or no number of seconds", () => {
    const body = { ...problem, code: "unavailable" };
    const later = { ...refused, status: 503, body };
    expect(faultsOf({ ...later, headers: new Headers({ "retry-after": "5" }) })).toEqual([]);
    expect(faultsOf({ ...later, headers: new Headers() })).toEqual(["no Retry-After"]);
    for (const text of ["0", "1.5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"]) {
      const faults = faultsOf({ ...later, headers: new Headers({ "retry-after": text }) });
      expect(faults.join()).toContain("Retry-After");
    }
  });

  test("a code that the route does not have", () => {
    const body = { ...problem, code: "key_changed" };
    expect(faultsOf({ ...refused, body }).join()).toContain("allowed values");
  });

  test("a body where there is none", () => {
    const deleted = { ...exchange, method: "DELETE", path: "/v1/pipelines/a", status: 204 };
    expect(faultsOf({ ...deleted, body: "" })).toEqual([]);
    expect(faultsOf(deleted)).toEqual(["a body where there is none"]);
  });

  test("what was sent, of a request that was done", () => {
    const path = "/v1/pipelines/a";
    const sent = { name: "Nightly load", kind: "rule" };
    const put = { ...exchange, method: "PUT", path, status: 403, contentType: "application/problem+json" };
    expect(faultsOf({ ...put, sent: { ...sent, more: 1 }, body: problem })).toEqual([]);
    const done = { ...put, status: 200, contentType: "application/json", body: {} };
    expect(faultsOf({ ...done, sent: { ...sent, more: 1 } }).join()).toContain('"additionalProperty":"more"');
    expect(faultsOf({ ...done, path: "/v1/services", method: "POST", sent: service })).toEqual([
      "no status 200",
    ]);
  });
});
