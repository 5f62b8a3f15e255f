import { describe, expect, test } from "vitest";
import { firstConnectionIdOf } from "../ids.ts";
import type { Service } from "../service/service.ts";
import { aService, SAMPLE_TIME } from "../testing/sample-records.ts";
import type { Adoption } from "./adoption.ts";
import { chooseKey, differencesOf, recordedRefusal, userRefusal } from "./decide-adoption.ts";
import type { CheckedRow } from "./plan-row.ts";
import type { Difference } from "./row-result.ts";

const org = "acme";
const KEY = "AKIAADOPTED0000001";
const adoption: Adoption = {
  ...{ cellId: "main", userName: "s3-sales", bucket: "portal-data", folder: "sales/" },
  ...{ key: { accessKeyId: KEY, state: "active", createdAt: SAMPLE_TIME }, sparedIds: [] },
  adoptedAt: SAMPLE_TIME,
};
const row: CheckedRow = {
  ...{ serviceName: "Sales data", bucket: "portal-data", folder: "sales/", userName: "s3-sales" },
  ...{ region: "us-east-1", pipelineIds: ["a", "b"] },
};
const { serviceId } = aService(org);
const adopted = (change: Partial<Service> = {}) =>
  aService(org, {
    ...{ serviceId, connectionIds: [firstConnectionIdOf(serviceId)], pipelineIds: ["b", "a"], adoption },
    ...change,
  });

describe("a user may be adopted", () => {
  const rules = { userPaths: ["/portal/", "/legacy/"], tagged: false };
  const user = { userName: "s3-sales", path: "/legacy/s3/" };
  const connectionId = firstConnectionIdOf(serviceId);
  const claimOf = (whose: string) => ({
    ...{ cellId: "main", userName: "s3-sales", org: whose, connectionId },
    version: 1 as const,
  });

  test("that is under one of the paths, and by an org whose claim to it was left behind", () => {
    expect(userRefusal(org, user, undefined, rules)).toBeUndefined();
    expect(userRefusal(org, { ...user, org }, claimOf(org), rules)).toBeUndefined();
  });

  test.each([
    [undefined, undefined, "no_such_user", "IAM has no such user"],
    [{ ...user, path: "/keyturn/x/" }, undefined, "user_under_keyturn", "the user is one that Keyturn made"],
    [
      ...[{ ...user, path: "/portal2/" }, undefined, "user_under_other_path"],
      "the user is under none of KEYTURN_ADOPTED_USER_PATHS",
    ],
    [user, claimOf("globex"), "user_of_another_org", "the user is adopted by the org globex"],
    [
      ...[{ ...user, org: "globex" }, undefined, "user_of_another_org"],
      "the user's tag keyturn:org names another org",
    ],
  ] as [Parameters<typeof userRefusal>[1], Parameters<typeof userRefusal>[2], string, string][])(
    "but not %j, claimed as %j: %s",
    (found, claim, code, message) => {
      expect(userRefusal(org, found, claim, rules)).toEqual({ code, message });
    },
  );
});

describe("the current key", () => {
  const key = { accessKeyId: KEY, active: false, createdAt: SAMPLE_TIME };
  const other = { ...key, accessKeyId: "AKIAADOPTED0000002", active: true };

  test("is the only one, or the one that is named, as it is", () => {
    const { accessKeyId, createdAt } = key;
    const chosen = { accessKeyId, state: "inactive", createdAt };
    expect(chooseKey(undefined, [key])).toEqual({ key: chosen, sparedIds: [] });
    expect(chooseKey(KEY, [other, key])).toEqual({ key: chosen, sparedIds: [other.accessKeyId] });
    expect(chooseKey(undefined, [])).toEqual({ sparedIds: [] });
  });

  test.each([
    [undefined, [key, other], "several_keys", "the user has 2 keys: name the current one as accessKeyId"],
    [KEY, [other], "no_such_key", "the user has no key with this accessKeyId"],
  ])("cannot be told where %j is named: %j", (wanted, keys, code, message) => {
    expect(chooseKey(wanted, keys)).toEqual({ code, message });
  });
});

describe("a row whose user the org has already", () => {
  const LATELY =
    "the user was given up lately: it can be adopted again two days after its service was deleted";
  const ALONE = "the connection was deleted: delete its data service, too, and adopt the user two days later";
  const ANOTHER = "the user is adopted already, with another bucket or folder";

  test.each<[Partial<Service>, Partial<CheckedRow>, string, string]>([
    [{ state: "deleting" }, {}, "deleted_lately", LATELY],
    [{ state: "deleted", connectionIds: [] }, {}, "deleted_lately", LATELY],
    [{ connectionIds: [] }, {}, "deleted_lately", ALONE],
    [{}, { bucket: "other-data" }, "adopted_as_another", ANOTHER],
    [{}, { folder: "sales/eu/" }, "adopted_as_another", ANOTHER],
    [{ adoption: undefined }, {}, "adopted_as_another", ANOTHER],
  ])("is refused where the service is %j and the row says %j: %s", (service, said, code, message) => {
    expect(recordedRefusal(adopted(service), { ...row, ...said })).toEqual({ code, message });
  });

  test.each<[Partial<CheckedRow>, Partial<Service>, Difference[]]>([
    [{}, {}, []],
    [{ accessKeyId: KEY }, {}, []],
    [{ serviceName: "Sales" }, {}, ["serviceName"]],
    [{ accessKeyId: "AKIAADOPTED0000002" }, {}, ["accessKeyId"]],
    [{ accessKeyId: KEY }, { adoption: { ...adoption, key: undefined } }, ["accessKeyId"]],
    [{ pipelineIds: ["a"] }, {}, ["pipelineIds"]],
    [{ pipelineIds: ["a", "b", "c"] }, {}, ["pipelineIds"]],
    [{ pipelineIds: ["a", "c"] }, {}, ["pipelineIds"]],
  ])("that says %j of a service with %j differs in %j", (said, service, differs) => {
    expect(recordedRefusal(adopted(service), row)).toBeUndefined();
    expect(differencesOf(adopted(service), { ...row, ...said })).toEqual(differs);
  });
});
