import { connect } from "node:net";
import { errorCode } from "./raw-request.ts";
import type { Recorded } from "./recorder.ts";

/** Which part of a request is altered. */
export const AREAS = ["path", "query", "header", "body", "date", "signature"] as const;
export type Area = (typeof AREAS)[number];

/** The bytes of a request, and which of them a signature has to protect. */
export interface Tamperable {
  name: string;
  bytes: Buffer;
  areas: Record<Area, number[]>;
}

const HOP = new Set(["connection", "expect", "keep-alive"]);

/**
 * Lays a request out as bytes. Not protected, and so in no area: the method and the version of HTTP, headers that the
 * signature does not name (nothing of what is stored or answered comes from them), and a body whose hash is not signed.
 */
export function tamperable(name: string, { method, target, rawHeaders, body }: Recorded): Tamperable {
  const areas: Tamperable["areas"] = { path: [], query: [], header: [], body: [], date: [], signature: [] };
  let text = "";
  const add = (part: string, area?: Area) => {
    if (area !== undefined) for (let i = 0; i < part.length; i += 1) areas[area].push(text.length + i);
    text += part;
  };
  const headers = pairs(rawHeaders).filter(([header]) => !HOP.has(header.toLowerCase()));
  const signed = signedNames(target, headers);
  const [path = "", query] = target.split("?", 2);
  add(`${method} `);
  add(path, "path");
  if (query !== undefined) {
    add("?");
    // The date of a presigned URL is one of its parameters.
    const [, before = query, date = "", after = ""] = /^(.*X-Amz-Date=)([^&]*)(.*)$/.exec(query) ?? [];
    add(before, "query");
    add(date, "date");
    add(after, "query");
  }
  add(" HTTP/1.1\r\n");
  for (const [header, value] of headers) {
    const area = areaOf(header.toLowerCase(), signed);
    add(header, area === "header" ? area : undefined);
    add(": ");
    add(value, area);
    add("\r\n");
  }
  add("connection: close\r\n\r\n");
  const hash = headers.find(([header]) => header.toLowerCase() === "x-amz-content-sha256")?.[1] ?? "UNSIGNED";
  const head = Buffer.from(text, "latin1");
  if (!hash.includes("UNSIGNED")) areas.body = Array.from(body, (_, index) => head.length + index);
  return { name, bytes: Buffer.concat([head, body]), areas };
}

function areaOf(header: string, signed: string[]): Area | undefined {
  if (header === "authorization") return "signature";
  if (!signed.includes(header)) return undefined;
  return header === "x-amz-date" || header === "date" ? "date" : "header";
}

function signedNames(target: string, headers: [string, string][]): string[] {
  const authorization = headers.find(([name]) => name.toLowerCase() === "authorization")?.[1] ?? "";
  const names =
    /SignedHeaders=([^,\s]+)/.exec(authorization)?.[1] ??
    decodeURIComponent(/X-Amz-SignedHeaders=([^&]*)/.exec(target)?.[1] ?? "");
  return names.toLowerCase().split(";");
}

function pairs(raw: string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));
}

/** The request with one bit flipped; `undefined` where that writes the same request in other letters. */
export function flip({ bytes, areas }: Tamperable, area: Area, at: number, bit: number): Buffer | undefined {
  const altered = Buffer.from(bytes);
  altered[at] = (altered[at] as number) ^ (1 << bit);
  if (bit !== 5 || !/[a-z]/i.test(String.fromCharCode(bytes[at] as number))) return altered;
  // Only the case of a letter has changed. In an escape that is the same byte, in a header's name the same header, in
  // a chunk's length the same number.
  const before = bytes.toString("latin1", Math.max(0, at - 200), at);
  const isEscape = (area === "path" || area === "query") && /%[0-9A-F]?$/i.test(before);
  const isName = area === "header" && /\r\n[^:\r]*$/.test(before);
  const isFraming = area === "body" && areas.body.includes(at) && /\r\n[^:;\r]*$/.test(before);
  return isEscape || isName || isFraming ? undefined : altered;
}

/**
 * Sends bytes as they are, and reads what is answered until the connection ends: `<Code> <status>` of each answer. With
 * `end`, the client says after them that no more will come.
 */
export function answersTo(port: number, bytes: Buffer, { end = false } = {}): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    if (end) socket.end(bytes);
    else socket.write(bytes);
    socket.setTimeout(5_000, () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => socket.destroy());
    socket.on("error", (error) => (chunks.length === 0 ? reject(error) : socket.destroy()));
    socket.on("close", () => {
      // An answer may begin right behind the body of the one before.
      const answers = Buffer.concat(chunks)
        .toString("utf8")
        .split(/HTTP\/1\.1 (?=\d{3} )/)
        .slice(1);
      resolve(answers.map((text) => errorCode({ status: Number(text.slice(0, 3)), headers: {}, text })));
    });
  });
}

/** The answer to one request. */
export async function answerTo(port: number, bytes: Buffer): Promise<string> {
  return (await answersTo(port, bytes)).join(", ");
}
