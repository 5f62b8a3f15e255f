export type XmlValue = string | number | boolean | XmlObject | readonly XmlValue[] | undefined;
export interface XmlObject {
  [name: string]: XmlValue;
}

/** `<name xmlns="…">…</name>`; an array becomes one element per entry, `undefined` none. */
export function renderXml(name: string, value: XmlValue, namespace?: string): string {
  const attribute = namespace === undefined ? "" : ` xmlns="${escapeXml(namespace)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, value, attribute)}`;
}

function element(name: string, value: XmlValue, attribute = ""): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((entry) => element(name, entry)).join("");
  return `<${name}${attribute}>${content(value)}</${name}>`;
}

function content(value: XmlValue): string {
  if (typeof value !== "object") return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, entry]) => element(name, entry))
    .join("");
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Control characters become numeric references, as S3 writes them; XML 1.0 parsers may still refuse most of those. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: object keys may hold them
  return text.replace(/[&<>"'\u0000-\u001f\u007f]/g, (c) => ESCAPES[c] ?? `&#${c.charCodeAt(0)};`);
}
