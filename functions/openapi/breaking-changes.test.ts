import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ApiDocument, apiObjections } from "./breaking-changes.ts";

const text = readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8");
const published: ApiDocument = JSON.parse(text);

/** The published document, changed in one place. */
// biome-ignore lint/suspicious/noExplicitAny: a change reaches anywhere in the document
function changed(change: (document: any) => unknown): ApiDocument {
  const document = JSON.parse(text);
  change(document);
  return document;
}

const get = "/v1/connections/{connectionId}";
const post = "/v1/connections/{connectionId}/access-key";

test("the same document breaks nothing", () => {
  expect(apiObjections(published, JSON.parse(text))).toEqual([]);
});

describe("breaks nobody:", () => {
  test.each<[string, Parameters<typeof changed>[0]]>([
    ["a new route", (to) => (to.paths["/v1/more"] = to.paths["/v1/me"])],
    [
      "a new field of an answer",
      ({ components }) => (components.schemas.Connection.properties.more = { type: "string" }),
    ],
    [
      "a new field of a body that can be left out",
      ({ components }) => (components.schemas.ResetAccessKeyBody.properties.more = { type: "string" }),
    ],
    [
      "a new parameter that can be left out",
      ({ paths }) =>
        paths["/v1/services"].get.parameters.push({ name: "sort", in: "query", schema: { type: "string" } }),
    ],
    [
      "a value more that can be sent",
      ({ components }) => components.schemas.ResetAccessKeyBody.properties.mode.enum.push("gentle"),
    ],
    [
      "a bound of a body that is wider",
      ({ components }) => delete components.schemas.PutPipelineBody.properties.name.maxLength,
    ],
    [
      "a field that need not be sent any more",
      ({ components }) => components.schemas.PutPipelineBody.required.pop(),
    ],
    [
      "an error code more",
      ({ components }) => components.schemas.Problem.properties.code.enum.push("too_late"),
    ],
    [
      "an error more",
      ({ paths }) => (paths["/v1/me"].get.responses["418"] = paths["/v1/me"].get.responses["403"]),
    ],
    ["other words", ({ paths }) => (paths["/v1/me"].get.summary = "Me")],
  ])("%s", (_, change) => {
    expect(apiObjections(published, changed(change))).toEqual([]);
  });
});

describe("breaks somebody:", () => {
  test.each<[string, Parameters<typeof changed>[0], string]>([
    ["a route that is gone", ({ paths }) => delete paths[get].get, `GET ${get} is gone`],
    ["a path that is gone", ({ paths }) => delete paths["/v1/me"], "GET /v1/me is gone"],
    [
      "a field of an answer that is gone",
      ({ components }) => delete components.schemas.Connection.properties.folder,
      `GET ${get}: 200.folder is gone`,
    ],
    [
      "one that may be missing",
      ({ components }) => components.schemas.Connection.required.shift(),
      "may be missing",
    ],
    [
      "one of another type",
      ({ components }) => (components.schemas.Me.properties.name = { type: "integer" }),
      "200.name may be integer, it was string",
    ],
    [
      "a value that was none",
      ({ components }) => components.schemas.Connection.properties.status.enum.push("lost"),
      'status may be "lost"',
    ],
    [
      "another status of success",
      ({ paths }) => (paths[get].get.responses["202"] = paths[get].get.responses["200"]),
      "it may answer 202",
    ],
    [
      "a status of success that is gone",
      ({ paths }) => delete paths[post].post.responses["201"],
      "it does not answer 201 any more",
    ],
    [
      "an answer that a cache may keep",
      ({ paths }) => delete paths[get].get.responses["200"].headers,
      "200 may have no Cache-Control",
    ],
    [
      "a field that has to be sent",
      ({ components }) => (components.schemas.ResetAccessKeyBody.required = ["reason"]),
      `POST ${post}: what could be sent is refused`,
    ],
    [
      "a new field that has to be sent",
      ({ components }) =>
        Object.assign(components.schemas.RetireAccessKeyBody, {
          required: ["why"],
          properties: { why: { type: "string" } },
        }),
      "its body.why is gone",
    ],
    [
      "a field that is refused",
      ({ components }) => delete components.schemas.ResetAccessKeyBody.properties.graceHours,
      "its body.graceHours is new where nothing may be added",
    ],
    [
      "a value that is refused",
      ({ components }) => components.schemas.ResetAccessKeyBody.properties.mode.enum.pop(),
      'its body.mode may be "staged"',
    ],
    [
      "a bound of a body that is closer",
      ({ components }) => (components.schemas.PutPipelineBody.properties.name.maxLength = 3),
      "its body.name has no longer the maxLength",
    ],
    [
      "a parameter that is asked for",
      ({ paths }) => (paths[post].delete.parameters[1].required = true),
      "it asks for confirm",
    ],
    ["a parameter that is gone", ({ paths }) => paths[post].delete.parameters.pop(), "confirm is gone"],
    [
      "a token where none was needed",
      ({ paths }) => delete paths["/health"].get.security,
      "it asks for a token",
    ],
    [
      "a body where there was none",
      ({ paths }) => (paths[get].get.requestBody = paths[post].post.requestBody),
      "it asks for a body",
    ],
    [
      "a problem that says less",
      ({ components }) => delete components.schemas.Problem.properties.requestId,
      "a problem.requestId is gone",
    ],
  ])("%s", (_, change, sentence) => {
    expect(apiObjections(published, changed(change)).join("\n")).toContain(sentence);
  });

  test("but not where the document is of a higher version", () => {
    const next = changed((document) => {
      document.info.version = "2";
      delete document.paths["/v1/me"];
    });
    expect(apiObjections(published, next)).toEqual([]);
  });
});
