/** Begins everything that is sent as a secret and may be told to nobody. */
export const CANARY = "KtCanary9Zq";

/** JSON that no value of JavaScript stands for. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Texts that programs stumble over. */
export const TEXTS: string[] = [
  ...[
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "a\0b",
    "\u007f",
    "\u0085",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\ud800",
    "\udc00x",
  ],
  ...[
    "null",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1",
    "1e999",
    "[object Object]",
    "__proto__",
    "constructor",
    "toString",
  ],
  ...[
    "../../etc/passwd",
    "..\\..\\x",
    "%2e%2e%2f",
    "%00",
    "%",
    "%zz",
    "/",
    "//",
    ".",
    "..",
    "~",
    "C:\\x",
    "file:///etc/passwd",
  ],
  ...[
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "$(id)",
    "`id`",
    "{{7*7}}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what others read as a template
    "${7*7}",
    "%s%n%x",
    "\\",
    "\\u0000",
    "*",
    "**",
    "?",
  ],
  ...[
    "\u00e9",
    "e\u0301",
    "\u212b",
    "\ufb01",
    "\u1e9e",
    "\u0130",
    "\u4e2d\u6587",
    "\u{1f4a9}",
    "\u{10ffff}",
    "\ufffd",
    "\uffff",
  ],
  ...["a".repeat(256), "a".repeat(1_025), "\u00e9".repeat(300), "x".repeat(9_000), "\u{1f600}".repeat(130)],
  ...[
    nestedObjects(8_000),
    "*a".repeat(120),
    "*?".repeat(100),
    "[a-z]*".repeat(40),
    `${"[".repeat(200)}`,
    "+(a|a)+(a|a)+(a|a)*",
    "{a,b}".repeat(40),
  ],
  ...[
    "a@b.c",
    `${"a".repeat(64)}@${"b".repeat(63)}.example`,
    "a@b\r\nBcc: x@y.z",
    "=cmd|'/C calc'!A0",
    "-1-1-1T00:00:00Z",
  ],
  ...[
    "2026-13-45T99:99:99Z",
    "+275760-09-13T00:00:00.000Z",
    "arn:aws:iam::000000000000:root",
    "us-east-1",
    "US-EAST-1",
  ],
  ...["AKIA0000000000000000", "con_00000000-0000-7000-8000-000000000000", "svc_x", "con_"],
];

/** Values of other types than are wanted, and of the wanted ones at the edge. */
export const VALUES: unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, Number.MIN_VALUE],
  ...[
    [],
    {},
    [null],
    [[]],
    [{}],
    { a: 1 },
    { length: 1 },
    { toString: 1 },
    { constructor: { prototype: {} } },
    [1, "a", null],
  ],
  ...[
    new RawJson("1e999"),
    new RawJson("-1e999"),
    new RawJson("1E400"),
    new RawJson("0.1e-400"),
    new RawJson("9".repeat(400)),
  ],
  ...[
    new RawJson("NaN"),
    new RawJson("Infinity"),
    new RawJson("undefined"),
    new RawJson("01"),
    new RawJson("'x'"),
    new RawJson(""),
  ],
  ...[
    new RawJson('"\\ud800"'),
    new RawJson('"\\ud83d\\ud83d"'),
    new RawJson('"\u0001"'),
    new RawJson('"\\x41"'),
    new RawJson('"\\u00"'),
  ],
  ...[
    new RawJson('{"__proto__":{"admin":true}}'),
    new RawJson('{"__proto__":null}'),
    new RawJson('{"a":1,"a":2}'),
  ],
  ...[
    new RawJson(nested(100)),
    new RawJson(nested(20_000)),
    new RawJson(nestedObjects(8_000)),
    new RawJson(nested(30_000)),
  ],
  ...[
    Array(1_001).fill("a"),
    Array(5_000).fill(1),
    Array(101).fill({}),
    Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`f${n}`, n])),
  ],
];

/** Names of fields that nobody asked for. */
export const NAMES: string[] = [
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "then",
    "toJSON",
    "length",
    "",
    " ",
    "\0",
    "a.b",
    "a[0]",
  ],
  ...[
    "org",
    "role",
    "admin",
    "serviceId",
    "connectionId",
    "bucket",
    "folder",
    "userName",
    "accessKeyId",
    "version",
    "$where",
    "$ref",
  ],
  ...[
    "Name",
    "NAME",
    "name ",
    "n\u0061me\u0301",
    "x".repeat(5_000),
    "\ud800",
    "\u202e",
    "<b>",
    "operation",
    "outbox",
  ],
];

/** Where somebody might put a secret. */
export const SECRET_NAMES = [
  "secretAccessKey",
  "sessionToken",
  "password",
  "secret",
  "token",
  "authorization",
  "apiKey",
];
