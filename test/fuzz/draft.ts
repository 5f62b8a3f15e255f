/** A request before it goes out. Nothing of it is normalised: what stands here is what is sent. */
export interface Draft {
  method: string;
  target: string;
  version: string;
  headers: (readonly [name: string, value: string])[];
  body: Buffer;
  /** What a server has of the body when it has put its chunks together; the body itself unless it is in chunks. */
  sent?: Buffer;
  /** What was done to it, for whoever reads a failure. */
  spoiled: string[];
  /** Its form as HTTP was touched: the server may refuse it in words of its own, or hang up. */
  isOddHttp: boolean;
  /** The sender says after the last byte that no more will come. */
  isCutOff: boolean;
  /** Bytes to send in place of what the fields above make. */
  raw?: Buffer;
  /** How many answers there may be; 1 but for pipelines. */
  answersMax: number;
}

export function newDraft(
  method: string,
  target: string,
  headers: Draft["headers"] = [],
  body: Buffer | string = "",
): Draft {
  return {
    ...{ method, target, version: "HTTP/1.1", headers: [...headers], body: Buffer.from(body) },
    ...{ spoiled: [], isOddHttp: false, isCutOff: false, answersMax: 1 },
  };
}

export function headerOf({ headers }: Draft, name: string): string | undefined {
  return headers.find(([one]) => one.toLowerCase() === name)?.[1];
}

function withoutHeader(headers: Draft["headers"], name: string): Draft["headers"] {
  return headers.filter(([one]) => one.toLowerCase() !== name);
}

/** The header's first line has this value from now on. */
export function setHeader(draft: Draft, name: string, value: string): void {
  draft.headers = [...withoutHeader(draft.headers, name.toLowerCase()), [name, value]];
}

/** As it goes over the wire; a host, a length and the end of the connection are said unless the draft says them. */
export function bytesOf(draft: Draft, port: number): Buffer {
  if (draft.raw) return draft.raw;
  const { method, target, version, headers, body } = draft;
  const has = (name: string) => headerOf(draft, name) !== undefined;
  const lines = [
    ...(has("host") ? [] : [["host", `127.0.0.1:${port}`] as const]),
    ...headers,
    ...(body.length > 0 && !has("content-length") && !has("transfer-encoding")
      ? [["content-length", String(body.length)] as const]
      : []),
    ...(has("connection") ? [] : [["connection", "close"] as const]),
  ].map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`${method} ${target} ${version}\r\n${lines.join("")}\r\n`, "latin1"),
    body,
  ]);
}

const SHOWN_BYTES_MAX = 1_500;

/** How to send it again: as much of it as can be read, and a command with every byte. */
export function reproduction(draft: Draft, port: number): string {
  const bytes = bytesOf(draft, port);
  const shown = JSON.stringify(bytes.toString("latin1", 0, SHOWN_BYTES_MAX));
  const rest = bytes.length > SHOWN_BYTES_MAX ? ` … ${bytes.length} bytes` : "";
  const sent = bytes.length > 200_000 ? "(too long to be printed: see the seed)" : bytes.toString("base64");
  const end = draft.isCutOff ? "s.end(b)" : "s.write(b)";
  const program =
    `b=Buffer.from('${sent}','base64');s=require('net').connect({port:${port},allowHalfOpen:true});` +
    `${end};s.pipe(process.stdout)`;
  return `${shown}${rest}\n      node -e "${program}"`;
}
