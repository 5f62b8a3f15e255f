import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inChunks } from "../../core/record/in-chunks.ts";
import { aPipeline } from "../../core/testing/sample-records.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { addService, type Laptop, putPipeline, resetKey, startLaptop } from "../support/laptop.ts";
import { stateOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";

let laptop: Laptop;
let token: string;
beforeAll(async () => {
  laptop = await startLaptop();
  token = await laptop.token();
});
afterAll(() => laptop.close());

const call = (method: string, path: string, body?: object) =>
  laptop.call(method, path, { token, ...(body && { body }) });
const put = (pipelineId: string, facts?: object) => putPipeline(laptop, token, pipelineId, facts);

describe("a pipeline", () => {
  test("is put, put again, shown and deleted", async () => {
    const first = await call("PUT", "/v1/pipelines/A.b_c:d-1", { name: "Load", kind: "connector-job" });
    expect(first).toMatchObject({ status: 201 });
    expect(first.body).toStrictEqual({
      ...{ pipelineId: "A.b_c:d-1", name: "Load", kind: "connector-job", direction: "reads" },
      ...{ filePatterns: [], sourceSystem: null, contacts: [], serviceIds: [] },
      ...{ updatedBy: "local-user", updatedOn: expect.any(String) },
    });
    const facts = {
      ...{ name: "Load", kind: "rule", direction: "writes", sourceSystem: "CRM" },
      ...{ filePatterns: ["*.csv"], contacts: ["ada@example.com"] },
    };
    const second = await call("PUT", "/v1/pipelines/A.b_c:d-1", facts);
    expect(second).toMatchObject({ status: 200, body: facts });
    expect((await call("GET", "/v1/pipelines/A.b_c:d-1")).body).toEqual(second.body);
    expect((await call("DELETE", "/v1/pipelines/A.b_c:d-1")).status).toBe(204);
    expectProblem(await call("GET", "/v1/pipelines/A.b_c:d-1"), 404, "not_found");
    expectProblem(await call("DELETE", "/v1/pipelines/A.b_c:d-1"), 404, "not_found");
  });

  test("has up to 20 patterns of 256 characters, ten contacts, and an id of 64", async () => {
    const filePatterns = Array.from({ length: 20 }, (_, n) => `${n}-`.padEnd(256, "*a"));
    const contacts = Array.from({ length: 10 }, (_, n) => `a${n}@example.com`);
    const answer = await put("x".repeat(64), { filePatterns, contacts, sourceSystem: "s".repeat(120) });
    expect(answer).toMatchObject({ status: 201, body: { filePatterns, contacts } });
  });

  test("of an org that has 10,000 is refused", async () => {
    const { recordPorts } = await import("../../functions/ports.ts");
    const { pipelines } = recordPorts();
    const { count } = pipelines;
    pipelines.count = async (_, atMost) => atMost;
    const answer = await put("one-more");
    pipelines.count = count;
    expect(expectProblem(answer, 409, "pipeline_limit_reached").params).toEqual({ max: 10_000 });
    expectProblem(await call("GET", "/v1/pipelines/one-more"), 404, "not_found");
  });
});

describe("a linked pipeline", () => {
  test("is listed by its service and its connections, told with each key, and cannot be deleted", async () => {
    for (const id of ["l1", "l2", "l3"]) await put(id, { name: `Load ${id}` });
    const { service, connection } = await addService(laptop, token, "Linked");
    const path = `/v1/services/${service.serviceId}`;
    const linked = await call("PATCH", path, { pipelineIds: ["l2", "l1"] });
    expect(linked).toMatchObject({ status: 200, body: { pipelineIds: ["l2", "l1"] } });
    expect((await call("GET", "/v1/pipelines/l1")).body.serviceIds).toEqual([service.serviceId]);
    const dependents = await call("GET", `/v1/connections/${connection.connectionId}/dependents`);
    expect(dependents.body.items.map((one: { pipelineId: string }) => one.pipelineId)).toEqual(["l1", "l2"]);
    const issued = await resetKey(laptop, token, connection.connectionId);
    const first = ["l2", "l1"].map((pipelineId) => ({ pipelineId, name: `Load ${pipelineId}` }));
    expect(issued.body.dependents).toEqual({ count: 2, first });

    const before = await stateOf(laptop, "acme");
    const refused = expectProblem(await call("DELETE", "/v1/pipelines/l1"), 409, "pipeline_in_use");
    expect(refused.params).toEqual({ serviceCount: 1, firstServiceId: service.serviceId });
    const errors = [{ path: "pipelineIds.1", message: "no such pipeline" }];
    const unknown = await call("PATCH", path, { name: "Never", pipelineIds: ["l3", "none"] });
    expect(expectProblem(unknown, 400, "unknown_pipeline").errors).toEqual(errors);
    expect(await stateOf(laptop, "acme")).toEqual(before);

    await call("PATCH", path, { pipelineIds: ["l2"] });
    expect((await call("DELETE", "/v1/pipelines/l1")).status).toBe(204);
    await call("DELETE", `${path}?confirm=Linked`);
    expect((await call("DELETE", "/v1/pipelines/l2")).status).toBe(204);
    const told = (await laptop.events()).map((event) => event.detail.data);
    expect(told).toContainEqual(expect.objectContaining({ pipelinesLinked: 0, pipelinesUnlinked: 1 }));
  });

  test("may be named when the service is made, and its new name is shown within a sweep or two", async () => {
    await put("n1", { name: "Old name" });
    const body = { name: "Named", type: "s3", owner: "provider", pipelineIds: ["n1"] };
    const made = await call("POST", "/v1/services", body);
    expect(made).toMatchObject({ status: 201, body: { service: { pipelineIds: ["n1"] } } });
    await put("n1", { name: "New name" });
    await laptop.advance(2 / 1440);
    await laptop.sweep();
    const { connectionId } = made.body.connection;
    const issued = await resetKey(laptop, token, connectionId);
    expect(issued.body.dependents.first).toEqual([{ pipelineId: "n1", name: "New name" }]);
  });

  test("is one of a thousand at most", async () => {
    const { recordPorts } = await import("../../functions/ports.ts");
    const ids = Array.from({ length: 1_000 }, (_, n) => `t${n}`);
    const { pipelines, clock } = recordPorts();
    const insert = asLambda("write", pipelines.insert);
    await inChunks(clock, ids, "2999-01-01T00:00:00.000Z", (pipelineId) =>
      insert(aPipeline("large", { pipelineId })),
    );
    const large = await laptop.token("admin", "large");
    const { service, connection } = await addService(laptop, large);
    const path = `/v1/services/${service.serviceId}`;
    const linked = await laptop.call("PATCH", path, { token: large, body: { pipelineIds: ids } });
    expect(linked).toMatchObject({ status: 200, body: { pipelineIds: ids } });
    const dependents = `/v1/connections/${connection.connectionId}/dependents?limit=100`;
    expect((await laptop.call("GET", dependents, { token: large })).body.items).toHaveLength(100);
    const more = await laptop.call("PATCH", path, { token: large, body: { pipelineIds: [...ids, "more"] } });
    expectProblem(more, 400, "invalid_request");
    const removed = await laptop.call("DELETE", `${path}?confirm=Sales%20data`, { token: large });
    expect(removed.status).toBe(204);
    expect((await laptop.call("DELETE", "/v1/pipelines/t999", { token: large })).status).toBe(204);
  });

  test("of two changes at once one is answered and the other told when to come back", async () => {
    for (const id of ["c1", "c2"]) await put(id);
    const { service } = await addService(laptop, token, "Contended");
    const path = `/v1/services/${service.serviceId}`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => call("PATCH", path, { pipelineIds: [n % 2 ? "c1" : "c2"] })),
    );
    const refused = answers.filter((answer) => answer.status !== 200);
    expect(refused.length).toBeLessThan(8);
    for (const answer of refused) {
      expectProblem(answer, 409, "operation_in_progress");
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    const { pipelineIds } = (await call("GET", path)).body;
    for (const id of ["c1", "c2"]) {
      const { serviceIds } = (await call("GET", `/v1/pipelines/${id}`)).body;
      expect(serviceIds).toEqual(pipelineIds.includes(id) ? [service.serviceId] : []);
    }
  });
});

describe("files", () => {
  test("are identified by name: who reads them, who writes them, and whether that is clear", async () => {
    const as = await laptop.token("admin", "files");
    const tell = (id: string, facts: object) => putPipeline(laptop, as, id, { name: id, ...facts });
    await tell("r1", { filePatterns: ["sales_*.csv"] });
    await tell("r2", { kind: "rule", filePatterns: ["*_2026.csv"] });
    await tell("w1", { direction: "writes", filePatterns: ["*.csv"], sourceSystem: "CRM" });
    const body = { fileNames: ["in/sales_2026.csv", "sales_1.csv", "notes.txt"] };
    const { items } = (await laptop.call("POST", "/v1/pipelines/identify", { token: as, body })).body;
    const of = (id: string, kind = "data-pipeline") => ({ pipelineId: id, name: id, kind });
    const written = { writers: [of("w1")], writerCount: 1, sourceSystems: ["CRM"] };
    expect(items).toStrictEqual([
      {
        ...{ fileName: "in/sales_2026.csv", readers: [of("r1"), of("r2", "rule")], readerCount: 2 },
        ...{ ...written, ambiguous: true },
      },
      { fileName: "sales_1.csv", readers: [of("r1")], readerCount: 1, ...written, ambiguous: false },
      {
        ...{ fileName: "notes.txt", readers: [], readerCount: 0, writers: [], writerCount: 0 },
        ...{ sourceSystems: [], ambiguous: false },
      },
    ]);
    const list = await laptop.call("GET", "/v1/pipelines?fileName=in/sales_1.csv", { token: as });
    expect(list.body.items.map((one: { pipelineId: string }) => one.pipelineId)).toEqual(["r1", "w1"]);
  });
});
