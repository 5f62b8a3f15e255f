/** The laptop cloud makes tokens for whoever sits before it. A deployment has no such route, nor this choice. */
export async function isLaptop(): Promise<boolean> {
  try {
    const answer = await fetch("/_local/clock", { credentials: "omit" });
    return typeof ((await answer.json()) as { now?: unknown }).now === "string";
  } catch {
    return false;
  }
}

export interface Persona {
  org: string;
  role: string;
  name: string;
}

export async function laptopToken({ org, role, name }: Persona): Promise<string> {
  const answer = await fetch("/_local/token", {
    method: "POST",
    credentials: "omit",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ org, role, ...(name && { name }) }),
  });
  const { token, message } = (await answer.json()) as { token?: string; message?: string };
  if (token === undefined) throw new Error(message ?? "the laptop made no token");
  return token;
}

export const laptopRoles = ["super_admin", "admin", "member+", "member", "support"] as const;
