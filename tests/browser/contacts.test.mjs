// From the plan's second action to a printed sheet, shared and read; and what the pages say when something is wrong.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, startGarde } from "./garde.mjs";
import { assertGoodPage } from "./good_page.mjs";

const hostile = "Noëlle-Àïda d’Œuf L'Hôte <b>";
const plain = (text) => text.replace(/[\u00A0\u202F]/g, " ").replace(/\s+/g, " ").trim();

describe("the contacts", () => {
  let browser;
  let folder;
  before(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), "garde-contacts-"));
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function visit(garde, options = {}) {
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const outside = [];
    page.on("request", (request) => request.url().startsWith(garde.origin) || request.url().startsWith("data:") || outside.push(request.url()));
    await page.goto(garde.link);
    return { page, outside };
  }
  async function firstContact(page, origin, number = "01 99 00 12 34") {
    await page.goto(`${origin}/contacts`);
    await page.getByLabel("Nom de la personne ou du service").fill(hostile);
    await page.getByLabel("Téléphone", { exact: true }).fill(number);
    await page.getByRole("button", { name: "Enregistrer, puis imprimer la fiche" }).click();
  }
  async function download(page, click, name) {
    const [file] = await Promise.all([page.waitForEvent("download"), click()]);
    const path = join(folder, name);
    await file.saveAs(path);
    return path;
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`lead from the plan to a printed sheet, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const garde = await startGarde();
      try {
        const { page, outside } = await visit(garde, { javaScriptEnabled });
        await page.goto(`${garde.origin}/plan/identify-contact`);
        await page.getByRole("link", { name: "Écrire les contacts et imprimer la fiche" }).click();
        if (javaScriptEnabled) await assertGoodPage(page, "contacts, empty");
        await firstContact(page, garde.origin);
        if (javaScriptEnabled) await assertGoodPage(page, "contacts");
        const pdf = await download(page, () => page.getByRole("link", { name: "Imprimer la fiche A4" }).click(), "fiche.pdf");
        execFileSync("pdftoppm", ["-r", "150", "-png", pdf, join(folder, "fiche")]);
        const codes = execFileSync("zbarimg", ["-q", "--raw", join(folder, "fiche-1.png")]).toString();
        assert.match(codes, /^tel:\+33199001234$/m);
        await page.goto(`${garde.origin}/plan/identify-contact`);
        assert.match(plain(await page.locator(".step", { hasText: "Choisissez le bon contact" }).textContent()), /attesté/);
        assert.deepEqual(outside, []);
      } finally {
        assert.equal(await garde.stop(), 0);
      }
    });
  }

  test("tick the plan as the sheet is displayed, shared and read, and untick it when a number changes", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await firstContact(page, garde.origin);
      await page.goto(`${garde.origin}/contacts/sheet`);
      await assertGoodPage(page, "sheet");
      await page.getByLabel("Endroit").fill("Accueil, près du téléphone");
      await page.getByLabel("Affichée par").fill("Léa");
      await page.getByRole("button", { name: "Noter l’affichage" }).click();
      assert.match(await page.locator(".steps").textContent(), /C’est la version actuelle/);
      await assertGoodPage(page, "sheet, displayed");

      await page.goto(`${garde.origin}/contacts/share`);
      await assertGoodPage(page, "share, empty");
      for (const [name, job] of [["Léa", "secrétaire"], ["Léa", "remplaçante"]]) {
        await page.getByLabel("Nom", { exact: true }).fill(name);
        await page.getByLabel("Fonction au cabinet").fill(job);
        await page.getByRole("button", { name: "Ajouter à l’équipe" }).click();
      }
      await assertGoodPage(page, "share");
      for (const box of await page.locator("input[type=checkbox]").all()) await box.check();
      await page.getByRole("button", { name: "Noter la remise" }).click();
      await page.getByRole("button", { name: /J’ai lu la fiche/ }).first().click();
      await page.locator("input[name=told_by]").fill("Dr Étang");
      await page.getByRole("button", { name: /Expliquée de vive voix/ }).click();
      assert.match(await page.locator("table").textContent(), /Expliquée par Dr Étang/);
      await assertGoodPage(page, "share, read");

      await page.goto(`${garde.origin}/contacts`);
      assert.equal(await page.locator(".step-done").count(), 4, "all but the call");
      await page.getByRole("link", { name: /Modifier/ }).click();
      await assertGoodPage(page, "contact");
      await page.getByLabel("Qui a répondu").fill("Nadia");
      await page.getByRole("button", { name: "Noter cet appel" }).click();
      await page.goto(`${garde.origin}/contacts`);
      assert.equal(await page.locator(".step-done").count(), 5);

      await page.getByRole("link", { name: /Modifier/ }).click();
      await page.getByLabel("Téléphone", { exact: true }).fill("01 99 00 99 99");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.equal(await page.locator(".step-done").count(), 1, "another number: not called, not displayed, not shared, not read");
      await page.goto(`${garde.origin}/contacts/share`);
      assert.match(await page.locator("table").textContent(), /ancienne version/);
    } finally {
      await garde.stop();
    }
  });

  test("explain what is wrong, and keep what was typed", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await firstContact(page, garde.origin, "00 00 00 00 00");
      assert.match(await page.locator(".problems").textContent(), /Aucun numéro ne commence ainsi/);
      assert.equal(await page.getByLabel("Nom de la personne ou du service").inputValue(), hostile);
      await assertGoodPage(page, "contacts, refused");
      await firstContact(page, garde.origin);
      await page.goto(`${garde.origin}/contacts/new?role=insurer`);
      await assertGoodPage(page, "new contact");
      assert.equal(await page.locator("#f-role").inputValue(), "insurer");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.equal(await page.locator(".problem").count(), 2);

      await page.goto(`${garde.origin}/contacts/sheet`);
      await page.getByLabel("Endroit").fill("Accueil");
      await page.getByLabel("Affichée par").fill("Léa");
      await page.locator("#f-photo").setInputFiles({ name: "mur.jpg", mimeType: "image/jpeg", buffer: Buffer.from("%PDF-1.7 ".repeat(100)) });
      await page.getByRole("button", { name: "Noter l’affichage" }).click();
      assert.match(await page.locator(".problems").textContent(), /n’est pas une photo/);
      const png = await page.screenshot();
      await page.locator("#f-photo").setInputFiles({ name: "mur.png", mimeType: "image/png", buffer: png });
      await page.getByRole("button", { name: "Noter l’affichage" }).click();
      const kept = await download(page, () => page.getByRole("link", { name: /^Photo/ }).click(), "mur.png");
      assert.deepEqual(readFileSync(kept), png);

      for (const address of ["/contacts/nobody", "/contacts/sheet/a3", "/contacts/files/fax", "/contacts/nobody/qr.svg"])
        assert.equal((await page.request.get(garde.origin + address)).status(), 404, address);
    } finally {
      await garde.stop();
    }
  });

  test("give a code that a phone reads, a page that works alone, and a mail with everything", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde, { deviceScaleFactor: 2 });
      await firstContact(page, garde.origin);
      await page.goto(`${garde.origin}/contacts/share`);
      await page.locator("img.qr").screenshot({ path: join(folder, "code.png") });
      const card = execFileSync("zbarimg", ["-q", "--raw", join(folder, "code.png")]).toString();
      assert.match(card, /^TEL;TYPE=WORK,VOICE,PREF:\+33199001234\r?$/m);
      assert.ok(card.includes(`FN:${hostile}`));

      const mail = await page.getByRole("link", { name: "Écrire à l’équipe" }).getAttribute("href");
      assert.ok(mail.startsWith("mailto:?subject=") && decodeURIComponent(mail).includes("01 99 00 12 34"));

      const alone = await download(page, () => page.getByRole("link", { name: "Page pour le téléphone, utilisable sans réseau" }).click(), "page.html");
      const phone = await browser.newContext({ viewport: { width: 360, height: 740 }, offline: true });
      const held = await phone.newPage();
      const asked = [];
      held.on("request", (request) => request.url().startsWith("file:") || asked.push(request.url()));
      await held.goto(`file://${alone}`);
      assert.equal(await held.locator(`a[href="tel:+33199001234"]`).count() > 0, true);
      assert.match(plain(await held.locator(".who").first().textContent()), /Noëlle-Àïda d’Œuf L'Hôte <b>/);
      const width = await held.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(width[0] <= width[1], `scrolls sideways: ${width}`);
      assert.deepEqual(asked, []);
      await phone.close();
    } finally {
      await garde.stop();
    }
  });

  test("know the region, and remove what left", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await firstContact(page, garde.origin);
      assert.equal(await page.getByText("Cyber’Occ").count(), 0);
      await page.getByLabel("Votre région").selectOption("occitanie");
      await page.locator("form[action='/contacts/settings'] button").click();
      assert.ok((await page.getByText("Cyber’Occ").count()) > 0);
      const services = await page.locator(".services h3").allTextContents();
      assert.deepEqual(services.slice(0, 2), ["17Cyber", "Cybermalveillance.gouv.fr"]);
      await page.getByRole("link", { name: /Modifier/ }).click();
      await page.getByRole("button", { name: "Retirer ce contact" }).click();
      assert.match(await page.locator(".flash").textContent(), /imprimez-la de nouveau/);
      assert.equal(await page.locator(".contact-cards").count(), 0);
    } finally {
      await garde.stop();
    }
  });
});
