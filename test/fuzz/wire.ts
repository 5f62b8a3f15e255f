import { connect } from "node:net";

/** One answer as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The lines of its head, as sent. */
  head: string;
  body: Buffer;
}

export interface Exchange {
  /** None, if the server hung up. */
  answers: Answer[];
  /** What came behind the last whole answer, or is not HTTP. */
  rest: Buffer;
  /** From the first byte sent to the last one of the answers; the whole wait, where none came. */
  ms: number;
  /** No answer within the time there was. */
  isLate: boolean;
}

/** Where to send to, how long to wait, and for how many answers. */
interface Sending {
  port: number;
  isHead: boolean;
  isCutOff: boolean;
  answersMax: number;
  patienceMs: number;
}

/** How long to look for an answer after the first one. */
const FURTHER_MS = 200;

/** Sends bytes as they are on a connection of their own. Never rejects: a server that is gone gives no answer. */
export function exchange(bytes: Buffer, sending: Sending): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const began = performance.now();
    let ended: number | undefined;
    let isLate = false;
    const socket = connect({ port: sending.port, host: "127.0.0.1", allowHalfOpen: true });
    const read = () => readAnswers(Buffer.concat(chunks), sending.isHead);
    const timer = setTimeout(() => {
      isLate = true;
      socket.destroy();
    }, sending.patienceMs);
    socket.on("connect", () => {
      if (sending.isCutOff) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      ended = performance.now();
      const { length } = read().answers;
      if (length >= sending.answersMax) socket.destroy();
      // There may be one answer more, which need not come.
      else if (length > 0) socket.setTimeout(FURTHER_MS, () => socket.destroy());
    });
    socket.on("end", () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      const { answers, rest } = read();
      const ms = (ended ?? performance.now()) - began;
      resolve({ answers, rest, ms, isLate: isLate && answers.length === 0 });
    });
  });
}

/** The whole answers among the bytes; informational ones are passed over. */
function readAnswers(bytes: Buffer, isHead: boolean): { answers: Answer[]; rest: Buffer } {
  const answers: Answer[] = [];
  let rest = bytes;
  for (;;) {
    const answer = readAnswer(rest, isHead);
    if (!answer) return { answers, rest };
    rest = rest.subarray(answer.bytes);
    if (answer.status >= 200) answers.push(answer);
  }
}

function readAnswer(bytes: Buffer, isHead: boolean): (Answer & { bytes: number }) | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  if (!status) return undefined;
  const headers = headersOf(head);
  const from = end + 4;
  if (isHead || status < 200 || status === 204 || status === 304) {
    return { status, headers, head, body: Buffer.alloc(0), bytes: from };
  }
  const read =
    headers.get("transfer-encoding") === "chunked" ? dechunked(bytes, from) : sized(bytes, from, headers);
  return read && { status, headers, head, ...read };
}

function headersOf(head: string): Headers {
  const headers = new Headers();
  for (const line of head.split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}

type Body = { body: Buffer; bytes: number } | undefined;

function sized(bytes: Buffer, from: number, headers: Headers): Body {
  const to = from + Number(headers.get("content-length") ?? 0);
  return to <= bytes.length ? { body: bytes.subarray(from, to), bytes: to } : undefined;
}

function dechunked(bytes: Buffer, from: number): Body {
  const pieces: Buffer[] = [];
  for (let at = from; ; ) {
    const line = bytes.indexOf("\r\n", at);
    const size = line < 0 ? Number.NaN : Number.parseInt(bytes.toString("latin1", at, line), 16);
    const end = line + 2 + size;
    if (!(end + 2 <= bytes.length)) return undefined;
    if (size === 0) return { body: Buffer.concat(pieces), bytes: end + 2 };
    pieces.push(bytes.subarray(line + 2, end));
    at = end + 2;
  }
}
