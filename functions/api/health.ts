import { ok, openHttp } from "../http.ts";

export const handler = openHttp(async () => ok({ status: "ok" }));
