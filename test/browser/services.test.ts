import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { customersAccount, rootOf } from "../support/customers-account.ts";
import { addService, putPipeline } from "../support/laptop.ts";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, stage, visit } from "./support/stage.ts";
import { traceOf } from "./support/trace-of.ts";

const inBrowser = test.skipIf(!hasBrowser());
const org = "services";

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();

async function addDialog() {
  const visited = await visit({ org, role: "admin", at: "/services" });
  await visited.page.getByRole("button", { name: "Add new service" }).click();
  return visited;
}

inBrowser("a data service is added with its pipelines, after a fault is told beside its field", async () => {
  const { laptop } = await stage();
  const token = await laptop.token("admin", org);
  await putPipeline(laptop, token, "orders", { name: "Load orders" });
  const { page, context } = await addDialog();
  await page.getByText("Load orders").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await save(page);
  const name = page.getByLabel("Name", { exact: true });
  await expect.poll(() => name.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => name.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  const said = page.locator(`[id="${(await name.getAttribute("aria-describedby"))?.split(" ").at(-1)}"]`);
  expect(await said.textContent()).toMatch(/1 to 120|character/);
  await name.fill("Order files");
  await page.getByLabel("Load orders").check();
  await page.getByLabel("Region").selectOption("eu-central-1");
  await save(page);
  await page.getByRole("heading", { name: "Order files" }).waitFor();
  const { items } = (await laptop.call("GET", "/v1/services", { token })).body;
  const made = items.find((service: { name: string }) => service.name === "Order files");
  expect(made).toMatchObject({ region: "eu-central-1", pipelineIds: ["orders"], owner: "provider" });
  await context.close();
});

inBrowser("a customer's own bucket: what AWS says of the pair stands beside the field", async () => {
  const { laptop } = await stage();
  const customers = customersAccount(rootOf(laptop));
  const user = await customers.makeUser();
  const { accessKeyId, secretAccessKey } = await customers.makeKey(user);
  const { page, context } = await addDialog();
  const type = (label: string, text: string) =>
    page
      .locator("input")
      .and(page.getByLabel(label, { exact: true }))
      .fill(text);
  await type("Name", "Own bucket");
  await page.getByLabel("Customer").check();
  await type("Bucket", user.bucket);
  await type("Bucket's region", user.region);
  await type("Folder", user.folder);
  await type("Access key", accessKeyId);
  const wrong = `${secretAccessKey.slice(0, -2)}xx`;
  await type("Secret access key", wrong);
  await save(page);
  const beside = page.locator(".field", { has: page.getByLabel("Secret access key", { exact: true }) });
  await beside.getByText("AWS does not accept this pair").waitFor();
  await type("Secret access key", secretAccessKey);
  await save(page);
  await page.getByRole("heading", { name: "Own bucket" }).waitFor();
  await page.getByText("Kept in Secrets Manager as").waitFor();
  expect(await traceOf(page, secretAccessKey)).toEqual([]);

  const next = await customers.makeKey(user);
  await page.getByRole("button", { name: "Give a new access key …" }).click();
  await type("Access key", next.accessKeyId);
  await type("Secret access key", next.secretAccessKey);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Save the new key" }).click();
  await page.getByText("Moving to the new key").waitFor();
  await page.getByText(next.accessKeyId).waitFor();
  expect(await traceOf(page, next.secretAccessKey)).toEqual([]);
  expect(await seriousFaults(page)).toEqual([]);
  await context.close();
});

inBrowser(
  "a data service leads to its connections, is renamed, given and taken a further connection, and deleted once its name is typed",
  async () => {
    const { laptop } = await stage();
    const token = await laptop.token("admin", org);
    const { service } = await addService(laptop, token, "Old name");
    const { page, context } = await visit({ org, role: "admin", at: "/services" });
    await page.getByRole("link", { name: "Old name" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Manage connections" }).click();
    await page.getByText(/1 of \d+ connections/).waitFor();
    await page.getByRole("button", { name: /^Only Old name.*show all$/ }).click();
    await page.waitForURL(/#\/connections$/);
    await page.evaluate(`location.hash = "#/services/${service.serviceId}"`);
    await page.getByRole("button", { name: "Add a connection" }).click();
    await expect.poll(() => page.locator(".lines li").count()).toBe(2);
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator(".lines a").last().click();
    await page.getByRole("button", { name: "Delete connection …" }).click();
    const typed = page.getByLabel(/to confirm/);
    await typed.fill((await page.locator("dialog label code").textContent()) ?? "");
    await page.getByRole("button", { name: "Delete connection", exact: true }).click();
    await page.waitForURL(/#\/connections$/);
    await page.evaluate(`location.hash = "#/services/${service.serviceId}"`);
    await expect.poll(() => page.locator(".lines li").count()).toBe(1);
    await page.getByRole("button", { name: "Change …" }).click();
    await page.getByLabel("Name", { exact: true }).fill("New name");
    await save(page);
    await page.getByRole("heading", { name: "New name" }).waitFor();
    await page.getByRole("button", { name: "Delete …" }).click();
    await page.getByLabel("Type New name to confirm").pressSequentially("New name"); // as a person types a space
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("heading", { name: "Data services" }).waitFor();
    await expect.poll(() => page.getByRole("link", { name: "New name" }).count()).toBe(0);
    await context.close();
  },
);

inBrowser(
  "whoever renames a data service, or links one pipeline, leaves what others link meanwhile",
  async () => {
    const { laptop } = await stage();
    const token = await laptop.token("admin", org);
    for (const id of ["first", "second", "third"])
      await putPipeline(laptop, token, id, { name: `Load ${id}` });
    const { service } = await addService(laptop, token, "Shared files");
    const path = `/v1/services/${service.serviceId}`;
    const link = (pipelineIds: string[]) => laptop.call("PATCH", path, { token, body: { pipelineIds } });
    const now = async () => (await laptop.call("GET", path, { token })).body;
    await link(["first"]);
    const { page, context } = await visit({ org, role: "admin", at: `/services/${service.serviceId}` });
    await page.getByRole("button", { name: "Change …" }).click();
    await link(["first", "second"]);
    await page.getByLabel("Name", { exact: true }).fill("Renamed files");
    await save(page);
    await page.getByRole("heading", { name: "Renamed files" }).waitFor();
    expect((await now()).pipelineIds).toEqual(["first", "second"]);
    await page.getByRole("button", { name: "Change …" }).click();
    await page.getByLabel("Load third").check();
    await page.getByLabel("Load first").uncheck();
    await link(["first"]);
    await save(page);
    await expect.poll(async () => (await now()).pipelineIds).toEqual(["third"]);
    await context.close();
  },
);
