import { describe, expect, test } from "vitest";
import { idempotentRequest } from "../key/idempotency.ts";
import { putAccessKey } from "../key/put-access-key.ts";
import { removeAccessKey } from "../key/remove-access-key.ts";
import { PLACE } from "../testing/customer-scene.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { createCustomerService } from "./create-customer-service.ts";

/** A customer's pair, and the request with it, which has an Idempotency-Key. */
function aRequest() {
  const world = memoryWorld();
  const { ports, pairs } = world;
  const pair = pairs.make();
  const create = (body: object = {}) => {
    const idempotent = idempotentRequest(anAdmin.sub, "k1", body);
    return createCustomerService(ports, anAdmin, { name: "Lake", place: PLACE, pair, idempotent });
  };
  return { ...world, pair, create, all: () => ports.services.page("acme", 9) };
}

describe("an Idempotency-Key for a customer's data service", () => {
  test("does not have AWS asked twice", async () => {
    const { ports, pairs, pair, create } = aRequest();
    const identify = pairs.identify.bind(pairs);
    let asked = 0;
    ports.pairChecks.identify = async (...args) => {
      asked += 1;
      return identify(...args);
    };
    expect((await create()).connection.current?.accessKeyId).toBe(pair.accessKeyId);
    expect(asked).toBe(1);
  });

  test("answers the same again, although the pair has stopped working since", async () => {
    const { pairs, pair, create, all } = aRequest();
    const first = await create();
    pairs.deactivate(pair.accessKeyId);
    expect(await create()).toEqual(first);
    expect(await all()).toHaveLength(1);
  });

  test("makes one data service for two requests at once", async () => {
    const { pair, create, all } = aRequest();
    const [one, other] = await Promise.all([create(), create()]);
    expect(one.service.serviceId).toBe(other.service.serviceId);
    expect(one.connection.current?.accessKeyId).toBe(pair.accessKeyId);
    expect(await all()).toHaveLength(1);
  });

  test("with another body is refused, also when the first request comes between", async () => {
    const { ports, create, all } = aRequest();
    afterNext(ports.services, "find", () => create({ name: "a" }));
    expect(await codeOf(create({ name: "b" }))).toBe("idempotency_key_reused");
    expect(await all()).toHaveLength(1);
  });

  test("does not take in a second time what was removed since", async () => {
    const { ports, pair, secrets, create } = aRequest();
    const { connection } = await create();
    await removeAccessKey(ports, anAdmin, connection.connectionId, pair.accessKeyId);
    const again = await create();
    expect(again.connection).toMatchObject({ connectionId: connection.connectionId, state: "ready" });
    expect(again.connection.current).toBeUndefined();
    expect(again.connection.operation).toBeUndefined();
    expect(secrets.currentKey(connection)).toBeUndefined();
  });

  test.each(["removed", "replaced"])("that was held up leaves a pair %s meanwhile as it is", async (what) => {
    const { ports, pairs, pair, secrets, create } = aRequest();
    interrupt(ports.secrets, "keep", "denied");
    expect(await codeOf(create())).toBe("unavailable"); // the service is there, without a pair
    const other = pairs.make();
    afterNext(ports.pairChecks, "createdAt", async () => {
      const { connectionId } = (await create()).connection;
      if (what === "replaced")
        return putAccessKey(ports, anAdmin, connectionId, { pair: other, reason: "other" });
      return removeAccessKey(ports, anAdmin, connectionId, pair.accessKeyId);
    });
    const { connection } = await create();
    const current = what === "replaced" ? other.accessKeyId : undefined;
    expect(connection.current?.accessKeyId).toBe(current);
    expect(secrets.currentKey(connection)).toBe(current);
  });
});
