// The accesses as a person keeps them: people, tools, who opens what, a departure; an export dropped on the page, five
// findings to agree with, and the plan's third action that moves.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdtemp, writeFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";
import { openBrowser, startGarde } from "./garde.mjs";

const html = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: { "no-trailing-whitespace": "off", "long-title": "off", "void-style": "off", "wcag/h32": "off", "form-dup-name": "off" },
});

async function assertGoodPage(page, what, source) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  assert.deepEqual(violations.map((v) => `${what}: ${v.id}: ${v.nodes[0].html}`), []);
  const text = source ?? (await (await page.request.get(page.url())).text());
  const report = await html.validateString(text);
  assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${what}:${m.line}: ${m.ruleId}: ${m.message}`)), []);
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(width[0] <= width[1], `${what} scrolls sideways: ${width}`);
  if (process.env.GARDE_SCREENSHOTS) await page.screenshot({ path: join(process.env.GARDE_SCREENSHOTS, `${what}.png`), fullPage: true });
}

const kExport = `name,url,username,password,note
Ameli Pro,https://espacepro.ameli.fr/PortailPS,190012345,Kervadoret-2024,
Messagerie,https://mail.mailo.com,cabinet@mailo.com,Kervadoret-2024,
Agenda,https://pro.doctolib.fr,cabinet@mailo.com,Kervadoret-2025!,
Fournitures,http://fournitures.example,cabinet,azerty123,
Formation,https://formation.example,martin,Marseille13!,
Banque,https://banque.example,martin,t7#Lq9v!Zk2pWx,
`;

describe("the accesses", () => {
  let browser;
  let folder;
  before(async () => {
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "garde-accesses-"));
    await writeFile(join(folder, "export.csv"), kExport);
  });
  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function visit(garde, options = {}) {
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    await page.goto(garde.link);
    return page;
  }

  async function fillRegister(page, origin) {
    for (const [name, role, card] of [["Dr Martin", "médecin", "cps"], ["Rose Le Bihan", "secrétaire", "cpe"]]) {
      await page.goto(`${origin}/accesses`);
      const form = page.locator('form[action="/accesses/people"]');
      if (!(await form.isVisible())) await page.locator("summary", { hasText: "Ajouter une personne" }).click();
      await form.getByLabel("Nom").fill(name);
      await form.getByLabel("Rôle").fill(role);
      await form.getByLabel("Carte professionnelle").selectOption(card);
      await form.getByRole("button").click();
    }
    const accounts = [
      ["mail", "cabinet@mailo.com", ["Dr Martin", "Rose Le Bihan"], "téléphone du cabinet", "yes", []],
      ["business-software", "Dr Martin", ["Dr Martin"], "éditeur, par téléphone", "yes", []],
      ["agenda", "cabinet@mailo.com", ["Rose Le Bihan"], "", "no", ["Messagerie, cabinet@mailo.com"]],
      ["ameli-pro", "Dr Martin", ["Dr Martin"], "", "unknown", ["Messagerie, cabinet@mailo.com"]],
    ];
    for (const [tool, label, holders, others, factor, recoveries] of accounts) {
      await page.goto(`${origin}/accesses/tools/${tool}`);
      const form = page.locator(`form[action="/accesses/tools/${tool}/accounts"]`);
      await form.getByLabel("Identifiant, ou de qui").fill(label);
      await form.getByLabel("Ou par quoi d’autre").fill(others);
      await form.getByLabel("double vérification").selectOption(factor);
      for (const holder of holders) await form.getByRole("group", { name: "Qui s’en sert" }).getByLabel(holder).check();
      for (const recovery of recoveries) await form.getByRole("group", { name: "Mot de passe oublié" }).getByLabel(recovery).check();
      await form.getByRole("button", { name: "Ajouter un compte" }).click();
      await page.getByText("C’est enregistré.").waitFor();
    }
  }

  test("are kept, drawn, closed and reviewed, and each page is for everybody", async () => {
    const garde = await startGarde();
    try {
      const page = await visit(garde);
      await page.goto(`${garde.origin}/accesses`);
      await assertGoodPage(page, "accesses-empty");
      await fillRegister(page, garde.origin);
      await assertGoodPage(page, "accesses-tool");
      await page.goto(`${garde.origin}/accesses/recovery`);
      await assertGoodPage(page, "accesses-recovery");
      const points = await page.locator("h2 + .grid h3").allTextContents();
      assert.deepEqual(points, ["téléphone du cabinet", "Messagerie, cabinet@mailo.com"]);
      await page.goto(`${garde.origin}/accesses`);
      await page.getByLabel("Votre nom").fill("Dr Martin");
      await page.getByRole("button", { name: "J’ai tout relu" }).click();
      await page.getByText("Dernier point le").waitFor();
      await assertGoodPage(page, "accesses");
      await page.getByRole("link", { name: "Rose Le Bihan" }).click();
      const steps = await page.locator(".departure li").allTextContents();
      assert.equal(steps.length, 3);
      assert.match(steps[0], /Changer le mot de passe.*Messagerie/s);
      assert.match(steps[1], /Fermer le compte.*Agenda/s);
      await assertGoodPage(page, "accesses-person");
      const sheet = await page.request.get(await page.getByRole("link", { name: "Imprimer la fiche" }).getAttribute("href").then((h) => garde.origin + h));
      assert.equal(sheet.headers()["content-type"], "application/pdf");
      await page.goto(`${garde.origin}/plan/secure-accesses`);
      assert.match(await page.locator(".step").first().textContent(), /déclaré/i);
    } finally {
      await garde.stop();
    }
  });

  for (const script of [true, false]) {
    test(`are audited from an export, ${script ? "with" : "without"} JavaScript, and the plan moves`, async () => {
      const garde = await startGarde();
      try {
        const page = await visit(garde, { javaScriptEnabled: script });
        await page.goto(`${garde.origin}/accesses/audit`);
        if (script) await assertGoodPage(page, "accesses-audit");
        await page.getByLabel("Le fichier exporté").setInputFiles(join(folder, "export.csv"));
        const [response] = await Promise.all([
          page.waitForResponse((r) => r.request().method() === "POST"),
          page.getByRole("button", { name: "Examiner" }).click(),
        ]);
        const source = await response.text().catch(() => page.content());
        await page.getByRole("heading", { name: "Ce que montrent vos mots de passe" }).waitFor();
        const findings = await page.locator(".findings h3").allTextContents();
        assert.equal(findings.length, 5);
        for (const password of ["Kervadoret", "azerty123", "Marseille13", "t7#Lq9v"]) assert.ok(!source.includes(password), password);
        if (script) {
          await assertGoodPage(page, "accesses-audit-result", source);
          await page.getByRole("button", { name: "vérifier qu’il n’y est plus" }).click();
          await page.getByText("n’est plus dans vos dossiers habituels").waitFor();
          await page.locator("summary", { hasText: "Vivre avec ce risque" }).first().click();
          const risk = page.locator('form[action="/accesses/audit/risks"]').first();
          await risk.getByLabel("Pourquoi").fill("le temps de prévenir l’éditeur");
          await risk.getByLabel("Qui le décide").fill("Dr Martin");
          await risk.getByRole("button").click();
          await page.getByText("Ce point reviendra").waitFor();
        }
        await page.goto(`${garde.origin}/plan/secure-accesses`);
        const reused = await page.locator(".step", { hasText: "mots de passe réutilisés" }).textContent();
        assert.match(reused, /n’allant pas/);
      } finally {
        await garde.stop();
      }
    });
  }
});
