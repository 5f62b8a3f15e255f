import { readFileSync } from "node:fs";
import { type KeyturnClient, keyturnClient, type Retry } from "@keyturn/client";
import { say, UsageFault } from "../output.ts";
import { askHidden, isAtTerminal } from "./ask.ts";
import { placeOf } from "./place-of.ts";

/** Whom a command speaks to, and as whom. */
export interface Session {
  url: string;
  client: KeyturnClient;
}

const LAPTOP = "http://127.0.0.1:3000";

/** Throws UsageFault. */
export async function openSession(given: { url?: string; tokenFile?: string }): Promise<Session> {
  const url = addressIn(given.url ?? process.env.KEYTURN_URL?.trim() ?? "");
  const token = await tokenOf(given.tokenFile);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageFault("The token is none: it has spaces, or more than one line.", { showsUsage: false });
  }
  return { url, client: keyturnClient({ url, token, onRetry: tell }) };
}

/** Where Keyturn is: its origin. A token goes unencrypted to this machine alone. Throws UsageFault. */
export function addressIn(text: string): string {
  const url = URL.parse(text || LAPTOP);
  if (!url) throw new UsageFault(`${text} is no URL: KEYTURN_URL is one like https://keys.example.com.`);
  const isOwn = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && isOwn)) return url.origin;
  throw new UsageFault(`${text} is not encrypted, and a token would be sent to it: give an https:// one.`);
}

/** Never from an argument: those are shown to everybody on this machine. */
async function tokenOf(file: string | undefined): Promise<string> {
  const token = file === undefined ? process.env.KEYTURN_TOKEN?.trim() : readToken(file);
  if (token) return token;
  if (file !== undefined)
    throw new UsageFault("There is no token in what --token-file names.", { showsUsage: false });
  const answered = isAtTerminal() ? await askHidden("Token (it is not shown): ") : "";
  if (answered) return answered;
  throw new UsageFault(
    "Set KEYTURN_TOKEN to a bearer token of a key manager, or name a file with --token-file.\n" +
      "On the laptop: export KEYTURN_TOKEN=$(npm run --silent token -- --org acme --role admin)",
    { showsUsage: false },
  );
}

function readToken(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : placeOf(file), "utf8").trim();
  } catch (error) {
    throw new UsageFault(`The token's file ${file} cannot be read (${(error as { code?: string }).code}).`, {
      showsUsage: false,
    });
  }
}

function tell({ method, path, status, waitMs }: Retry): void {
  const why = status === undefined ? "no answer" : `answered ${status}`;
  say(`${method} ${path}: ${why}; the same again in ${Math.ceil(waitMs / 1_000)} s`);
}
