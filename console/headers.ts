/** What the page may load and who may show it: its own origin, nobody else, and no script that stands in the page. */
const contentSecurityPolicy = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "font-src": "'self'",
  "manifest-src": "'self'",
  "form-action": "'none'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

/** A secret is copied to the clipboard; nothing else of the device is anybody's business. */
const permissionsPolicy = {
  "clipboard-write": "(self)",
  ...Object.fromEntries(
    ["camera", "clipboard-read", "display-capture", "geolocation", "microphone", "payment", "usb"].map(
      (feature) => [feature, "()"],
    ),
  ),
};

/**
 * The headers that every answer with a file of the console has, wherever it is served: by the laptop and by the
 * deployment, whose CloudFront adds `STRICT_TRANSPORT_SECURITY`.
 */
export const consoleHeaders = {
  "Content-Security-Policy": listed(contentSecurityPolicy, " ", "; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": listed(permissionsPolicy, "=", ", "),
} as const;

/** Where there is TLS. A year: the least that browsers and scanners take as meant. */
export const STRICT_TRANSPORT_SECURITY_SECONDS = 31_536_000;

/** Where Vite puts what has the hash of its content in its name, below the console's root. */
const HASHED = "assets/";

/** Whether a file, by its path below the console's root, is never another one under the same name. */
export function isHashed(path: string): boolean {
  return path.startsWith(HASHED);
}

/** How long a browser may keep a file: what is hashed for good; all else (`index.html`) not without asking again. */
export function cacheControlOf(path: string): string {
  return isHashed(path) ? "public, max-age=31536000, immutable" : "no-cache";
}

const contentTypes: Record<string, string> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/** By its ending. Throws on one that is not known: with `nosniff` a wrong type is a file that does not work. */
export function contentTypeOf(path: string): string {
  const type = contentTypes[path.slice(path.lastIndexOf(".") + 1)];
  if (type === undefined) throw new Error(`console/headers.ts knows no content type of ${path}`);
  return type;
}

function listed(fields: Record<string, string>, between: string, after: string): string {
  return Object.entries(fields)
    .map((field) => field.join(between))
    .join(after);
}
