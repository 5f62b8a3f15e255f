import { expect, test } from "vitest";
import { addService, putPipeline } from "../support/laptop.ts";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, stage, visit } from "./support/stage.ts";

const inBrowser = test.skipIf(!hasBrowser());
const org = "pipelines";

inBrowser(
  "a pipeline is added, after a pattern's fault is told by its line, changed, and deleted",
  async () => {
    const { laptop } = await stage();
    const token = await laptop.token("admin", org);
    const { page, context, complaints } = await visit({ org, role: "admin", at: "/pipelines" });
    await page.getByText("No pipelines yet").waitFor();
    await page.getByRole("button", { name: "Add pipeline" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Nightly load");
    await page.getByLabel("Id", { exact: true }).fill("nightly-load");
    await page.getByLabel("Files").fill("sales-*.csv\nsales-[.csv");
    await page.getByLabel("Contacts").fill("loads@acme.example");
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/^Line 2: not a glob/).waitFor();
    await page.getByLabel("Files").fill("sales-*.csv");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("gridcell", { name: "sales-*.csv" }).waitFor();
    const read = async () => (await laptop.call("GET", "/v1/pipelines/nightly-load", { token })).body;
    expect(await read()).toMatchObject({ name: "Nightly load", contacts: ["loads@acme.example"] });
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Actions for Nightly load" }).click();
    await page.getByRole("menuitem", { name: "Change …" }).click();
    await page.getByLabel("Direction").selectOption("Writes");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("gridcell", { name: "Writes" }).waitFor();
    expect(await read()).toMatchObject({ direction: "writes", contacts: ["loads@acme.example"] });
    const { service } = await addService(laptop, token);
    const link = (pipelineIds: string[]) =>
      laptop.call("PATCH", `/v1/services/${service.serviceId}`, { token, body: { pipelineIds } });
    await link(["nightly-load"]);
    await page.getByRole("button", { name: "Actions for Nightly load" }).click();
    await page.getByRole("menuitem", { name: "Delete …" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await link([]);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("No pipelines yet").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
);

inBrowser("who reads a file is told by its name, to members as well", async () => {
  const { laptop } = await stage();
  const token = await laptop.token("admin", "identify");
  await putPipeline(laptop, token, "churn", {
    name: "Churn risk",
    kind: "rule",
    filePatterns: ["sales-*.csv"],
  });
  await putPipeline(laptop, token, "load", { name: "Nightly load", filePatterns: ["*.csv"] });
  const writer = { name: "Export", direction: "writes", filePatterns: ["sales-*"], sourceSystem: "Shop" };
  await putPipeline(laptop, token, "export", writer);
  const { page, context } = await visit({ org: "identify", role: "member", at: "/identify" });
  await page.getByLabel("File names").fill("acme/sales-1.csv\nunknown.parquet");
  await page.getByRole("button", { name: "Identify" }).click();
  const row = page.getByRole("row", { name: /sales-1\.csv/ });
  expect(await row.textContent()).toMatch(/Several readers.*Churn risk Rule.*Nightly load.*Export.*Shop/);
  expect(await page.getByRole("row", { name: /unknown/ }).textContent()).toContain("Nobody known");
  expect(await seriousFaults(page)).toEqual([]);
  await context.close();
});
