import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../functions/routes.ts";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { stateOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { makeTarget, requestOf, routeNames, routeTable, type Target } from "../support/route-table.ts";

let laptop: Laptop;
let token: string;
let target: Target;
let before: object;
beforeAll(async () => {
  laptop = await startLaptop();
  token = await laptop.token("super_admin");
  target = await makeTarget(laptop, token);
  before = await stateOf(laptop, "acme");
});
afterAll(async () => {
  expect(await stateOf(laptop, "acme")).toEqual(before);
  await laptop.close();
});

const behindToken = routeNames.filter((name) => routeTable[name].who !== "open");
const lists = ["listServices", "listConnections", "listServiceConnections", "listPipelines"] as const;
const paged = [...lists, "listDependents", "getHistory", "getConnectionHistory"] as const;

async function send(name: keyof typeof routes, query: string, headers: Record<string, string> = {}) {
  const { method, path, body } = requestOf(name, target);
  return laptop.call(method, `${path}${path.includes("?") ? "&" : "?"}${query}`, { token, body, headers });
}

async function expectFault(name: keyof typeof routes, query: string, at: string): Promise<void> {
  const { errors } = expectProblem(await send(name, query), 400, "invalid_request");
  expect(errors?.map((error) => error.path)).toEqual([at]);
}

describe("a query field nobody knows is refused, whatever the route", () => {
  test.each(behindToken)("%s", (name) => expectFault(name, "orgId=other", "orgId"));
});

describe("a limit that is none", () => {
  const bad = ["0", "101", "-1", "1.5", "ten", "", "+5", "1e2", "0x10", "%EF%BC%91", "99999", "1&limit=2"];
  test.each(paged)("%s", async (name) => {
    for (const limit of bad) await expectFault(name, `limit=${limit}`, "limit");
  });
});

describe("ids of another kind", () => {
  const anywhere = ["ORG%23acme", "*", "x".repeat(2_000)];
  const wrong = (kind: string, others: string) => [
    `${others}_${"0".repeat(32)}`,
    `${kind}_${"0".repeat(31)}`,
    `${kind}_${"0".repeat(33)}`,
    `${kind}_${"A".repeat(32)}`,
    `${kind}_${"0".repeat(32)}%0A`,
    `${kind}_${"0".repeat(31)}%00`,
    ...anywhere,
  ];
  const wrongIds = {
    serviceId: wrong("svc", "con"),
    connectionId: wrong("con", "svc"),
    region: [...anywhere, "x".repeat(33), "eu_central_1", "eu%20central", "eu%0A", "%C3%A4"],
    pipelineId: [...anywhere, "x".repeat(65), "a%20b", "a%0A", "a%00", "%C3%A4", "a%23"],
  };
  test.each(behindToken.filter((name) => routes[name].path.includes("{")))("%s", async (name) => {
    const [, parameter = ""] = /\{(\w+)\}/.exec(routes[name].path) ?? [];
    for (const id of wrongIds[parameter as keyof typeof wrongIds]) {
      const { method, path, body } = requestOf(name, { ...target, [parameter]: id });
      const { errors } = expectProblem(
        await laptop.call(method, path, { token, body }),
        400,
        "invalid_request",
      );
      expect(errors?.map((error) => error.path)).toEqual([parameter]);
    }
  });
});

describe("what is destroyed has to be confirmed by its name", () => {
  const mismatch = "confirmation_mismatch";
  test.each(["deleteService", "deleteConnection", "removeAccessKey"] as const)("%s", async (name) => {
    const { method, path } = requestOf(name, target);
    const [url = ""] = path.split("?");
    expectProblem(await laptop.call(method, url, { token }), 400, "confirmation_required");
    const wrong = [target.connectionId, target.serviceName.toUpperCase(), `${target.accessKeyId}x`, "true"];
    for (const confirm of wrong) {
      const answer = await laptop.call(method, `${url}?${new URLSearchParams({ confirm })}`, { token });
      expectProblem(answer, 409, mismatch);
    }
    for (const query of ["confirm=", `confirm=${"x".repeat(257)}`]) {
      const answer = await laptop.call(method, `${url}?${query}`, { token });
      expect(expectProblem(answer, 400, "invalid_request").errors).toMatchObject([{ path: "confirm" }]);
    }
    const twice = path.slice(path.indexOf("?") + 1);
    expectProblem(await laptop.call(method, `${path}&${twice}`, { token }), 409, mismatch);
  });
});

test("a status that is none is refused", async () => {
  for (const status of ["configured", "ACTIVE", "", "active,due"]) {
    await expectFault("listConnections", `status=${status}`, "status");
  }
});

test("a file name that is none is refused", async () => {
  for (const name of ["listPipelines", "listDependents"] as const) {
    for (const fileName of ["", "x".repeat(1_025), "a%0Ab", "a%00"]) {
      await expectFault(name, `fileName=${fileName}`, "fileName");
    }
  }
});

describe("an Idempotency-Key that is none", () => {
  test.each(["createService", "addConnection", "resetAccessKey", "resetRegionalKey"] as const)(
    "%s",
    async (name) => {
      for (const key of ["", "x".repeat(129), "two words", "caf\u00e9", "tab\tbed"]) {
        const { method, path, body } = requestOf(name, target);
        const answer = await laptop.call(method, path, { token, body, headers: { "idempotency-key": key } });
        const { errors } = expectProblem(answer, 400, "invalid_request");
        expect(errors).toMatchObject([{ path: "Idempotency-Key" }]);
      }
    },
  );
});
