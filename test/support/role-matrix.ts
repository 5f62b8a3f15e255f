import { beforeAll, expect, test } from "vitest";
import type { RouteName } from "../../functions/routes.ts";
import type { Laptop } from "./laptop.ts";
import { stateOf } from "./left-behind.ts";
import { expectProblem, expectUnauthorized } from "./problem.ts";
import {
  type Expectation,
  makeTarget,
  prepare,
  requestOf,
  routeNames,
  routeTable,
  type Target,
} from "./route-table.ts";

const roles = ["super_admin", "admin", "member+", "member", "support"];

/** The org whose records nobody changes, so that all refused requests can share them. */
const UNTOUCHED = "untouched";

/** Routes that the preset's rules refuse even to those whose role may. */
type Forbidden = Partial<Record<RouteName, "removal_not_allowed">>;

/** Tests every role on every route, and every route without a token. */
export function testEveryRoleOnEveryRoute(
  laptop: () => Laptop,
  managers: readonly string[],
  forbidden: Forbidden = {},
): void {
  let untouched: Target;
  let shared: Target;
  let before: object;
  beforeAll(async () => {
    untouched = await makeTarget(laptop(), await laptop().token("super_admin", UNTOUCHED));
    shared = await makeTarget(laptop(), await laptop().token("super_admin"));
    before = await stateOf(laptop(), UNTOUCHED);
  });

  test("every route has its expectation, and no other", () => {
    expect(Object.keys(routeTable).sort()).toEqual([...routeNames].sort());
  });

  for (const name of routeNames) {
    const { who, status, spends } = routeTable[name];
    const granted = roles.filter((role) => isGranted(role, who, managers));
    const refused = roles.filter((role) => !granted.includes(role));
    const ruledOut = forbidden[name];

    if (who === "open") {
      test(`anybody may ${name}`, async () => {
        const { method, path } = requestOf(name, untouched);
        expect(await laptop().call(method, path)).toMatchObject({ status });
      });
    } else {
      const others = ["nobody without a token", ...refused].join(", nor ");
      test(`${name}: ${others}, and nothing comes of trying`, async () => {
        const { method, path, body } = requestOf(name, untouched);
        expectUnauthorized(await laptop().call(method, path, { body }));
        for (const role of ruledOut ? roles : refused) {
          const token = await laptop().token(role, UNTOUCHED);
          const answer = await laptop().call(method, path, { token, body });
          expectProblem(answer, 403, (granted.includes(role) && ruledOut) || "forbidden");
        }
        expect(await stateOf(laptop(), UNTOUCHED)).toEqual(before);
      });
    }

    for (const role of ruledOut ? [] : granted) {
      test(`${name}: ${role} may`, async () => {
        const manager = await laptop().token("super_admin");
        const target = spends
          ? await prepare(laptop(), manager, name, await makeTarget(laptop(), manager))
          : shared;
        const { method, path, body } = requestOf(name, target);
        const answer = await laptop().call(method, path, { token: await laptop().token(role), body });
        expect(answer).toMatchObject({ status });
      });
    }
  }
}

function isGranted(role: string, who: Expectation["who"], managers: readonly string[]): boolean {
  if (who === "open" || who === "anyone") return true;
  if (role === "support") return false;
  if (who === "super_admin") return role === "super_admin";
  return who === "any_but_support" || managers.includes(role);
}
