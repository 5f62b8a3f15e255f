import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ReasonCode } from "../core/adoption/reasons.ts";
import type { PairCheck } from "../core/key/verify-pair.ts";
import { statusOf } from "../functions/problem.ts";

const page = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");
const [errors = "", checks = "", reasons = ""] = page.split(/^## /m);

/** The codes in a table's first column, each with its second. */
function rowsOf(text: string): [string, string][] {
  return [...text.matchAll(/^\| (`.*?`) \| (.*?) \|/gm)].flatMap(([, codes = "", second = ""]) =>
    [...codes.matchAll(/`(\w+)`/g)].map(([, code = ""]): [string, string] => [code, second]),
  );
}
const codesOf = (text: string) => rowsOf(text).map(([code]) => code);

test("the page of errors has every code with its status, once", () => {
  const rows = rowsOf(errors).map(([code, status]) => [code, Number(status)]);
  expect(rows).toEqual(Object.entries(statusOf));
});

test("it has every check of a customer's pair", () => {
  const all = {
    ...{ identity: 1, temporary: 1, root: 1, other_account: 1, listing: 1, timeout: 1 },
  } satisfies Record<PairCheck, 1>;
  expect(codesOf(checks).sort()).toEqual(Object.keys(all).sort());
});

test("it has every reason for which a row is not adopted", () => {
  const all = {
    ...{ malformed_row: 1, invalid_service_name: 1, invalid_bucket: 1, invalid_folder: 1, invalid_region: 1 },
    ...{ invalid_user_name: 1, invalid_access_key_id: 1, invalid_pipeline_ids: 1, managed_folder: 1 },
    ...{ unknown_pipeline: 1, user_named_twice: 1, no_such_user: 1, user_under_keyturn: 1 },
    ...{ user_under_other_path: 1, user_of_another_org: 1, adopted_as_another: 1, deleted_lately: 1 },
    ...{ several_keys: 1, no_such_key: 1, service_limit_reached: 1 },
  } satisfies Record<ReasonCode, 1>;
  expect(codesOf(reasons).sort()).toEqual(Object.keys(all).sort());
});
