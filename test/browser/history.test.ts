import { expect, test } from "vitest";
import { addService, resetKey } from "../support/laptop.ts";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, stage, visit } from "./support/stage.ts";

const inBrowser = test.skipIf(!hasBrowser());
const org = "history";

inBrowser(
  "what happened is told newest first, of the org and of a connection, also when that is gone",
  async () => {
    const { laptop } = await stage();
    const token = await laptop.token("admin", org, { name: "Ben" });
    const { connection } = await addService(laptop, token, "Gone by now");
    const { connectionId, userName } = connection;
    await resetKey(laptop, token, connectionId);
    const { body } = await resetKey(laptop, token, connectionId, { reason: "lost" });
    await addService(laptop, token, "Another");
    await laptop.sweep();
    const { page, context, complaints } = await visit({
      org,
      role: "admin",
      at: `/connections/${connectionId}`,
    });
    await page.getByRole("link", { name: "History of this connection" }).click();
    const told = page.locator(".timeline li");
    await expect
      .poll(() => told.locator("strong").allTextContents())
      .toEqual(["Access key reset", "Access key created", "Data service added", "Connection added"]);
    expect(await told.first().textContent()).toMatch(/by Ben.*Previous access key id/);
    expect(await told.first().textContent()).toContain(body.credentials.accessKeyId);
    expect(await seriousFaults(page)).toEqual([]);
    await laptop.call("DELETE", `/v1/connections/${connectionId}?confirm=${userName}`, { token });
    await laptop.sweep();
    await page.getByRole("link", { name: "History", exact: true }).click();
    await page.getByText("Connection deleted").waitFor();
    await page.getByRole("link", { name: "Gone by now" }).first().click();
    await page.waitForURL(new RegExp(`#/connections/${connectionId}/history$`));
    await expect
      .poll(() => told.locator("strong").allTextContents())
      .toEqual([
        "Connection deleted",
        "Access key removed",
        "Access key reset",
        "Access key created",
        "Data service added",
        "Connection added",
      ]);
    expect(complaints).toEqual([]);
    await context.close();
  },
);
