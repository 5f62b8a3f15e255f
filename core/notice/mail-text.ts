import type { Pipeline } from "../pipeline/pipeline.ts";
import { asName } from "./as-name.ts";
import type { ConcerningEvent } from "./concerning.ts";
import { asHtml, inWords } from "./in-words.ts";
import type { Letter } from "./letters.ts";
import type { Message } from "./mail.ts";
import type { Telling, Where } from "./telling.ts";
import { tellingOf } from "./wording.ts";

const WHY = "You get this mail because you are named as a contact in Keyturn, which manages these keys.";

const kinds: Record<Pipeline["kind"], string> = {
  "data-pipeline": "data pipeline",
  rule: "rule",
  "connector-job": "connector job",
};

/** The letter as a mail, in plain text and in HTML that says the same. */
export function messageTo(letter: Letter, event: ConcerningEvent): Message {
  const telling = tellingOf(event, whereFor(letter));
  const facts = factsOf(event, telling);
  const pipelines = letter.pipelines.map(nameOf);
  const more = letter.further > 0 ? `and ${letter.further} more` : undefined;
  return {
    to: letter.to,
    subject: telling.subject,
    text: asText(telling, facts, pipelines, more),
    html: htmlOf(telling, facts, pipelines, more),
  };
}

function whereFor({ pipelines, further }: Letter): Where {
  const count = pipelines.length + further;
  if (count === 0) return "whatever uses it";
  return count === 1 ? "this pipeline" : "these pipelines";
}

type Fact = [name: string, value: string];

function factsOf({ metadata, data }: ConcerningEvent, telling: Telling): Fact[] {
  const { accessKeyId, previousAccessKeyId, updateBy } = telling;
  return [
    ["Data service", asName(data.serviceName)],
    ["Bucket", asName(data.bucket)],
    ["Folder", asName(data.folder)],
    ["Access key to use", accessKeyId ?? "none"],
    ...(previousAccessKeyId ? [["Old access key", previousAccessKeyId] satisfies Fact] : []),
    ...(updateBy
      ? [["Update by", updateBy <= metadata.occurredAt ? "now" : inWords(updateBy)] satisfies Fact]
      : []),
  ];
}

function nameOf({ pipelineId, name, kind }: Pipeline): string {
  return `${asName(name)} (${kinds[kind]} ${asName(pipelineId)})`;
}

function asText(telling: Telling, facts: Fact[], pipelines: string[], more: string | undefined): string {
  const listed = [...pipelines.map((pipeline) => `- ${pipeline}`), ...(more ? [more] : [])];
  return [
    telling.whatChanged,
    `What to do: ${telling.whatToUpdate}`,
    facts.map(([name, value]) => `${name}: ${value}`).join("\n"),
    ...(pipelines.length > 0 ? [`${headingOf(pipelines)}\n${listed.join("\n")}`] : []),
    WHY,
  ].join("\n\n");
}

/** Without styles or pictures: every mail program shows it, and nothing is fetched. */
function htmlOf(telling: Telling, facts: Fact[], pipelines: string[], more: string | undefined): string {
  const row = ([name, value]: Fact) =>
    `<tr><th align="left">${asHtml(name)}</th><td>${asHtml(value)}</td></tr>`;
  const listed = pipelines.map((pipeline) => `<li>${asHtml(pipeline)}</li>`).join("");
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${asHtml(telling.subject)}</title></head><body>`,
    `<p>${asHtml(telling.whatChanged)}</p>`,
    `<p><strong>What to do:</strong> ${asHtml(telling.whatToUpdate)}</p>`,
    `<table>${facts.map(row).join("")}</table>`,
    ...(pipelines.length > 0 ? [`<p>${headingOf(pipelines)}</p><ul>${listed}</ul>`] : []),
    ...(more ? [`<p>${more}</p>`] : []),
    `<p><small>${WHY}</small></p>`,
    "</body></html>",
  ].join("\n");
}

function headingOf(pipelines: string[]): string {
  return pipelines.length === 1 ? "It concerns this pipeline:" : "It concerns these pipelines:";
}
