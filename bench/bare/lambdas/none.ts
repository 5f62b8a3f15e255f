import { bare } from "../bare.ts";

export const handler = bare({});
