import { describe, expect, test } from "vitest";
import { addConnection } from "../connection/add-connection.ts";
import { namesItsOwn } from "../connection/connection.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { deleteService } from "../service/delete-service.ts";
import { ADOPTED_PATH, anAdoption, aRow, codesOf } from "../testing/adoption-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf, relay, sweepForDays } from "../testing/scene.ts";

describe("an adopted user", () => {
  test("keeps its policy and its other keys when its service is deleted, and can be adopted again", async () => {
    const world = anAdoption();
    const { adopt, iam, ports, connectionOf } = world;
    const [current = "", other] = iam.addUser("two-keys", ADOPTED_PATH, [100, 10]);
    await adopt([aRow("two-keys", { accessKeyId: current })]);
    const { serviceId, serviceName } = await connectionOf("two-keys");
    await deleteService(ports, anAdmin, serviceId, serviceName);
    expect(iam.users.get("two-keys")).toMatchObject({ policy: true, keys: [{ accessKeyId: other }] });
    expect(codesOf(await adopt([aRow("two-keys")]))).toEqual(["deleted_lately"]);
    await relay(world);
    await sweepForDays(world);
    expect(await ports.claims.find({ cellId: "main", userName: "two-keys" })).toBeUndefined();
    expect(iam.users.get("two-keys")).toMatchObject({ policy: true, keys: [{ accessKeyId: other }] });
    expect(await adopt([aRow("two-keys")], { by: { ...anAdmin, org: "globex" } })).toMatchObject([
      { outcome: "adopted" },
    ]);
  });

  test("is not adopted again while its service is there without its connection", async () => {
    const { adopt, iam, ports, connectionOf } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    await adopt([aRow("s3-sales")]);
    const { connectionId } = await connectionOf("s3-sales");
    await deleteConnection(ports, anAdmin, connectionId, "s3-sales");
    expect(codesOf(await adopt([aRow("s3-sales")]))).toEqual(["deleted_lately"]);
  });

  test("has one connection: Keyturn makes no users for a portal's folder", async () => {
    const { adopt, iam, ports, connectionOf } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    await adopt([aRow("s3-sales")]);
    const { serviceId } = await connectionOf("s3-sales");
    expect(await codeOf(addConnection(ports, anAdmin, serviceId, {}))).toBe("adopted_service");
  });

  test("whose record names another's user is believed by nobody", async () => {
    const { adopt, iam, connectionOf } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    await adopt([aRow("s3-sales")]);
    const connection = await connectionOf("s3-sales");
    expect(namesItsOwn(connection)).toBe(true);
    expect(namesItsOwn({ ...connection, userName: "s3-other" })).toBe(false);
    expect(namesItsOwn({ ...connection, org: "globex" })).toBe(false);
  });
});
