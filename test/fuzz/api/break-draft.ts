import type { Random } from "../../simulation/random.ts";
import type { Draft } from "../draft.ts";
import { BODIES } from "../mutate-body.ts";
import { HEADERS } from "../mutate-head.ts";
import { spoiledJson } from "../mutate-json.ts";
import { changeForm, spoilTarget } from "../mutate-target.ts";
import { spoilWire } from "../mutate-wire.ts";
import { spoilBy } from "../spoil-by.ts";
import type { Sensible } from "./sensible.ts";

/** Spoils one or two things of a request: what it says, how that is written, or HTTP itself. */
export function breakDraft(draft: Draft, { body }: Sensible, random: Random, port: number): void {
  for (let left = random.chance(0.25) ? 2 : 1; left > 0; left--) {
    const bodied = body === undefined ? 0.5 : 6;
    const weights = {
      json: body === undefined ? 0 : 7,
      bytes: bodied,
      target: 5,
      header: 4,
      wire: 3,
      form: 0.5,
    };
    switch (random.weighted(weights)) {
      case "json": {
        const { text, how } = spoiledJson(body, random);
        draft.body = Buffer.from(text);
        draft.spoiled.push(how);
        break;
      }
      case "bytes":
        spoilBy(BODIES, draft, random);
        break;
      case "target":
        spoilTarget(draft, random);
        break;
      case "header":
        spoilBy(HEADERS, draft, random);
        break;
      case "form":
        changeForm(draft, random);
        break;
      case "wire":
        spoilWire(draft, random, port);
        return; // its bytes may be laid out for good
    }
  }
}
