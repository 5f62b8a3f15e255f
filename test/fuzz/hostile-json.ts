import { nested, nestedObjects } from "./hostile.ts";

/** JSON that no value of JavaScript stands for. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

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
