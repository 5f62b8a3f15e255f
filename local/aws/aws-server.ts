import { randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { renderXml, type XmlObject } from "./xml.ts";

/** What S3 takes of request line and headers together. */
const HEADER_BYTES_MAX = 8192;
/** An upload may take any time; a client from which nothing more comes is not waited for. */
const IDLE_MS_MAX = 5 * 60_000;
const HEADER_MS_MAX = 60_000;
/** Longer than an SDK keeps an idle connection, lest it send a request into one that is just being closed. */
const KEEP_ALIVE_MS = 120_000;

/**
 * The server in front of an endpoint. What is not HTTP, has too large headers or breaks off within them never becomes a
 * request that the endpoint could answer: it is answered here, in S3's words, and its connection ends.
 */
export function awsServer(handle: RequestListener): Server {
  const limits = { maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: 0, headersTimeout: HEADER_MS_MAX };
  // Without a host a request is only not what was signed: the endpoint says so.
  const options = { ...limits, requireHostHeader: false };
  const latest = new WeakMap<Duplex, { incoming: IncomingMessage; response: ServerResponse }>();
  const server = createServer(options, (incoming, response) => {
    latest.set(incoming.socket, { incoming, response });
    handle(incoming, response);
  });
  server.timeout = IDLE_MS_MAX;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const { incoming, response } = latest.get(socket) ?? {};
    const isUnderWay = response !== undefined && !response.writableFinished;
    const refuse = () => {
      if (socket.writable) socket.end(refusal(error.code), () => socket.destroy());
      else socket.destroy();
    };
    // What is wrong comes after a request that is all there: that one is answered first.
    if (isUnderWay && incoming?.complete) response.once("close", refuse);
    else if (isUnderWay && response.headersSent) socket.destroy();
    else refuse();
  });
  return server;
}

const WORDS: Record<string, XmlObject> = {
  HPE_HEADER_OVERFLOW: {
    Code: "RequestHeaderSectionTooLarge",
    Message: "Your request header section exceeds the maximum allowed size.",
    MaxSizeAllowed: HEADER_BYTES_MAX,
  },
  HPE_INVALID_EOF_STATE: {
    Code: "IncompleteBody",
    Message: "The request body terminated unexpectedly",
  },
};
const NOT_HTTP = { Code: "BadRequest", Message: "An error occurred when parsing the HTTP request." };

function refusal(code = ""): string {
  const RequestId = randomBytes(8).toString("hex").toUpperCase();
  const body = renderXml("Error", { ...(WORDS[code] ?? NOT_HTTP), RequestId });
  const head = [
    "HTTP/1.1 400 Bad Request",
    "content-type: application/xml",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-amz-request-id: ${RequestId}`,
    "connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
