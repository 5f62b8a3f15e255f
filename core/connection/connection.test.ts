import { describe, expect, test } from "vitest";
import { adoptedServiceIdOf, firstConnectionIdOf } from "../ids.ts";
import { orgIdOf } from "../org/org.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { type Connection, namesItsOwn } from "./connection.ts";

const own = aConnection("acme");
const other = aConnection("acme");
const serviceId = adoptedServiceIdOf("acme", { cellId: "main", userName: "s3-sales" });
const adopted: Partial<Connection> = {
  ...{ serviceId, connectionId: firstConnectionIdOf(serviceId), cellId: "main" },
  ...{ userName: "s3-sales", folder: "sales/", adoptedAt: SAMPLE_TIME },
};
const theirs = { userName: "etl", folder: "exports/" };

describe("whether a record names its own user and folder", () => {
  test.each<[string, boolean, Partial<Connection>]>([
    ["as it was made", true, {}],
    ["with a folder deeper in the org's", true, { folder: `${orgIdOf("acme")}/deeper/` }],
    ["with another connection's user", false, { userName: other.userName }],
    ["with a user whose name only begins with the id", false, { userName: `${own.connectionId.slice(4)}-x` }],
    ["with another org's folder", false, { folder: `${orgIdOf("globex")}/sales/` }],
    ["with the folder of an org whose name begins alike", false, { folder: `${orgIdOf("acme")}x/sales/` }],
    ["with the org's folder inside another", false, { folder: `sales/${orgIdOf("acme")}/` }],
    ["adopted", true, adopted],
    ["adopted, with another connection's id", false, { ...adopted, connectionId: own.connectionId }],
    ["adopted, without a word of it", false, { ...adopted, adoptedAt: undefined }],
    ["a customer's, whose names are the customer's", true, { ...theirs, customer: { accountId: "1" } }],
  ])("%s: %s", (_, expected, change) => {
    expect(namesItsOwn({ ...own, ...change })).toBe(expected);
  });
});
