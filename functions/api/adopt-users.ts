import { adoptUsers } from "../../core/adoption/adopt-users.ts";
import { plus, SECOND_MS } from "../../core/clock.ts";
import { DomainError } from "../../core/errors.ts";
import { SERVICES_PER_ORG_MAX } from "../../core/service/service.ts";
import { MAIN_CELL } from "../adapters/cells.ts";
import { AdoptUsersBody } from "../bodies/adopt-users.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { adoptionPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const AT_ONCE = 8;
/** A row takes a second at most where IAM answers, and twice six where it hangs; the function ends after 20. */
const BEGINS_WITHIN_MS = 7 * SECOND_MS;

/**
 * Takes users under management that say by their tag that they are the caller's org's. Asked again it does nothing again,
 * so no request is remembered.
 */
export const handler = http(routes.adoptUsers, { body: AdoptUsersBody }, async ({ caller, body }) => {
  const { adoptedUserPaths: userPaths } = env();
  if (userPaths.length === 0) throw notEnabled();
  const ports = adoptionPorts();
  const { dryRun = false } = body;
  const results = await adoptUsers(ports, caller, {
    rows: body.rows.map((row, place) => ({ place, row })),
    apply: !dryRun,
    rules: { userPaths, tagged: true, cellId: MAIN_CELL },
    servicesMax: SERVICES_PER_ORG_MAX,
    atOnce: AT_ONCE,
    until: plus(ports.clock.now(), BEGINS_WITHIN_MS),
  });
  return ok({ dryRun, items: results.map(({ place, ...result }) => ({ row: place, ...result })) });
});

function notEnabled(): DomainError {
  const detail = "No users are adopted here: whoever runs Keyturn has named no paths where they lie.";
  return new DomainError("adoption_not_enabled", detail);
}
