import { plus } from "../clock.ts";
import { isAdopted } from "../connection/connection.ts";
import { contended, DomainError, failureOf, isDefinite, unavailableUntil } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import { PatchRefused } from "../record/patch.ts";
import type { IssuedKey } from "./access-keys.ts";
import { createKey } from "./create-key.ts";
import { deleteRetiring } from "./delete-keys.ts";
import { deactivateKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";
import { isInterruption } from "./or-unavailable.ts";
import type { ResetRun } from "./reset-run.ts";
import { releaseReset } from "./reset-writes.ts";
import { spareKeys } from "./spare-keys.ts";

/** The steps of a reset before its commit: spare what an adopted user has, contain a leaked key, make room, create. */
export async function issueKey(ports: KeyPorts, run: ResetRun): Promise<IssuedKey> {
  const until = callsEndAt(run.held.operation);
  try {
    if (isAdopted(run.held)) run.held = await spareKeys(ports, run.held);
    const { held } = run;
    if (held.operation.compromised && held.current) {
      await deactivateKey(ports, held, held.current, until);
      run.contained = true;
    }
    run.findings.deletedIds.push(...(await deleteRetiring(ports, held, until)));
    run.cleared = true;
    return await createKey(ports, held, run.findings);
  } catch (error) {
    if (error instanceof PatchRefused) throw contended(); // recovered by somebody else: no key was created
    if (!(error instanceof DomainError) && failureOf(error) === undefined) throw error;
    return giveUp(ports, run, error);
  }
}

/**
 * No key was made. Where that is certain the operation is released; where it is not, or a leaked key may still
 * work, it is left to expire, and recovery finds out.
 */
async function giveUp(ports: KeyPorts, run: ResetRun, error: unknown): Promise<never> {
  const { held } = run;
  const now = ports.clock.now();
  const leaking = held.operation.compromised && held.current && !run.contained;
  const certain = error instanceof DomainError || isDefinite(error);
  if (!certain || leaking) throw unavailableUntil(now, held.operation.expiresAt, error);
  try {
    await releaseReset(ports, run);
  } catch (failed) {
    if (!isInterruption(failed)) throw failed;
  }
  if (!(error instanceof DomainError)) throw unavailableUntil(now, plus(now, 5_000), error);
  throw run.contained ? alsoDisabled(error) : error;
}

/** A conflict changes nothing, but for the leaked key, which is dead: whoever is refused has to know. */
function alsoDisabled({ code, detail, more }: DomainError): DomainError {
  return new DomainError(code, `${detail} The compromised key has been deactivated meanwhile.`, more);
}
