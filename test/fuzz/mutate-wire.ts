import type { Random } from "../simulation/random.ts";
import { bytesOf, type Draft, setHeader } from "./draft.ts";

type Mutation = (draft: Draft, random: Random, port: number) => void;

const METHODS = [
  "get",
  "Post",
  "HEAD",
  "OPTIONS",
  "TRACE",
  "CONNECT",
  "PROPFIND",
  "PATCH",
  "DELETE",
  "PUT",
  "QUERY",
  "M-SEARCH",
  "PURGE",
];
const NO_METHODS = ["G ET", "", "FOO", "GET\t", "\u00e9", "GET\0", "X".repeat(500)];

/** The head of the request with something done to it. */
const inHead =
  (change: (head: string, random: Random) => string): Mutation =>
  (draft, random, port) => {
    const bytes = bytesOf(draft, port);
    const end = bytes.indexOf("\r\n\r\n");
    draft.raw = Buffer.concat([
      Buffer.from(change(bytes.toString("latin1", 0, end), random), "latin1"),
      bytes.subarray(end),
    ]);
  };

/** What can be wrong with a request as HTTP, by what is said of it. */
const WIRES: Record<string, Mutation> = {
  "another method": (draft, random) => {
    draft.method = random.pick(METHODS);
  },
  "no method of HTTP": (draft, random) => {
    draft.method = random.pick(NO_METHODS);
  },
  "another version": (draft, random) => {
    draft.version = random.pick([
      "HTTP/1.0",
      "HTTP/0.9",
      "HTTP/2.0",
      "HTTP/1.2",
      "HTTP/11",
      "http/1.1",
      "HTTPS/1.1",
      "",
    ]);
  },
  "a length too large": (draft, random) => {
    setHeader(draft, "content-length", String(draft.body.length + random.between(1, 1_000)));
    draft.isCutOff = true;
  },
  "a length too small": (draft, random) => {
    setHeader(draft, "content-length", String(random.between(0, Math.max(0, draft.body.length - 1))));
    setHeader(draft, "connection", random.pick(["close", "keep-alive"]));
    draft.isCutOff = true;
    draft.answersMax = 2;
  },
  "no length": (draft, random) => {
    const lengths = [
      "-1",
      "+5",
      "0x10",
      "1e3",
      "",
      "a",
      "5, 5",
      "5,6",
      "99999999999999999999",
      " 5 5",
      "00000000000005",
    ];
    setHeader(draft, "content-length", random.pick(lengths));
    draft.isCutOff = true;
    draft.answersMax = 2;
  },
  "a length and chunks": (draft, random) => {
    const smuggled = "GET /v1/me HTTP/1.1\r\nhost: x\r\n\r\n";
    const codings = [
      "chunked",
      "xchunked",
      " chunked",
      "chunked, identity",
      "identity",
      "gzip, chunked",
      "chunked\u000b",
    ];
    draft.headers = [...draft.headers, ["content-length", "4"], ["transfer-encoding", random.pick(codings)]];
    draft.body = Buffer.from(`0\r\n\r\n${random.chance(0.5) ? smuggled : ""}`);
    draft.isCutOff = true;
  },
  "chunks that are none": (draft, random) => {
    const bodies = [
      "zz\r\n",
      "5\r\nabc",
      "-1\r\n",
      "ffffffffffffffff\r\na",
      '1;ext="\r\na\r\n0\r\n\r\n',
      "0\r\nx: y",
      "1\na\n0\n\n",
      "5 \r\nabcde\r\n0\r\n\r\n",
    ];
    setHeader(draft, "transfer-encoding", "chunked");
    draft.body = Buffer.from(random.pick(bodies));
    draft.isCutOff = true;
  },
  "cut off": (draft, random, port) => {
    const bytes = bytesOf(draft, port);
    draft.raw = bytes.subarray(0, random.between(1, bytes.length - 1));
    draft.isCutOff = true;
  },
  "a bit of the head flipped": (draft, random, port) => {
    const bytes = Buffer.from(bytesOf(draft, port));
    const at = random.between(0, bytes.indexOf("\r\n\r\n"));
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
    draft.raw = bytes;
    draft.isCutOff = true;
    draft.answersMax = 2;
  },
  "two at once": (draft, random, port) => {
    setHeader(draft, "connection", "keep-alive");
    const first = bytesOf(draft, port);
    setHeader(draft, "connection", "close");
    draft.raw = Buffer.concat([
      first,
      bytesOf(draft, port),
      Buffer.from(random.chance(0.3) ? "GARBAGE" : ""),
    ]);
    draft.answersMax = 2;
  },
  "empty lines before it": inHead((head, random) => "\r\n".repeat(random.between(1, 20)) + head),
  "line feeds alone": inHead((head) => head.replaceAll("\r\n", "\n")),
  "a folded line": inHead((head) => head.replace(/\r\n(?=host)/i, "\r\nx-a: b\r\n c\r\n")),
  "a space before a colon": inHead((head) => head.replace(/host:/i, "host :")),
  "NUL in a header": inHead((head) => `${head}\r\nx-nul: a\0b`),
  "a header without a colon": inHead((head) => `${head}\r\nx-none`),
  "a name that is none": inHead(
    (head, random) => `${head}\r\n${random.pick(["", " ", "a b", "(a)", "\u00e9", "x\t"])}: 1`,
  ),
  "spaces in the request line": inHead((head) => head.replace(" ", "   ")),
  "no host": inHead((head) => head.replace(/\r\nhost:[^\r]*/i, "")),
  "two hosts": inHead((head) => `${head}\r\nhost: evil.example`),
};

export function spoilWire(draft: Draft, random: Random, port: number): void {
  const [how = "", spoil] = random.pick(Object.entries(WIRES));
  spoil?.(draft, random, port);
  draft.spoiled.push(how);
  draft.isOddHttp = true;
}
