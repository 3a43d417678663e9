// The backups as a person meets them: a USB folder holding a real restic repository, registered, checked while the page
// tells how far it is, restored from, proved, damaged by one byte.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { openBrowser, startGarde } from "./garde.mjs";
import { assertGoodPage } from "./good_page.mjs";

const password = "sésame, ouvre-toi";

async function makePractice() {
  const folder = await mkdtemp(join(tmpdir(), "garde-backups-"));
  await mkdir(join(folder, "live/dossiers"), { recursive: true });
  await mkdir(join(folder, "live/agenda"));
  const old = new Date(Date.now() - 40 * 86400e3);
  for (let i = 0; i < 30; ++i) await writeFile(join(folder, `live/dossiers/patient-${i}.txt`), `dossier ${i}\n`);
  await writeFile(join(folder, "live/dossiers/scan.bin"), randomBytes(400_000));
  await writeFile(join(folder, "live/agenda/semaine.ics"), "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n");
  for (const name of await readdir(join(folder, "live/dossiers"))) await utimes(join(folder, "live/dossiers", name), old, old);
  await utimes(join(folder, "live/agenda/semaine.ics"), old, old);
  const restic = (...words) =>
    execFileSync("restic", ["--no-cache", "--quiet", "-r", join(folder, "usb"), ...words], { env: { ...process.env, RESTIC_PASSWORD: password } });
  restic("init");
  for (let night = 12; night >= 0; --night) {
    if (night === 5) continue; // one night without a backup
    const at = new Date(Date.now() - night * 86400e3 - 3600e3).toISOString().slice(0, 19).replace("T", " ");
    restic("backup", "--time", at, join(folder, "live"));
  }
  return folder;
}

describe("the backups", () => {
  let browser;
  let folder;
  let garde;
  let page;
  const errors = [];
  before(async () => {
    folder = await makePractice();
    browser = await openBrowser();
    garde = await startGarde();
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(garde.link);
  });
  after(async () => {
    await browser.close();
    await garde.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const shot = async (name) =>
    process.env.GARDE_SCREENSHOTS && (await page.screenshot({ path: join(process.env.GARDE_SCREENSHOTS, `${name}.png`), fullPage: true }));

  async function run(button, { everything = false } = {}) {
    await page.locator("#f-secret").fill(password);
    if (everything) await page.locator("#f-everything").check();
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("link", { name: "Voir le résultat" }).click({ timeout: 60_000 });
  }

  test("say where data lives, and register the disk that holds its copies", async () => {
    await page.goto(`${garde.origin}/backups`);
    await assertGoodPage(page, "backups, empty");
    for (const [id, path] of [["patient-records", "live/dossiers"], ["agenda", "live/agenda"]]) {
      await page.goto(`${garde.origin}/backups/data-sets/${id}`);
      await assertGoodPage(page, `data set ${id}`);
      await page.locator("#f-sources").fill(join(folder, path));
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.match(page.url(), /\/backups\?saved=1$/);
    }
    await page.goto(`${garde.origin}/backups/new`);
    await assertGoodPage(page, "new destination");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    assert.match(await page.locator(".problems").innerText(), /nécessaire/);
    await page.locator("#f-name").fill("Disque <b>USB</b>");
    await page.locator("#f-folder").fill(join(folder, "usb"));
    await page.locator("#b-patient-records").check();
    await page.locator("#b-agenda").check();
    await shot("backups-new");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    // By way of a page that waits, when the place takes longer than half a second to answer.
    await page.locator("h1", { hasText: "Disque <b>USB</b>" }).waitFor();
    await assertGoodPage(page, "destination, never read");
  });

  test("say a wrong password as such", async () => {
    await page.locator("#f-secret").fill("autre chose");
    await page.getByRole("button", { name: "Vérifier maintenant" }).click();
    await page.locator(".callout").waitFor({ timeout: 60_000 });
    assert.match(await page.locator(".callout").innerText(), /mot de passe n’ouvre pas/);
    await assertGoodPage(page, "job, failed");
    await page.getByRole("link", { name: "Revenir à la sauvegarde" }).click();
  });

  test("are checked, and tick the plan", async () => {
    await run("Vérifier maintenant");
    await assertGoodPage(page, "run of a check");
    await shot("backups-check");
    const text = await page.locator("main").innerText();
    assert.match(text, /Une sauvegarde chaque jour/);
    await page.goto(`${garde.origin}/plan/verify-backups`);
    assert.ok((await page.locator(".chip-measured").count()) > 0);
  });

  test("are restored from, and proved", async () => {
    await page.goto(`${garde.origin}/backups`);
    await page.getByRole("link", { name: /Disque/ }).click();
    await run("Essayer une restauration", { everything: true });
    await assertGoodPage(page, "run of a drill");
    await shot("backups-drill");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "La preuve en PDF" }).click();
    const file = await (await download).path();
    assert.match(execFileSync("pdftotext", [file, "-"]).toString(), /Preuve de restauration/);
    if (process.env.GARDE_SCREENSHOTS) execFileSync("pdftoppm", ["-png", "-r", "70", file, join(process.env.GARDE_SCREENSHOTS, "proof")]);
    await page.goto(`${garde.origin}/plan/test-a-restore`).catch(() => {});
  });

  test("show their history as a calendar with the day that is missing", async () => {
    await page.goto(`${garde.origin}/backups`);
    await assertGoodPage(page, "backups");
    await shot("backups");
    await page.getByRole("link", { name: /Disque/ }).click();
    await assertGoodPage(page, "destination");
    assert.equal(await page.locator(".day-missed").count(), 1);
    assert.ok((await page.locator(".day-made").count()) >= 11);
    await shot("backups-destination");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme: "dark" });
    await assertGoodPage(page, "destination on a phone");
    await shot("backups-phone");
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("name the file that one changed byte hits, and untick the plan", async () => {
    let largest = { size: 0 };
    for (const shelf of await readdir(join(folder, "usb/data")))
      for (const name of await readdir(join(folder, "usb/data", shelf))) {
        const path = join(folder, "usb/data", shelf, name);
        const { size } = await stat(path);
        if (size > largest.size) largest = { path, size };
      }
    await chmod(largest.path, 0o600);
    const pack = await open(largest.path, "r+");
    const byte = Buffer.alloc(1);
    await pack.read(byte, 0, 1, 200_000);
    byte[0] ^= 1;
    await pack.write(byte, 0, 1, 200_000);
    await pack.close();
    await run("Vérifier maintenant", { everything: true });
    assert.match(await page.locator("main").innerText(), /dossiers\/scan\.bin/);
    await assertGoodPage(page, "run that found damage");
    await shot("backups-damage");
    await page.goto(`${garde.origin}/backups`);
    assert.ok((await page.locator(".data-sets .state-bad").count()) > 0);
    assert.deepEqual(errors, []);
  });

  test("work without JavaScript", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const plain = await context.newPage();
    await plain.goto(`${garde.origin}/backups`);
    await plain.getByRole("link", { name: /Disque/ }).click();
    await plain.locator("#f-secret").fill(password);
    await plain.getByRole("button", { name: "Vérifier maintenant" }).click();
    for (let i = 0; i < 60 && (await plain.getByRole("link", { name: "Actualiser" }).count()); ++i) {
      await plain.waitForTimeout(500);
      await plain.getByRole("link", { name: "Actualiser" }).click();
    }
    assert.equal(await plain.getByRole("link", { name: "Voir le résultat" }).count(), 1);
    await context.close();
  });
});
