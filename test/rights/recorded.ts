import type { RoleAccess } from "../../local/aws/aws-endpoint.ts";

/** What a Lambda asked of AWS, and what for: a route by its name, or what woke it. */
export interface Recorded extends RoleAccess {
  during: string;
}

const recorded: Recorded[] = [];
let now: { name: string; at: number } | undefined;

/** For the cloud's `onRoleAccess`. What no handler asks for is not noted. */
export function record(access: RoleAccess): void {
  if (now) recorded.push({ ...access, during: now.name });
}

/** Runs a handler. Others may run meanwhile if they do the same. */
export async function during<Result>(name: string, work: () => Promise<Result> | Result): Promise<Result> {
  if (now && now.name !== name) throw new Error(`${name} is asked for while ${now.name} is`);
  now = { name, at: (now?.at ?? 0) + 1 };
  try {
    return await work();
  } finally {
    now = now.at > 1 ? { name, at: now.at - 1 } : undefined;
  }
}

export function allRecorded(): readonly Recorded[] {
  return recorded;
}
