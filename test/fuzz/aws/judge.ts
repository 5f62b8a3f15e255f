import type { Draft } from "../draft.ts";
import type { Secrets } from "../secrets.ts";
import type { Answer, Exchange } from "../wire.ts";
import { xmlFault } from "./well-formed.ts";

/** Elements, and a field, whose content is a secret that the answer is there to tell. */
const REVEALED = [/<SecretAccessKey>([^<]*)</, /<SessionToken>([^<]*)</];

/** DynamoDB's answer to what is of no type that it knows, which says no type either. */
const NO_OPERATION = "<UnknownOperationException/>\n";

/** What is wrong with how a request was answered, all of it. */
export function awsJudge(secrets: Secrets): (draft: Draft, exchange: Exchange) => string[] {
  return (draft, { answers, rest, isLate }) => {
    if (isLate) return ["no answer"];
    if (answers.length === 0) return draft.isOddHttp ? [] : ["the connection ended without an answer"];
    const strange = rest.length > 0 && !draft.isOddHttp ? ["bytes behind the answer"] : [];
    const many = answers.length > draft.answersMax ? ["more answers than requests"] : [];
    return [...strange, ...many, ...answers.flatMap((answer) => faultsOfOne(draft, answer))];
  };

  function faultsOfOne(draft: Draft, answer: Answer): string[] {
    const { status, head, body } = answer;
    // An object may hold anything.
    const isObject = status < 300 && answer.headers.has("etag");
    const text = isObject ? "" : body.toString("utf8");
    const said = secrets.faultsIn(head + text, revealedIn(answer, text));
    if (status >= 500 && status !== 501) said.push(`a ${status}`);
    if (draft.method === "HEAD" || draft.raw || isObject) return said;
    if (status === 304 || status === 204) return text === "" ? said : [...said, "a body where there is none"];
    if (status === 417 && text === "") return said; // Node's, to an expectation that it does not know
    return [...said, ...formFaults(answer, text)];
  }
}

/** Whether it is in the form of its service; of an error, that it has a code. */
function formFaults({ status, headers }: Answer, text: string): string[] {
  const type = headers.get("content-type") ?? "";
  if (status < 300 && text === "") return [];
  if (type.includes("xml")) {
    const fault = xmlFault(text);
    const code = /<Code>([A-Za-z0-9]+)<\/Code>/.exec(text)?.[1];
    const isError = status >= 400;
    return [
      ...(fault ? [`not XML: ${fault}`] : []),
      ...(isError && !code ? ["an error without a code"] : []),
      ...(isError && (status === 501) !== (code === "NotImplemented") ? [`a ${status} ${code}`] : []),
    ];
  }
  if (text === NO_OPERATION && status === 404) return [];
  if (!type.includes("json")) return [`no form: ${type || "no content-type"} of a ${status}`];
  try {
    const body = JSON.parse(text);
    const code = body?.__type ?? headers.get("x-amzn-errortype");
    return status >= 400 && !/^[\w.#]+$/.test(code ?? "") ? ["an error without a code"] : [];
  } catch {
    return ["not JSON"];
  }
}

function revealedIn({ status }: Answer, text: string): string[] {
  if (status !== 200) return [];
  const secret = /"SecretString":("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const told = REVEALED.flatMap((element) => element.exec(text)?.[1] ?? []);
  return secret === undefined ? told : [...told, JSON.parse(secret)];
}
