import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";

/** Bytes that somebody could read, by where they are. */
export type Places = Map<string, Buffer>;

/** Which places hold one of the secrets, in any spelling a program would give it. */
export function placesWith(secrets: readonly string[], places: Places): string[] {
  const spellings = secrets.flatMap(spellingsOf);
  const holds = (bytes: Buffer) => spellings.some((spelling) => bytes.includes(spelling));
  return [...places].filter(([, bytes]) => holds(bytes)).map(([place]) => place);
}

function spellingsOf(secret: string): Buffer[] {
  const utf8 = Buffer.from(secret);
  const utf16 = Buffer.from(secret, "utf16le");
  const texts = [
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
    utf8.toString("hex"),
    utf8.toString("hex").toUpperCase(),
    ...[0, 1, 2].flatMap((before) => base64Within(utf8, before)),
  ];
  return [utf8, utf16, Buffer.from(utf16).swap16(), ...texts.map((text) => Buffer.from(text))];
}

/** How the bytes look within base64 of something longer: what comes before decides where a group begins. */
function base64Within(bytes: Buffer, before: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  const whole = encoded.slice(before && before + 1, Math.floor((before + bytes.length) / 3) * 4);
  return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Every file under the folder, by its path in it. */
export function filesOf(folder: string): Places {
  const places: Places = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = bytesOf(file);
    if (bytes) places.set(relative(folder, file), bytes);
  }
  return places;
}

/** Undefined for a file that has gone since the folder was listed: stores tidy up after themselves. */
function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

/** Every item of the table as its reader sees it: what the store may have compressed in its files. */
export async function itemsOf(tableName: string): Promise<Places> {
  const dynamo = new DynamoDBClient({});
  const places: Places = new Map();
  let start: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const page: ScanCommandOutput = await dynamo.send(
      new ScanCommand({ TableName: tableName, ExclusiveStartKey: start, ConsistentRead: true }),
    );
    for (const item of page.Items ?? []) {
      places.set(`item ${item.pk?.S} ${item.sk?.S}`, Buffer.from(JSON.stringify(item)));
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return places;
}
