/** What the calls of a bare handler are about: things that are there, like those the function at its side is given. */
export interface Subject {
  tableName: string;
  /** A record of the table. */
  key: { pk: string; sk: string };
  /** What is written: as large as a record of Keyturn. */
  facts: Record<string, unknown>;
  busName: string;
  bucket: string;
  folder: string;
  userName: string;
  accessKeyId: string;
  path: string;
  boundaryArn: string;
  policy: string;
}

/** By the name a call has on the wire, `DynamoDB GetItem`. */
export type BareCalls = Record<string, (subject: Subject) => Promise<unknown>>;

export interface BareEvent {
  /** One list after the other, and the calls of a list at the same time. */
  calls: string[][];
  subject: Subject;
}

/** A Lambda that makes the calls it is told to, and nothing else. */
export function bare(known: BareCalls) {
  return async ({ calls, subject }: BareEvent): Promise<{ statusCode: number }> => {
    const make = (name: string) => {
      const call = known[name];
      if (!call) throw new Error(`bench/bare has no ${name}`);
      return call(subject);
    };
    for (const atOnce of calls) await Promise.all(atOnce.map(make));
    return { statusCode: 200 };
  };
}
