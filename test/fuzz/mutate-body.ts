import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Random } from "../simulation/random.ts";
import { type Draft, setHeader } from "./draft.ts";

const BODY_BYTES_MAX = 65_536;

type Mutation = (draft: Draft, random: Random) => void;

const encoded =
  (name: string, encode: (body: Buffer) => Buffer): Mutation =>
  (draft) => {
    draft.body = encode(draft.body);
    setHeader(draft, "content-encoding", name);
  };

const typed =
  (type: string): Mutation =>
  (draft) =>
    setHeader(draft, "content-type", type);

const padded =
  (bytes: number): Mutation =>
  (draft) => {
    draft.body = Buffer.concat([draft.body, Buffer.alloc(Math.max(0, bytes - draft.body.length), " ")]);
  };

const inUtf16 = (body: Buffer) => Buffer.from(body.toString("utf8"), "utf16le");

/** What can be wrong with a body as bytes, by what is said of it. */
export const BODIES: Record<string, Mutation> = {
  "no body": (draft) => {
    draft.body = Buffer.alloc(0);
  },
  "a body cut off within": (draft, random) => {
    draft.body = draft.body.subarray(0, random.between(0, Math.max(0, draft.body.length - 1)));
  },
  "something behind the body": (draft, random) => {
    draft.body = Buffer.concat([
      draft.body,
      Buffer.from(random.pick(["}", "{}", "\0", "//", ",", "]", "\ufeff"])),
    ]);
  },
  "another body": (draft, random) => {
    const texts = [
      "a",
      "{",
      "}",
      "[]",
      "{}",
      '""',
      "null",
      "0",
      "-",
      "NaN",
      "{'a':1}",
      "<a/>",
      "a=b&c=d",
      "---\na: b",
    ];
    draft.body = Buffer.from(random.pick(texts));
  },
  "a bit flipped": (draft, random) => {
    if (draft.body.length === 0) return;
    draft.body = Buffer.from(draft.body);
    const at = random.between(0, draft.body.length - 1);
    draft.body[at] = (draft.body[at] ?? 0) ^ (1 << random.between(0, 7));
  },
  "bytes of chance": (draft, random) => {
    draft.body = Buffer.from(Array.from({ length: random.between(1, 300) }, () => random.between(0, 255)));
  },
  "bytes that are no UTF-8": (draft, random) => {
    const bad = random.pick(["ff", "c080", "eda080", "f8888080", "80", "e282"]);
    const at = random.between(0, draft.body.length);
    draft.body = Buffer.concat([
      draft.body.subarray(0, at),
      Buffer.from(bad, "hex"),
      draft.body.subarray(at),
    ]);
  },
  "a byte order mark": (draft) => {
    draft.body = Buffer.concat([Buffer.from("efbbbf", "hex"), draft.body]);
  },
  "in UTF-16": (draft, random) => {
    draft.body = inUtf16(draft.body);
    if (random.chance(0.5)) draft.body = Buffer.concat([Buffer.from("fffe", "hex"), draft.body]);
    if (random.chance(0.5)) setHeader(draft, "content-type", "application/json; charset=utf-16");
  },
  gzip: encoded("gzip", gzipSync),
  deflate: encoded("deflate", deflateSync),
  br: encoded("br", brotliCompressSync),
  "gzip that is none": encoded("gzip", (body) => body),
  "a bomb": encoded("gzip", () => gzipSync(Buffer.alloc(8 * 1024 * 1024, "["))),
  "64 KB": padded(BODY_BYTES_MAX),
  "a byte less than 64 KB": padded(BODY_BYTES_MAX - 1),
  "a byte more than 64 KB": padded(BODY_BYTES_MAX + 1),
  "200 KB": padded(200_000),
  "spaces before it": (draft, random) => {
    draft.body = Buffer.concat([
      Buffer.alloc(random.between(1, 5_000), random.pick([" ", "\n", "\t", "\v"])),
      draft.body,
    ]);
  },
  "in Latin-1": (draft) => {
    draft.body = Buffer.from(draft.body.toString("utf8"), "latin1");
    setHeader(draft, "content-type", "application/json; charset=iso-8859-1");
  },
  "in chunks": (draft, random) => {
    setHeader(draft, "transfer-encoding", random.pick(["chunked", "Chunked", "CHUNKED"]));
    draft.isOddHttp = true; // what else is done to the body may break the chunks
    draft.sent = draft.body;
    draft.body = chunked(draft.body, random);
  },
  ...Object.fromEntries(
    [
      ...[
        "text/plain",
        "application/json; charset=utf-8",
        "application/json;charset=x",
        "APPLICATION/JSON",
        "",
      ],
      ...[
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json, text/plain",
      ],
      ...[
        "application/jsonp",
        "text/json",
        "application/problem+json",
        "*/*",
        "application/json;",
        ";application/json",
      ],
      ...[
        "application/xml",
        "application/cbor",
        `application/json; x=${"y".repeat(2_000)}`,
        "application/json\tx",
      ],
    ].map((type) => [`the type ${type.slice(0, 60)}`, typed(type)]),
  ),
};

function chunked(body: Buffer, random: Random): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const piece = body.subarray(at, at + random.between(1, 2_000));
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
    at += piece.length;
  }
  return Buffer.concat([...pieces, Buffer.from("0\r\n\r\n")]);
}
