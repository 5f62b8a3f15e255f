import type { Random } from "../simulation/random.ts";
import { type Draft, headerOf, setHeader } from "./draft.ts";
import { CANARY, TEXTS } from "./hostile.ts";

type Mutation = (draft: Draft, random: Random) => void;

const add =
  (...headers: [name: string, ...values: string[]][]): Mutation =>
  (draft, random) => {
    const [name, ...values] = random.pick(headers);
    draft.headers = [...draft.headers, [name, random.pick(values)]];
  };

/** As it can stand in a line of a head. */
const onOneLine = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a line cannot hold
  Buffer.from(text.toWellFormed().replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ""), "utf8")
    .toString("latin1")
    .trim();

/** What can be strange about headers, by what is said of them. */
export const HEADERS: Record<string, Mutation> = {
  "another Authorization": (draft, random) => {
    const token = headerOf(draft, "authorization") ?? "Bearer x.y.z";
    const changed = [
      ...[
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer null",
        `Bearer ${CANARY}`,
        `Bearer ${CANARY}.a.b`,
        `${token}${CANARY}`,
      ],
      ...[
        token.slice(0, -9),
        token.toUpperCase(),
        token.replace(/^Bearer/, "bearer"),
        `${token},${token}`,
        token.replaceAll(".", ".."),
        `${token}x`,
      ],
      ...[`Bearer ${"a".repeat(6_000)}.b.c`, `Bearer e30.e30.${CANARY}`, "AWS4-HMAC-SHA256 Credential=x"],
    ];
    setHeader(draft, "authorization", random.pick(changed));
  },
  "Authorization twice": (draft) => {
    draft.headers = [...draft.headers, ["Authorization", headerOf(draft, "authorization") ?? "Bearer a"]];
  },
  "a header again": (draft, random) => {
    if (draft.headers.length > 0) draft.headers = [...draft.headers, random.pick(draft.headers)];
  },
  "an Idempotency-Key": (draft, random) => {
    const keys = [
      "a",
      "~".repeat(128),
      "x".repeat(129),
      "a b",
      "",
      "\u00e9",
      "{}",
      CANARY.repeat(3),
      onOneLine(random.pick(TEXTS)).slice(0, 300),
    ];
    setHeader(draft, "idempotency-key", random.pick(keys));
  },
  "a strange header": add(
    ["cookie", `session=${CANARY}`, "a=b; a=c; ;=;", "\u00ff"],
    ["x-http-method-override", "DELETE", "GET", "PATCH"],
    ["x-forwarded-for", "127.0.0.1", "::1, ' OR 1=1"],
    ["x-forwarded-host", "evil.example"],
    ["x-original-url", "/health"],
    ["origin", "https://portal.example.com", "https://evil.example", "null", "\u00e9"],
    ["accept", "text/html", "application/xml;q=0.1", "*/*;".repeat(100)],
    ["accept-encoding", "gzip", "br, zstd", "identity;q=0"],
    ["range", "bytes=0-1", "bytes=-1", "bytes=5-2", `bytes=${"0-1,".repeat(300)}0-1`],
    ["if-none-match", "*", '"x"'],
    ["if-modified-since", "Wed, 21 Oct 2026 07:28:00 GMT", "yesterday"],
    ["user-agent", "", "\u00ff\u00fe", `Mozilla ${"x".repeat(1_000)}`],
    ["x-amzn-trace-id", "Root=1;Parent=2", CANARY],
    ["x-api-key", CANARY],
    ["x-amz-security-token", CANARY],
    ["__proto__", "x"],
    ["constructor", "x"],
    ["te", "trailers", "deflate"],
    ["via", "1.1 x", "9/9"],
    ["upgrade", "h2c", "websocket"],
    ["content-language", "xx"],
    ["content-md5", "AAAA", "x"],
    ["digest", "sha-256=x"],
    ["date", "Thu, 01 Jan 1970 00:00:00 GMT", "x"],
    ["max-forwards", "0"],
    ["access-control-request-method", "DELETE", "x"],
  ),
  "another Host": (draft, random) => {
    const hosts = [
      "evil.example",
      "",
      "127.0.0.1",
      "[::1]:80",
      "a".repeat(3_000),
      "localhost:99999",
      "x y",
      "\u00e9",
      "127.0.0.1:80@evil",
      "127.0.0.1, a",
    ];
    setHeader(draft, "host", random.pick(hosts));
  },
  "headers of many kilobytes": (draft, random) => {
    draft.headers = [
      ...draft.headers,
      ["x-long", "v".repeat(random.pick([7_000, 9_000, 10_500, 14_000, 17_000, 70_000]))],
    ];
    draft.isOddHttp = true;
  },
  "very many headers": (draft, random) => {
    const count = random.pick([100, 600, 2_100]);
    draft.headers = [...draft.headers, ...Array.from({ length: count }, (_, n) => [`x-${n}`, "1"] as const)];
    draft.isOddHttp = true;
  },
  "an expectation": (draft, random) => {
    setHeader(draft, "expect", random.pick(["100-continue", "100-Continue", "200-ok", ""]));
    draft.isOddHttp = true;
  },
  "a name in another case": (draft) => {
    draft.headers = draft.headers.map(([name, value]) => [name.toUpperCase(), value]);
  },
  "no headers": (draft) => {
    draft.headers = [];
  },
  "another connection": (draft, random) => {
    setHeader(
      draft,
      "connection",
      random.pick(["close", "keep-alive", "Upgrade, close", "close, x-a, host", "authorization, close"]),
    );
  },
};
