// An incident as a frightened person meets it: two clicks, four first steps, three numbers, then the three reflexes to a
// printed file. Also without JavaScript, and with a backup that somebody touches meanwhile.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, startGarde } from "./garde.mjs";
import { assertGoodPage } from "./good_page.mjs";

const plain = (text) => text.replace(/[\u00A0\u202F]/g, " ").replace(/\s+/g, " ").trim();
const steps = ["preserve", "prioritise", "report", "risk", "facts", "journal", "close"];

describe("an incident", () => {
  let browser;
  let folder;
  before(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), "garde-incident-"));
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shot = async (page, name) =>
    process.env.GARDE_SCREENSHOTS && (await page.screenshot({ path: join(process.env.GARDE_SCREENSHOTS, `incident-${name}.png`), fullPage: true }));

  async function visit(garde, options = {}) {
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => request.url().startsWith(garde.origin) || request.url().startsWith("data:") || errors.push(request.url()));
    await page.goto(garde.link);
    return { page, errors };
  }
  async function openIncident(page, garde, title, { exercise = false } = {}) {
    await page.goto(`${garde.origin}/incident${exercise ? "/exercise" : ""}`);
    await page.getByRole("button", { name: title }).click();
    assert.match(page.url(), /\/incidents\/[a-z0-9-]+$/);
    return page.url();
  }
  async function download(page, click, name) {
    const [file] = await Promise.all([page.waitForEvent("download"), click()]);
    const path = join(folder, name);
    await file.saveAs(path);
    return { path, suggested: file.suggestedFilename() };
  }

  test("opens in two clicks from any page on four first steps, three numbers and nothing else", async () => {
    const garde = await startGarde();
    try {
      const { page, errors } = await visit(garde);
      for (const address of ["/", "/plan", "/questionnaire/practice", "/contacts", "/accesses", "/backups", "/settings"]) {
        await page.goto(garde.origin + address);
        assert.equal(await page.locator("a.alarm").count(), 1, address);
      }
      await page.locator("a.alarm").click();
      await assertGoodPage(page, "incident, before");
      await shot(page, "start");
      const before = Date.now();
      await page.getByRole("button", { name: "Un écran demande une rançon" }).click();
      await page.locator(".first-steps li").first().waitFor();
      assert.ok(Date.now() - before < 10_000, "a sanitized build on a busy machine");
      assert.equal(await page.locator(".first-steps li").count(), 4);
      assert.equal(await page.locator(".numbers li").count(), 3);
      assert.equal(await page.locator("main a, main button").count(), (await page.locator(".numbers a").count()) + 1);
      assert.equal(await page.locator("nav").count(), 0);
      await assertGoodPage(page, "first steps");
      await shot(page, "first steps");
      await page.getByRole("button", { name: "C’est fait" }).click();
      assert.match(page.url(), /\/preserve$/);
      assert.deepEqual(errors, []);
    } finally {
      assert.equal(await garde.stop(), 0);
    }
  });

  for (const [title, name] of [["Quelque chose est suspect", "suspicious"], ["Un appareil ou des papiers", "lost"], ["Notre logiciel est attaqué", "vendor"]]) {
    test(`of the kind ${name} has good pages of its own`, async () => {
      const garde = await startGarde();
      try {
        const { page, errors } = await visit(garde);
        const incident = await openIncident(page, garde, title);
        await assertGoodPage(page, `${name}, first steps`);
        await shot(page, `${name}-first-steps`);
        for (const step of ["preserve", "report"]) {
          await page.goto(`${incident}/${step}`);
          await assertGoodPage(page, `${name}, ${step}`);
          await shot(page, `${name}-${step}`);
        }
        if (name === "vendor") assert.ok((await page.locator("#document-vendor, [id^=document-]").count()) > 0);
        assert.deepEqual(errors, []);
      } finally {
        assert.equal(await garde.stop(), 0);
      }
    });
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`is led as an exercise from the first screen to the printed file, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const garde = await startGarde();
      try {
        const { page, errors } = await visit(garde, { javaScriptEnabled });
        const good = async (what) => javaScriptEnabled && (await assertGoodPage(page, what), await shot(page, what));
        await page.goto(`${garde.origin}/incident/exercise`);
        await good("exercise");
        const incident = await openIncident(page, garde, "Un écran demande une rançon", { exercise: true });
        assert.match(plain(await page.locator(".exercise").textContent()), /EXERCICE/);
        await page.getByRole("button", { name: "C’est fait" }).click();

        // Preserve: a gate stays closed until what it needs is noted, or the phrase is typed.
        const gate = (id) => page.locator(`#gate-${id}`);
        assert.equal(await page.locator(".gate-closed").count(), 4);
        await good("preserve");
        await page.locator("#precondition-technician-named input[type=text]").fill("Nadia, 01 99 00 12 34");
        await page.locator("#precondition-technician-named button").click();
        await page.locator("#precondition-backup-protected input[type=text]").fill("Disque en lecture seule, par Nadia");
        await page.locator("#precondition-backup-protected button").click();
        assert.match(await gate("plug-backup").getAttribute("class"), /gate-open/);
        assert.match(await gate("restore").getAttribute("class"), /gate-closed/);
        await gate("switch-off").locator("summary").click();
        await gate("switch-off").getByLabel("Pourquoi maintenant").fill("Le chiffrement avance");
        await gate("switch-off").getByLabel("Pour confirmer").fill("oui");
        await gate("switch-off").getByRole("button").click();
        assert.match(plain(await page.locator(".problems").textContent()), /je passe outre/);
        assert.equal(await gate("switch-off").getByLabel("Pourquoi maintenant").inputValue(), "Le chiffrement avance");
        await gate("switch-off").getByLabel("Pour confirmer").fill("Je passe outre");
        await gate("switch-off").getByRole("button").click();
        assert.match(await gate("switch-off").getAttribute("class"), /gate-overridden/);

        // The traces are taken behind the page.
        await page.getByRole("button", { name: "Collecter les traces" }).click();
        if (javaScriptEnabled) await page.locator("#traces:not([data-busy])", { hasText: "mis de côté" }).waitFor({ timeout: 120_000 });
        else
          for (let i = 0; i < 120 && !/mis de côté \(/.test(await page.locator("#traces").textContent()); ++i) {
            await new Promise((resolve) => setTimeout(resolve, 1000));
            await page.goto(`${incident}/preserve`);
          }
        assert.match(plain(await page.locator("#traces").textContent()), /\d+ fichiers mis de côté/);
        await good("preserve, collected");

        // Prioritise: the order explains itself, and is unknown until a drill measured it.
        await page.getByRole("link", { name: "Continuer : prioriser" }).click();
        assert.match(plain(await page.locator("main").textContent()), /durée inconnue, jamais testée/);
        await page.locator("#state-agenda").selectOption("paper");
        await page.getByRole("button", { name: "Enregistrer" }).click();
        assert.equal(await page.locator("#state-agenda").inputValue(), "paper");
        await good("prioritise");

        // Report: clocks, the risk, a decision, a declaration.
        await page.getByRole("link", { name: "Continuer : signaler" }).click();
        await page.locator("#moment").selectOption("aware");
        const now = new Date();
        const local = new Date(now.getTime() - 60_000).toLocaleString("sv-SE", { timeZone: "Europe/Paris" }).replace(" ", "T").slice(0, 16);
        await page.locator("#moment-at").fill("2031-01-01T10:00");
        await page.locator("#moment-reason").fill("Le technicien le dit");
        await page.locator(".moment button").click();
        assert.match(plain(await page.locator(".problems").textContent()), /futur/);
        await good("report");
        await page.getByRole("link", { name: "Juger du risque" }).click();
        await good("risk");
        for (const question of await page.locator("fieldset").all()) {
          const answers = question.locator("input[type=radio]");
          if ((await answers.count()) > 0) await answers.last().check();
        }
        await page.getByRole("button", { name: "Voir l’avis" }).click();
        await good("risk, advised");
        await page.goto(`${incident}/facts`);
        await good("facts");
        await page.goto(`${incident}/report`);
        const pdf = await download(page, () => page.getByRole("link", { name: "PDF" }).first().click(), `notification-${javaScriptEnabled}.pdf`);
        assert.match(pdf.suggested, /^EXERCICE/);
        assert.match(execFileSync("pdftotext", [pdf.path, "-"]).toString(), /EXERCICE/);

        // Journal: a note with its file, a correction of it, the witness, the export.
        await page.goto(`${incident}/journal`);
        await page.locator("#note").fill("L’écran affiche un message rouge.");
        await page.locator("#note-file").setInputFiles({ name: "écran.png", mimeType: "image/png", buffer: Buffer.from("image") });
        await page.getByRole("button", { name: "Ajouter au journal" }).click();
        assert.match(plain(await page.locator("main").textContent()), /écran\.png/);
        assert.match(plain(await page.locator("#witness").textContent()), /^\d+( [a-z]+){10}$/);
        assert.match(await page.getByRole("link", { name: "Envoyer par SMS" }).getAttribute("href"), /^sms:\?body=/);
        await good("journal");
        const zip = await download(page, () => page.getByRole("button", { name: "Exporter le dossier" }).click(), `dossier-${javaScriptEnabled}.zip`);
        assert.match(zip.suggested, /^EXERCICE-dossier-incident-.*\.zip$/);
        const out = mkdtempSync(join(folder, "zip-"));
        execFileSync("python3", ["-m", "zipfile", "-e", zip.path, out]);
        execFileSync("sh", ["-c", "cd */ && sha256sum --quiet --strict -c manifest-sha256.txt && cd data/journal && sh verify.sh"], { cwd: out });

        // Close: refused while something is open and nobody says why.
        await page.goto(`${incident}/close`);
        await good("close");
        await page.getByRole("button", { name: "Clore l’incident" }).click();
        assert.match(plain(await page.locator(".problems").textContent()), /Tout n’est pas terminé/);
        await page.getByLabel("Une leçon").fill("Afficher la fiche à l’accueil.");
        await page.getByRole("button", { name: "Noter" }).click();
        await page.getByLabel("Ce qui reste").fill("Fin de l’exercice.");
        await page.getByRole("button", { name: "Clore l’incident" }).click();
        await good("closed");
        const report = await download(page, () => page.getByRole("link", { name: "Imprimer le compte rendu" }).click(), `report-${javaScriptEnabled}.pdf`);
        assert.match(execFileSync("pdftotext", [report.path, "-"]).toString(), /Afficher la fiche/);
        assert.deepEqual(errors, []);
        if (javaScriptEnabled) {
          for (const step of steps) {
            await page.goto(`${incident}/${step}`);
            await assertGoodPage(page, `${step}, closed`);
          }
        }
      } finally {
        assert.equal(await garde.stop(), 0);
      }
    });
  }

  test("notices a restore point that vanishes, and says so on every page", async () => {
    const garde = await startGarde();
    try {
      const disk = join(folder, "disk");
      mkdirSync(join(disk, "in"), { recursive: true });
      writeFileSync(join(disk, "in", "dossier.txt"), "dossier");
      for (const day of ["2026-11-20", "2026-11-21"]) {
        execFileSync("tar", ["-cf", `sauvegarde-${day}.tar`, "in"], { cwd: disk });
        utimesSync(join(disk, `sauvegarde-${day}.tar`), new Date(day), new Date(day));
      }
      rmSync(join(disk, "in"), { recursive: true });
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/backups/new`);
      await page.getByLabel("Nom", { exact: false }).first().fill("Disque du bureau");
      await page.locator("#f-folder").fill(disk);
      await page.locator("input[name=data_set], input[name=data_sets]").first().check();
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.match(page.url(), /saved|backups/);
      const incident = await openIncident(page, garde, "Quelque chose est suspect");
      await page.goto(`${incident}/preserve`);
      await page.locator("#traces:not([data-busy])", { hasText: "2 points de restauration relevés" }).waitFor({ timeout: 30_000 });
      await assertGoodPage(page, "preserve with backups");
      rmSync(join(disk, "sauvegarde-2026-11-20.tar"));
      await page.getByRole("button", { name: "Comparer maintenant" }).click();
      await page.locator(".backup-lost").waitFor({ timeout: 30_000 });
      await page.goto(`${incident}/report`);
      assert.match(plain(await page.getByRole("alert").textContent()), /1 point de restauration a disparu/);
      await assertGoodPage(page, "report with an alarm");
      await shot(page, "alarm");
    } finally {
      assert.equal(await garde.stop(), 0);
    }
  });

  test("is timestamped on the page by an authority, here openssl, and refuses the answer of another", async () => {
    const garde = await startGarde();
    try {
      const tsa = mkdtempSync(join(folder, "tsa-"));
      const openssl = (...words) => execFileSync("openssl", words, { cwd: tsa, stdio: "pipe" });
      writeFileSync(join(tsa, "tsa.cnf"),
        "[req]\ndistinguished_name = name\n[name]\n[ca]\nbasicConstraints = critical, CA:true\n[tsa]\nextendedKeyUsage = critical, timeStamping\n" +
        "[tsa_section]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n");
      writeFileSync(join(tsa, "serial"), "01\n");
      for (const ca of ["ca", "other"])
        openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", `${ca}.key`, "-out", `${ca}.pem`, "-days", "2", "-subj", `/CN=${ca}`, "-config", "tsa.cnf", "-extensions", "ca");
      openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=tsa", "-config", "tsa.cnf");
      openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "tsa.cnf", "-extensions", "tsa", "-out", "tsa.pem");
      const { page } = await visit(garde);
      const incident = await openIncident(page, garde, "Quelque chose est suspect");
      await page.goto(`${incident}/journal`);
      await page.locator("#timestamp summary").click();
      const query = await download(page, () => page.getByRole("button", { name: "Enregistrer la demande" }).click(), "q.tsq");
      openssl("ts", "-reply", "-config", "tsa.cnf", "-section", "tsa_section", "-queryfile", query.path, "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "r.tsr");
      const keep = async (certificates) => {
        if (!(await page.locator("#response").isVisible())) await page.locator("#timestamp summary").click();
        await page.locator("#response").setInputFiles(join(tsa, "r.tsr"));
        await page.locator("#certificates").setInputFiles(join(tsa, certificates));
        await page.getByRole("button", { name: "Vérifier et garder" }).click();
      };
      await keep("other.pem");
      assert.match(plain(await page.locator(".problems").textContent()), /n’est pas signée par l’autorité/);
      await keep("ca.pem");
      assert.match(plain(await page.locator(".entry").first().textContent()), /Journal horodaté.*existaient déjà/);
      await assertGoodPage(page, "journal, timestamped");
    } finally {
      assert.equal(await garde.stop(), 0);
    }
  });

  test("is where the plan's action about the reflexes leads, and an exercise led to its end ticks it", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/questionnaire/incident`);
      await page.locator("#q-reflexes input[value=nobody]").check();
      await page.locator("#q-reflexes [data-saved]:not(:empty)").waitFor();
      await page.goto(`${garde.origin}/plan/learn-reflexes`);
      await page.getByRole("link", { name: "S’entraîner une heure en équipe" }).click();
      await page.getByRole("button", { name: "Un écran demande une rançon" }).click();
      const incident = page.url();
      await page.getByRole("button", { name: "C’est fait" }).click();
      await page.goto(`${incident}/close`);
      await page.getByLabel("Ce qui reste").fill("Fin de l’exercice.");
      await page.getByRole("button", { name: "Clore l’incident" }).click();
      await page.goto(`${garde.origin}/plan/learn-reflexes`);
      assert.match(plain(await page.locator("main").textContent()), /mesuré/);
    } finally {
      assert.equal(await garde.stop(), 0);
    }
  });

  test("has a kit that works before, without a network, and whose notes come back", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      for (const address of ["/incident/kit", "/incident/recovery"]) {
        await page.goto(garde.origin + address);
        await assertGoodPage(page, address);
        await shot(page, address.slice(10));
      }
      await page.goto(`${garde.origin}/incident/kit`);
      const kit = await download(page, () => page.getByRole("link", { name: "Enregistrer le fichier" }).click(), "kit.html");
      const offline = await (await browser.newContext({ offline: true, viewport: { width: 390, height: 800 } })).newPage();
      await offline.goto(`file://${kit.path}`);
      assert.ok((await offline.locator("ol li").count()) >= 4);
      await shot(offline, "kit-phone");
      for (const [label, name] of [["Imprimer le kit", "kit.pdf"], ["Imprimer les feuilles", "degraded.pdf"]])
        await download(page, () => page.getByRole("link", { name: label }).click(), name);
      const incident = await openIncident(page, garde, "Un écran demande une rançon", { exercise: true });
      await page.goto(`${incident}/journal`);
      await page.locator("summary", { hasText: "Reprendre les notes" }).click();
      await page.locator("#kit-text").fill("n’importe quoi");
      await page.getByRole("button", { name: "Reprendre ces notes" }).click();
      assert.match(plain(await page.locator(".problems").textContent()), /ligne 1/);
      await page.locator("#kit-text").fill("23/11/2026 10:30 Le réseau est débranché");
      await page.getByRole("button", { name: "Reprendre ces notes" }).click();
      const entry = plain(await page.locator(".entry").first().textContent());
      assert.match(entry, /10 h 30/);
      assert.match(entry, /noté/, "both times are kept");
    } finally {
      assert.equal(await garde.stop(), 0);
    }
  });
});
