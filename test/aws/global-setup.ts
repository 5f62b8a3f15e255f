import type { TestProject } from "vitest/node";
import { confirmedAccount } from "./account.ts";
import { makeResources } from "./make-resources.ts";
import { removeRuns } from "./remove-resources.ts";
import { isAbandoned, newRun } from "./run-name.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The environment in which functions/ports.ts makes the ports that are tested. */
    madeForTheRun: Record<string, string>;
  }
}

/** Before the first test and after the last, also when one failed: what a run makes is gone when it ends. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const account = await confirmedAccount(process.env);
  const abandoned = await removeRuns(account.region, (run) => isAbandoned(run)).catch(said);
  if (abandoned) console.log(`Removed ${abandoned} things that a run which died had left.`);
  const own = newRun();
  const tearDown = async () => {
    const removed = await removeRuns(account.region, (run) => run === own);
    console.log(`Removed all ${removed} things that the run had made.`);
  };
  try {
    project.provide("madeForTheRun", await makeResources(account, own));
  } catch (error) {
    await tearDown().catch(said);
    throw error;
  }
  return tearDown;
}

/** Nothing that matters more is to be kept from happening by what is left behind. */
function said(error: Error): void {
  console.error(error.message);
}
