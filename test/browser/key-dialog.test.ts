import type { BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { addService, putPipeline, resetKey } from "../support/laptop.ts";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, signIn, stage, visit } from "./support/stage.ts";
import { traceOf } from "./support/trace-of.ts";

const inBrowser = test.skipIf(!hasBrowser());
const org = "key-dialog";

/** A data service, with a key unless that is said, and the page of its connection. */
async function connectionPage({ hasKey = true, pipelineIds = [] as string[] } = {}) {
  const { laptop } = await stage();
  const token = await laptop.token("admin", org);
  for (const id of pipelineIds) await putPipeline(laptop, token, id, { name: `Load ${id}` });
  const { service, connection } = await addService(laptop, token, `Data ${Math.random()}`);
  await laptop.call("PATCH", `/v1/services/${service.serviceId}`, { token, body: { pipelineIds } });
  const { connectionId } = connection;
  const issued = hasKey ? (await resetKey(laptop, token, connectionId)).body.credentials : undefined;
  const now = async () => (await laptop.call("GET", `/v1/connections/${connectionId}`, { token })).body;
  const { page, ...visited } = await visit({ org, role: "admin", at: "/connections" });
  await page.evaluate(`location.hash = "#/connections/${connectionId}"`);
  return {
    ...visited,
    page,
    laptop,
    token,
    connectionId,
    issued,
    now,
  };
}

/** The one in the dialog, where a dialog is open. */
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).last().click();

/** The pair as the page shows it, and as it is on no other. */
async function shownSecret(page: Page): Promise<string> {
  await press(page, "Show secret access key");
  return (await page.locator(".secret").textContent()) ?? "";
}

/** What the clipboard holds, as another page is given it: the console itself may not read it. */
async function pasted(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  await page.setContent("<textarea autofocus></textarea>");
  await page.locator("textarea").press("Control+v");
  const text = await page.locator("textarea").inputValue();
  await page.close();
  return text;
}

inBrowser("a first key: masked, shown, copied, hidden, and then nowhere", async () => {
  const { page, context, now, laptop, complaints } = await connectionPage({ hasKey: false });
  await context.grantPermissions(["clipboard-write"]);
  await press(page, "Create access key …");
  expect(await seriousFaults(page)).toEqual([]);
  await press(page, "Create access key");
  await page.getByText("The key is ready.").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.locator(".secret").textContent()).toMatch(/^•+Masked$/);
  const secret = await shownSecret(page);
  const { accessKeyId, bucket, folder } = await now();
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: folder });
  await laptop.s3({ accessKeyId, secretAccessKey: secret }).send(list);
  await press(page, "Copy secret access key");
  await page.getByText("The secret access key is on the clipboard.").waitFor();
  expect(await pasted(context)).toBe(secret);
  await press(page, "Hide secret");
  await page.getByText("Hidden for good").waitFor();
  expect(await traceOf(page, secret)).toEqual([]);
  await press(page, "Done");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await traceOf(page, secret)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

inBrowser("whoever leaves without the secret is asked, by whichever way; then it is gone", async () => {
  const { page, context } = await connectionPage();
  await press(page, "Reset access key …");
  await press(page, "Reset now");
  await page.getByText("The key before has stopped working.").waitFor();
  const secret = await shownSecret(page);
  const unsaved = page.getByRole("dialog", { name: "The secret is not saved" });
  for (const leave of [
    () => page.keyboard.press("Escape"),
    () => press(page, "Done"),
    () => page.goBack(),
    () => page.evaluate("location.hash = '#/services'"),
  ]) {
    await leave();
    await unsaved.waitFor();
    await press(page, "Back to the secret");
    await unsaved.waitFor({ state: "detached" });
    expect(await page.locator(".secret").textContent()).toBe(secret);
  }
  const asked = new Promise<string>((resolve) => {
    page.once("dialog", async (dialog) => {
      resolve(dialog.type());
      await dialog.accept();
    });
  });
  await page.reload();
  expect(await asked).toBe("beforeunload");
  await signIn(page, { role: "admin", org });
  await page.getByRole("heading", { name: "Access key" }).waitFor();
  expect(await traceOf(page, secret)).toEqual([]);
  await context.close();
});

inBrowser("whoever copies the mask, or a part of the secret, has not copied the secret", async () => {
  const { page, context } = await connectionPage();
  await context.grantPermissions(["clipboard-write"]);
  await press(page, "Reset access key …");
  await press(page, "Reset now");
  await page.getByText("The key before has stopped working.").waitFor();
  const unsaved = page.getByRole("dialog", { name: "The secret is not saved" });
  const copy = (chosen: string) =>
    page.evaluate(`{
      const text = document.querySelector(".secret");
      const range = document.createRange();
      ${chosen}
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }`);
  for (const chosen of [
    "range.selectNodeContents(text)",
    "range.setStart(text.firstChild, 0); range.setEnd(text.firstChild, 9)",
  ]) {
    await copy(chosen);
    await page.keyboard.press("Control+c");
    await press(page, "Done");
    await unsaved.waitFor();
    await press(page, "Back to the secret");
    if (
      await page
        .getByText("Masked")
        .isVisible()
        .catch(() => false)
    )
      await press(page, "Show secret access key");
  }
  await copy("range.selectNodeContents(text)");
  await page.keyboard.press("Control+c");
  await press(page, "Done");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await context.close();
});

inBrowser("a dialog that was left while it was at work closes no other when it is done", async () => {
  const { page, context, laptop, token, now, issued } = await connectionPage();
  const other = await addService(laptop, token, `Other ${Math.random()}`);
  await resetKey(laptop, token, other.connection.connectionId);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route("**/access-key?confirm=*", async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate("location.hash = '#/connections'");
  const { serviceName } = await now();
  const act = async (name: string, action: string) => {
    await page.getByRole("link", { name }).click({ button: "right" });
    await page.getByRole("menuitem", { name: action }).click();
  };
  await act(serviceName, "Remove access key …");
  await page.getByLabel(/to confirm/).fill(issued.accessKeyId);
  await press(page, "Remove access key");
  await page.keyboard.press("Escape");
  await act(other.service.name, "Reset access key …");
  await press(page, "Reset now");
  await page.getByText("The key before has stopped working.").waitFor();
  const done = page.waitForResponse(/confirm=/);
  goOn();
  expect((await done).status()).toBe(200);
  expect((await shownSecret(page)).length).toBe(40);
  await context.close();
});

inBrowser("the page that the browser keeps for the way back has no secret any more", async () => {
  const { page, context, laptop } = await connectionPage();
  await press(page, "Reset access key …");
  await press(page, "Reset now");
  const download = page.waitForEvent("download");
  await press(page, "Download as AWS profile");
  const secret = await shownSecret(page);
  const { readFileSync } = await import("node:fs");
  expect((await download).suggestedFilename()).toMatch(/^data-\d-\d+-credentials$/);
  const profile = readFileSync(await (await download).path(), "utf8");
  expect(profile).toMatch(/^\[data-\d-\d+\]\naws_access_key_id = AKIA\w+\naws_secret_access_key = \S+\n$/);
  expect(profile).toContain(secret);
  await page.goto(`${laptop.url}/health`);
  await page.goBack();
  await page.getByText(/Hidden for good|Sign in on this machine/).waitFor();
  expect(await traceOf(page, secret)).toEqual([]);
  await context.close();
});

inBrowser("a reset in stages names who depends on the key, and can be ended and restored", async () => {
  const { page, context, now, issued } = await connectionPage({ pipelineIds: ["orders", "stock"] });
  await press(page, "Reset access key …");
  await page.getByText("Load orders").waitFor();
  await page.getByLabel("In 24 hours").check();
  expect(await seriousFaults(page)).toEqual([]);
  await press(page, "Reset access key");
  await page.getByText("2 pipelines are told: Load orders, Load stock").waitFor();
  await press(page, "Done");
  await press(page, "Go on without it");
  expect((await now()).retiring).toMatchObject({ accessKeyId: issued.accessKeyId, state: "active" });
  await press(page, "End the old key …");
  await press(page, "End the old key");
  await press(page, "Restore the old key …");
  expect((await now()).retiring).toMatchObject({ state: "inactive" });
  await press(page, "Restore the old key");
  await page.getByText("Still works").waitFor();
  expect((await now()).retiring).toMatchObject({ accessKeyId: issued.accessKeyId, state: "active" });
  await context.close();
});

inBrowser("a key is removed once it is typed, and not before", async () => {
  const { page, context, now, issued } = await connectionPage();
  await press(page, "Remove access key …");
  const remove = page.getByRole("button", { name: "Remove access key", exact: true });
  await page.getByLabel(/to confirm/).press("Enter");
  expect(await seriousFaults(page)).toEqual([]);
  expect((await now()).accessKeyId).toBe(issued.accessKeyId);
  await page.getByLabel(/to confirm/).fill(issued.accessKeyId);
  await remove.click();
  await page.getByText("No key yet.").waitFor();
  expect((await now()).status).toBe("not_configured");
  await context.close();
});

inBrowser(
  "a key that somebody else has reset meanwhile is not reset: the page offers to reload",
  async () => {
    const { page, context, now, laptop, token, connectionId } = await connectionPage();
    await press(page, "Reset access key …");
    const { body } = await resetKey(laptop, token, connectionId);
    await press(page, "Reset now");
    await page.getByText(/The access key is AKIA\w+ by now/).waitFor();
    await press(page, "Reload");
    await page.getByText(`A new key takes the place of ${body.credentials.accessKeyId}`).waitFor();
    expect((await now()).accessKeyId).toBe(body.credentials.accessKeyId);
    await context.close();
  },
);

inBrowser(
  "an answer that is lost is told as such, nothing is sent again, and the key is looked at",
  async () => {
    const { page, context, now, issued } = await connectionPage();
    let sent = 0;
    await page.route("**/access-key", async (route) => {
      sent += 1;
      await route.fetch();
      await route.abort();
    });
    await press(page, "Reset access key …");
    await press(page, "Reset now");
    await page.getByRole("dialog", { name: "The answer was lost" }).waitFor();
    await page.getByText("was changed").waitFor();
    const { accessKeyId } = await now();
    expect(accessKeyId).not.toBe(issued.accessKeyId);
    expect(await page.getByRole("dialog").textContent()).toContain(`it is ${accessKeyId} now`);
    expect(await seriousFaults(page)).toEqual([]);
    expect(sent).toBe(1);
    await page.unroute("**/access-key");
    await press(page, "Reset access key …");
    await press(page, "Reset now");
    await page.getByText("The key is ready.").waitFor();
    await context.close();
  },
);

inBrowser("a request that never arrived has changed nothing, and it is said so", async () => {
  const { page, context, issued } = await connectionPage();
  await page.route("**/access-key", (route) => route.abort());
  await press(page, "Reset access key …");
  await press(page, "Reset now");
  await page.getByText(`The key is still ${issued.accessKeyId}: so far nothing has changed.`).waitFor();
  await context.close();
});
