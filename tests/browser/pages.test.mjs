// What a person lives through in the pages: a new practice, its answers, its plan; and that every page can be
// used by everybody.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { answerEverything, openBrowser, startGarde } from "./garde.mjs";
import { assertGoodPage } from "./good_page.mjs";

const unknown = (question) => (question.answers.includes("unknown") ? "unknown" : "Cabinet de l’Étang");
const best = (question) => {
  if (question.typed === "date") return new Date().toISOString().slice(0, 10);
  if (question.typed === "text") return "Cabinet de l’Étang";
  if (question.id === "access-shared") return "none";
  if (question.id === "backup-protection") return ["encrypted", "elsewhere", "disconnected"];
  if (question.id === "second-factor") return ["business-software", "mail", "agenda", "ameli-pro"];
  return question.answers[0];
};

describe("the pages", () => {
  let browser;
  before(async () => (browser = await openBrowser()));
  after(async () => browser.close());

  async function visit(garde, options = {}) {
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const outside = [];
    const errors = [];
    page.on("request", (request) => request.url().startsWith(garde.origin) || request.url().startsWith("data:") || outside.push(request.url()));
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && !/40[0-9]|422/.test(message.text()) && errors.push(message.text()));
    await page.goto(garde.link);
    return { page, context, outside, errors };
  }

  test("lead a practice that knows nothing to the three essentials, in order", async () => {
    const garde = await startGarde();
    try {
      const { page, outside, errors } = await visit(garde);
      await assertGoodPage(page, "welcome");
      await answerEverything(page, garde.origin, unknown);
      await assertGoodPage(page, "result");
      const first = await page.locator(".actions h3").allTextContents();
      assert.deepEqual(first, ["Vérifier les sauvegardes sans attendre", "Identifier un contact d’appui en cas d’incident",
                               "Sécuriser les accès essentiels"]);
      await page.goto(`${garde.origin}/plan`);
      await assertGoodPage(page, "plan");
      assert.deepEqual((await page.locator(".action h3").allTextContents()).slice(0, 3), first);
      assert.deepEqual((await page.locator(".phase h2").allTextContents()).map((t) => t[0]), ["1", "2", "3", "4"]);
      assert.deepEqual(outside, []);
      assert.deepEqual(errors, []);
    } finally {
      assert.equal(await garde.stop(), 0);
    }
  });

  test("tell a practice that does well what to keep up, and until when", async () => {
    const garde = await startGarde();
    try {
      const { page, errors } = await visit(garde);
      await answerEverything(page, garde.origin, best);
      for (const level of await page.locator(".harm-level").allTextContents()) assert.equal(level.trim(), "Faible");
      await page.goto(`${garde.origin}/plan`);
      const states = await page.locator(".action .meta li:first-child").allTextContents();
      assert.ok(states.length >= 3);
      for (const state of states) assert.match(state, /À maintenir\. Prochaine vérification\u00A0: \d/);
      assert.deepEqual(errors, []);
    } finally {
      await garde.stop();
    }
  });

  test("save each answer durably as it is given: a kill loses none that was shown as saved", async () => {
    const garde = await startGarde();
    let again;
    try {
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/questionnaire/accesses`);
      for (const [question, answer] of [["cards-lent", "never"], ["leavers", "not-always"], ["password-reuse", "unknown"]]) {
        await page.locator(`#q-${question} input[value="${answer}"]`).check();
        await page.locator(`#q-${question} [data-saved]`, { hasText: "enregistrée" }).waitFor();
      }
      await garde.kill("SIGKILL");
      again = await startGarde({ data: garde.directory });
      const { page: next } = await visit(again);
      await next.goto(`${again.origin}/questionnaire/accesses`);
      for (const [question, answer] of [["cards-lent", "never"], ["leavers", "not-always"], ["password-reuse", "unknown"]])
        assert.ok(await next.locator(`#q-${question} input[value="${answer}"]`).isChecked(), question);
    } finally {
      await again?.stop();
      await garde.stop();
    }
  });

  test("work without JavaScript, and ask the question that an answer calls for", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde, { javaScriptEnabled: false });
      await page.goto(`${garde.origin}/questionnaire/practice`);
      await page.locator('#q-software-hosting input[value="hosted"]').check();
      await page.locator("main form button").click();
      assert.ok(page.url().endsWith("/questionnaire/backups"));
      await page.locator('#q-backup-made-agenda input[value="automatic"]').check();
      assert.equal(await page.locator("#q-restore-tested-agenda").isVisible(), false);
      await page.locator("main form button").click();
      assert.match(page.url(), /\/questionnaire\/backups\?more=1$/);
      assert.ok(await page.locator("#q-restore-tested-agenda").isVisible());
      assert.ok(await page.locator('#q-backup-made-agenda input[value="automatic"]').isChecked());
    } finally {
      await garde.stop();
    }
  });

  test("show a conditional question, and an answer’s help, as soon as they apply", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/questionnaire/backups`);
      assert.equal(await page.locator("#q-backup-age-agenda").isVisible(), false);
      await page.locator('#q-backup-made-agenda input[value="manual"]').check();
      await page.locator("#q-backup-age-agenda").waitFor({ state: "visible" });
      assert.ok(await page.locator("#q-backup-made-agenda").getByText("finit par être oubliée").isVisible());
      assert.equal(await page.locator("#q-backup-made-patient-records").getByText("finit par être oubliée").isVisible(), false);
      await page.locator('#q-backup-made-agenda input[value="none"]').check();
      await page.locator("#q-backup-age-agenda").waitFor({ state: "hidden" });
    } finally {
      await garde.stop();
    }
  });

  test("keep “aucun” and the others apart", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/questionnaire/accesses`);
      const box = (value) => page.locator(`#q-access-shared input[value="${value}"]`);
      await box("mail").check();
      await box("agenda").check();
      await box("none").check();
      assert.equal(await box("mail").isChecked(), false);
      await box("mail").check();
      assert.equal(await box("none").isChecked(), false);
    } finally {
      await garde.stop();
    }
  });

  test("take a provider’s reply with its document, and tick the plan with it", async () => {
    const garde = await startGarde();
    try {
      const { page, errors } = await visit(garde);
      await page.goto(`${garde.origin}/provider-request`);
      await assertGoodPage(page, "provider request");
      assert.match(await page.locator(".letter").innerText(), /Une restauration a-t-elle déjà été essayée/);
      await page.getByRole("link", { name: "Saisir une réponse" }).click();
      await assertGoodPage(page, "attestation");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.match(await page.locator(".problems").innerText(), /nécessaire/);
      await page.locator("#f-attested_by").fill("Mme O’Brien <b>& fils</b>");
      await page.locator('select[name="reply-backup-exists/agenda"]').selectOption("yes");
      await page.locator('select[name="reply-restore-tested/agenda"]').selectOption("no");
      await page.locator("#f-document").setInputFiles({ name: "réponse du prestataire.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 lettre") });
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.match(await page.locator("tbody").innerText(), /Mme O’Brien <b>& fils<\/b>/);
      await assertGoodPage(page, "provider request with a reply");
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: "réponse du prestataire.pdf" }).click();
      assert.equal((await download).suggestedFilename(), "réponse du prestataire.pdf");
      await page.goto(`${garde.origin}/plan/verify-backups`);
      const proofOf = (step) => page.locator(".step", { hasText: step }).locator(".chip").innerText();
      assert.equal(await proofOf("Agenda\u00A0: vérifiez"), "attesté");
      assert.equal(await proofOf("Dossiers patients\u00A0: vérifiez"), "à faire");
      assert.equal(await proofOf("restauration a déjà été essayée"), "à faire");
      assert.deepEqual(errors, []);
    } finally {
      await garde.stop();
    }
  });

  test("keep who does what by when, show a wrong date back, and untick a step on request", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/plan/identify-contact`);
      await assertGoodPage(page, "action");
      await page.locator("#f-owner").fill("Léa <script>alert(1)</script>");
      await page.locator("#f-due").fill("2026-12-24");
      await page.locator("#f-note").fill("Deux lignes\net des « guillemets » & une esperluette");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.equal(await page.locator("#f-owner").inputValue(), "Léa <script>alert(1)</script>");
      assert.equal(await page.locator("#f-note").inputValue(), "Deux lignes\net des « guillemets » & une esperluette");
      await page.locator("#f-owner").fill("x".repeat(81));
      await page.getByRole("button", { name: "Enregistrer" }).click();
      assert.match(await page.locator("#problem-owner").innerText(), /trop long/);
      assert.equal(await page.locator("#f-owner").inputValue(), "x".repeat(81));
      await assertGoodPageAfterPost(page);
      await page.goto(`${garde.origin}/plan/identify-contact`);
      await page.getByRole("button", { name: /C’est fait.*Affichez/ }).click();
      assert.equal(await page.locator(".step-done .chip").innerText(), "déclaré");
      await page.getByRole("button", { name: /Finalement non/ }).click();
      assert.equal(await page.locator(".step-done").count(), 0);
    } finally {
      await garde.stop();
    }
  });

  async function assertGoodPageAfterPost(page) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map((v) => v.id), []);
  }

  test("give the plan as PDF, CSV, calendar and JSON", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde);
      await answerEverything(page, garde.origin, unknown);
      for (const [name, start] of [["plan.pdf", "%PDF-"], ["plan.csv", "\uFEFF\"Rang\";"], ["plan.ics", "BEGIN:VCALENDAR\r\n"], ["plan.json", "{\"harms\":"]]) {
        const response = await page.request.get(`${garde.origin}/${name}`);
        assert.equal(response.status(), 200);
        assert.ok((await response.text()).startsWith(start), name);
        assert.match(response.headers()["content-disposition"], /attachment; filename="plan-garde-\d{4}-\d{2}-\d{2}\./);
      }
      const letter = await page.request.get(`${garde.origin}/provider-request.pdf`);
      assert.ok((await letter.text()).startsWith("%PDF-"));
    } finally {
      await garde.stop();
    }
  });

  test("read well on a phone, at 200 % and in the dark, and by keyboard alone", async () => {
    const garde = await startGarde();
    try {
      const { page } = await visit(garde, { viewport: { width: 390, height: 800 }, colorScheme: "dark" });
      await answerEverything(page, garde.origin, unknown);
      for (const path of ["/result", "/result/course", "/plan", "/plan/verify-backups", "/provider-request", "/attestations/new", "/incident", "/settings",
                          "/questionnaire/backups", "/questionnaire/accesses"]) {
        await page.goto(garde.origin + path);
        await assertGoodPage(page, `${path} on a phone`);
      }
      await page.setViewportSize({ width: 640, height: 512 }); // 1280 × 1024 at 200 %
      await page.goto(`${garde.origin}/plan`);
      await assertGoodPage(page, "plan at 200 %");
      await page.goto(`${garde.origin}/questionnaire/contact`);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      for (let i = 0; i < 20 && !(await page.evaluate(() => document.activeElement.name === "contact-known")); ++i) await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowUp");
      await page.locator("#q-contact-known [data-saved]", { hasText: "enregistrée à" }).waitFor();
    } finally {
      await garde.stop();
    }
  });

  test("open once by the link, and then only with the session’s cookie", async () => {
    const garde = await startGarde();
    try {
      const first = await visit(garde);
      assert.match(await first.page.locator("h1").innerText(), /plan cyber/);
      const second = await visit(garde);
      assert.match(await second.page.locator("main").innerText(), /déjà servi/);
      await assertGoodPageAfterPost(second.page);
      const stranger = await second.page.goto(`${garde.origin}/plan`);
      assert.equal(stranger.status(), 403);
      // A page of another site cannot post here, even with the cookie.
      const forged = await first.page.request.post(`${garde.origin}/answers/cards-lent`, {
        headers: { Origin: "http://mechant.example" }, form: { value: "never" } });
      assert.equal(forged.status(), 403);
      const without = await first.page.request.post(`${garde.origin}/answers/cards-lent`, {
        headers: { Origin: garde.origin }, form: { value: "never" } });
      assert.equal(without.status(), 403);
      const rebound = await first.page.request.get(`${garde.origin}/plan`, { headers: { Host: "mechant.example" } });
      assert.equal(rebound.status(), 421);
    } finally {
      await garde.stop();
    }
  });

  // As ./start opens them; and a program of another account that listens meanwhile.
  test("open from a file of their owner’s, and give their session to no other port", async () => {
    const garde = await startGarde();
    const folder = await mkdtemp(join(tmpdir(), "garde-browser-"));
    const got = [];
    const thief = createServer((request, response) => {
      got.push(request.headers.cookie);
      response.end("<p>un jeu</p>");
    });
    await new Promise((resolve) => thief.listen(0, "127.0.0.1", resolve));
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await writeFile(join(folder, "open.html"), `<meta http-equiv="refresh" content="0; url=${garde.link}">`);
      await page.goto(`file://${folder}/open.html`);
      await page.waitForURL(`${garde.origin}/`);
      assert.match(await page.locator("h1").innerText(), /plan cyber/);
      for (const host of ["127.0.0.1", "localhost", "un-autre-nom.localhost"])
        await page.goto(`http://${host}:${thief.address().port}/`);
      assert.ok(got.length >= 3);
      assert.deepEqual(got.filter(Boolean), []);
      for (const host of ["127.0.0.1", "localhost"]) {
        const answer = await page.goto(`http://${host}:${new URL(garde.origin).port}/`);
        assert.equal(answer.status(), 421);
        assert.match(await page.locator("body").innerText(), /l’adresse affichée à son démarrage/);
      }
    } finally {
      await context.close();
      thief.close();
      await rm(folder, { recursive: true });
      await garde.stop();
    }
  });

  test("ask for the password once there is one", async () => {
    const garde = await startGarde();
    let again;
    try {
      const { page } = await visit(garde);
      await page.goto(`${garde.origin}/settings`);
      await page.locator("#f-wanted").fill("court");
      await page.locator('form[action="/settings/password"] button').click();
      assert.match(await page.locator("#problem-wanted").innerText(), /12 caractères/);
      await page.locator("#f-wanted").fill("une petite phrase à nous");
      await page.locator('form[action="/settings/password"] button').click();
      assert.match(await page.locator(".flash").innerText(), /enregistré/);
      await page.getByRole("button", { name: "Fermer la session" }).click();
      await page.locator("#f-password").fill("pas la bonne");
      await page.getByRole("button", { name: "Entrer" }).click();
      assert.match(await page.locator("#problem-password").innerText(), /pas le bon/);
      await page.locator("#f-password").fill("une petite phrase à nous");
      await page.getByRole("button", { name: "Entrer" }).click();
      assert.match(await page.locator("h1").innerText(), /plan cyber/);
      await garde.kill("SIGTERM");
      again = await startGarde({ data: garde.directory });
      const { page: next } = await visit(again);
      assert.ok(await next.locator("#f-password").isVisible());
    } finally {
      await again?.stop();
      await garde.stop();
    }
  });
});
