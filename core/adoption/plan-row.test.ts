import { describe, expect, test } from "vitest";
import { orgIdOf } from "../org/org.ts";
import { testDeployment } from "../testing/memory-ports.ts";
import { checkRow, type PlanRow } from "./plan-row.ts";

const good: PlanRow = {
  serviceName: "Sales",
  bucket: "portal-data",
  folder: "team/sales/",
  userName: "s3-sales",
};
const check = (change: Partial<PlanRow>) => checkRow({ ...good, ...change }, testDeployment.buckets);
const codes = (change: Partial<PlanRow>) => {
  const checked = check(change);
  return "faults" in checked ? checked.faults.map(({ code }) => code) : checked.row;
};
const managed = testDeployment.buckets[1]?.bucket ?? "";

describe("a row of a plan", () => {
  test("is given the region of its bucket, or the deployment's first, and a slash behind its folder", () => {
    expect(codes({ folder: "team/sales" })).toMatchObject({ folder: "team/sales/", region: "us-east-1" });
    expect(codes({ bucket: managed, folder: "legacy/" })).toMatchObject({ region: "eu-central-1" });
    expect(codes({ folder: "/" })).toMatchObject({ folder: "" });
    expect(codes({ folder: "Kunden \u00dc+&'/2024" })).toMatchObject({ folder: "Kunden \u00dc+&'/2024/" });
  });

  test.each([
    "",
    "/a/",
    "a//b",
    "a/../b",
    "./a",
    "..",
    "a/*",
    "a?",
    "a\nb",
    "a\u0000",
    "//",
    "x".repeat(900),
  ])("has no folder %j", (folder) => expect(codes({ folder })).toEqual(["invalid_folder"]));

  test.each([
    "",
    "ab",
    "A-bucket",
    "a_b",
    "a..b",
    "-ab",
    "192.168.0.1",
    "x".repeat(64),
    "s3://data",
    "an-s3alias",
  ])("has no bucket %j", (bucket) => expect(codes({ bucket })).toEqual(["invalid_bucket"]));

  test.each(["", "a b", "a/b", "x".repeat(65), "kt\n"])("names no user %j", (userName) =>
    expect(codes({ userName })).toEqual(["invalid_user_name"]),
  );

  test("has what it says, and no more", () => {
    const row = { ...good, region: "us-east-1", pipelineIds: [] };
    expect(check({})).toStrictEqual({ row });
  });

  test("has a folder of up to 900 bytes, its slash among them", () => {
    expect(codes({ folder: "x".repeat(899) })).toMatchObject({ folder: `${"x".repeat(899)}/` });
    expect(codes({ folder: `${"x".repeat(898)}\u00e9` })).toEqual(["invalid_folder"]);
  });

  test.each([
    [{ serviceName: " " }, "serviceName: a name has at least 1 character"],
    [{ pipelineIds: ["a", "a"] }, "pipelineIds: named before"],
    [{ bucket: managed, folder: "/" }, "the bucket is Keyturn's own, and the folder one that Keyturn makes"],
  ])("is told what its schema says: %j", (change, message) => {
    expect(check(change)).toMatchObject({ faults: [{ message }] });
  });

  test("has no region where the deployment has no bucket, unless it says one", () => {
    expect(checkRow(good, [])).toMatchObject({ faults: [{ code: "invalid_region" }] });
    expect(checkRow({ ...good, region: "eu-west-1" }, [])).toMatchObject({ row: { region: "eu-west-1" } });
  });

  test("takes no folder that Keyturn makes, and no bucket of its own whole", () => {
    for (const folder of [`${orgIdOf("acme")}/`, `${orgIdOf("globex")}/sales-1/`, "/"]) {
      expect(codes({ bucket: managed, folder })).toEqual(["managed_folder"]);
    }
    expect(codes({ folder: `${orgIdOf("acme")}/` })).toMatchObject({ folder: `${orgIdOf("acme")}/` });
  });

  test("says nothing back of what stands where it does not belong", () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const row = {
      bucket: secret,
      folder: `${secret}*`,
      userName: secret,
      region: secret,
      accessKeyId: secret,
    };
    const checked = check({ ...row, pipelineIds: [secret] });
    expect("faults" in checked && checked.faults.map(({ message }) => message)).toEqual([
      "bucket is no name of an S3 bucket",
      "folder is a prefix like team/sales/, without *, ?, empty parts or . and ..; / is the whole bucket",
      "userName is no name of an IAM user",
      "region is no AWS region, like eu-central-1",
      "accessKeyId is no id of an access key (is it the secret?)",
      "pipelineIds: a pipeline's id is 1 to 64 letters, digits, dots, dashes, colons or underscores",
    ]);
    expect(JSON.stringify(checked)).not.toContain("wJalr");
  });
});
