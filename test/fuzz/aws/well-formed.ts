const ENTITY = /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/;
/** What is left of a tag's attributes when those that are in order are taken away. */
const ATTRIBUTES = /\s+[\w:.-]+="[^"<&]*"/g;

/** What is wrong with a text as XML; undefined if nothing is. References to control characters are let through, as S3's. */
export function xmlFault(text: string): string | undefined {
  const open: string[] = [];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n?/, "");
  let roots = 0;
  let end = 0;
  for (const match of body.matchAll(/<(\/?)([A-Za-z_][\w:.-]*)([^<>]*?)(\/?)>/g)) {
    const between = body.slice(end, match.index);
    const [tag, isEnd, name = "", attributes = "", isEmpty] = match;
    end = match.index + tag.length;
    if (/[<>]/.test(between) || ENTITY.test(between)) return "a letter that is not escaped";
    if (open.length === 0 && between.trim() !== "") return "text beside the root";
    if (attributes.replace(ATTRIBUTES, "").trim() !== "") return `attributes of ${name}`;
    if (isEnd) {
      if (open.pop() !== name) return `</${name}> ends nothing`;
    } else {
      if (open.length === 0 && ++roots > 1) return "two roots";
      if (!isEmpty) open.push(name);
    }
  }
  if (body.slice(end).trim() !== "") return "text behind the root";
  if (open.length > 0) return `${open.at(-1)} has no end`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot hold
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(body)) return "a control character";
  return roots === 1 ? undefined : "no root";
}
