import { describe, expect, test } from "vitest";
import { deleteConnection } from "../connection/delete-connection.ts";
import { createService } from "../service/create-service.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { connectionHistory, orgHistory } from "./history.ts";

async function aStory() {
  const scene = await aScene();
  await scene.reset();
  await scene.reset();
  await scene.relay();
  return scene;
}

describe("history", () => {
  test("is newest first, and says who did what", async () => {
    const { ports, connectionId } = await aStory();
    const { items, cursor } = await connectionHistory(ports, "acme", connectionId, { limit: 10 });
    expect(items.map((item) => item.type)).toEqual([
      "KeyRotated",
      "KeyCreated",
      "ServiceCreated",
      "ConnectionCreated",
    ]);
    expect(items[0]).toMatchObject({ by: "Ada Admin", data: { reason: "other" } });
    expect(cursor).toBeNull();
  });

  test("is paged to its end without gap or repetition", async () => {
    const { ports } = await aStory();
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await orgHistory(ports, "acme", { limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.items.map((item) => item.eventId));
      cursor = page.cursor;
    } while (cursor);
    const all = await orgHistory(ports, "acme", { limit: 100 });
    expect(seen).toEqual(all.items.map((item) => item.eventId));
    expect(seen.length).toBeGreaterThan(3);
  });

  test("outlives the connection", async () => {
    const { ports, connectionId, userName, relay } = await aStory();
    await deleteConnection(ports, anAdmin, connectionId, userName);
    await relay();
    const { items } = await connectionHistory(ports, "acme", connectionId, { limit: 1 });
    expect(items.map((item) => item.type)).toEqual(["ConnectionDeleted"]);
  });

  test("is not found for another org, which cannot use a cursor of this one either", async () => {
    const { ports, connectionId } = await aStory();
    expect(await codeOf(connectionHistory(ports, "globex", connectionId, { limit: 10 }))).toBe("not_found");
    const { cursor } = await orgHistory(ports, "acme", { limit: 1 });
    expect(await codeOf(orgHistory(ports, "globex", { limit: 1, cursor: cursor as string }))).toBe(
      "invalid_cursor",
    );
    expect((await orgHistory(ports, "globex", { limit: 10 })).items).toEqual([]);
  });

  test("is empty, and found, as long as nothing of a new connection has been delivered", async () => {
    const { ports, connectionId } = await aScene();
    expect(await connectionHistory(ports, "acme", connectionId, { limit: 10 })).toEqual({
      items: [],
      cursor: null,
    });
  });

  test("is there when not even the connection's tombstone is", async () => {
    const { ports, connectionId } = await aStory();
    ports.connections.find = async () => undefined;
    expect((await connectionHistory(ports, "acme", connectionId, { limit: 10 })).items).toHaveLength(4);
  });

  test("of one connection takes no cursor of another's, nor of the org's", async () => {
    const { ports, connectionId } = await aStory();
    const { connectionId: other } = (await createService(ports, anAdmin, { name: "Other data" })).connection;
    const { cursor } = await connectionHistory(ports, "acme", connectionId, { limit: 1 });
    const request = { limit: 1, cursor: cursor as string };
    expect(await codeOf(connectionHistory(ports, "acme", other, request))).toBe("invalid_cursor");
    expect(await codeOf(orgHistory(ports, "acme", request))).toBe("invalid_cursor");
  });
});
