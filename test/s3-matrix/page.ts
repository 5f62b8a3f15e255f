import type { Client } from "./client.ts";
import { OPERATIONS, REFUSED_AT_HOME, SITUATIONS } from "./expectations.ts";
import type { Seen } from "./run-matrix.ts";

const HEAD = `# S3 clients with a key of Keyturn

<!-- Written by test/s3-matrix: run it with KEYTURN_UPDATE=1 to write anew what concerns the clients that are there. -->

What S3 clients see with a key that Keyturn issued, on the laptop cloud ([laptop-cloud.md](laptop-cloud.md)). A test does
all of it anew and compares what is seen with what AWS answers: the AWS CLI and boto3 where they are installed, the SDK
and s3cmd always in CI. Everything was done by Keyturn's API: two data services, and a key that was reset twice.
`;

const LEGEND = `Below is what was seen; where AWS would have answered something else, that stands beside it. A HEAD has no body: clients
that begin with one see the status alone. An empty cell: not tried. What was presigned is used by plain HTTP.
\`s3cmd info\`, and \`s3cmd cp\` without \`--acl-private\`, read ACLs first, to which the key has no right.
`;

function row(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(head: string[], rows: string[][]): string[] {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)];
}

export function introduction(): string {
  const situations = SITUATIONS.map(({ name, answer, why }) => [name, told(answer), why]);
  const refused = Object.entries(REFUSED_AT_HOME).map(([name, why]) => [name, why]);
  return [
    HEAD,
    ...table(["where", "what AWS answers", "why"], situations),
    "",
    "In the own folder these are refused too, with `AccessDenied`:",
    "",
    ...table(["what", "why"], refused),
    "",
    LEGEND,
  ].join("\n");
}

export function section({ name, operations }: Client, all: Seen[]): string {
  const rows = OPERATIONS.filter((operation) => operation in operations).map((operation) => {
    const cells = SITUATIONS.map(({ name: situation }) => {
      const cell = all.find((one) => one.operation === operation && one.situation === situation);
      if (cell === undefined) return "";
      return cell.seen === cell.expected ? told(cell.seen) : `**${cell.seen}**, not ${cell.expected}`;
    });
    return [`${operation}: ${operations[operation]?.how}`, ...cells];
  });
  return [`## ${name}`, "", ...table(["", ...SITUATIONS.map((one) => one.name)], rows), ""].join("\n");
}

function told(answer: string): string {
  return answer === "works" || /^\d/.test(answer) ? answer : `\`${answer}\``;
}

/** The sections of a page by their headings; what comes before the first has none. */
export function sectionsOf(page: string): Map<string, string> {
  const parts = page.split(/^(?=## )/m);
  return new Map(parts.map((part) => [/^## (.*)$/m.exec(part)?.[1] ?? "", `${part.trimEnd()}\n`]));
}
