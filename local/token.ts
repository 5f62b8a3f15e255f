import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { createIssuer } from "./tokens/tokens.ts";

const usage = `Prints a token for the laptop cloud's API.

Usage: npm run --silent token -- --org <org> --role <role> [options]

  --org <org>        the org the token speaks for
  --role <role>      super_admin, admin, member+, member, support
  --sub <id>         the user's id (default: local-user)
  --name <name>      the user's name, shown as "updated by"
  --data-dir <path>  where the key lies (default: KEYTURN_DATA_DIR, else .keyturn)
  --help             this text
`;

const options = {
  org: { type: "string" },
  role: { type: "string" },
  sub: { type: "string" },
  name: { type: "string" },
  "data-dir": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Returns the exit code. Only a token ever goes to stdout, so that `$(npm run --silent token …)` is one. */
async function main(args: string[]): Promise<number> {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (error) {
    return fail(2, `${message(error)}\n\n${usage}`);
  }
  if (values.help) return print(1, usage, 0);
  const { org, role, sub, name } = values;
  const missing = [!org && "--org", !role && "--role"].filter(Boolean).join(" and ");
  if (!org || !role) return fail(2, `${missing} must be given.\n\n${usage}`);
  try {
    const dataDir = values["data-dir"] || process.env.KEYTURN_DATA_DIR || ".keyturn";
    const issuer = await createIssuer({ dataDir });
    const token = await issuer.mint({ org, role, ...(sub && { sub }), ...(name && { name }) });
    return print(1, `${token}\n`, 0);
  } catch (error) {
    return fail(1, `${message(error)}\n`);
  }
}

function read(args: string[]) {
  return parseArgs({ args, options, allowPositionals: false }).values;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(code: number, text: string): number {
  return print(2, text, code);
}

/** Synchronous, because what is written to a pipe just before the process ends may otherwise be lost. */
function print(descriptor: 1 | 2, text: string, code: number): number {
  writeSync(descriptor, text);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
