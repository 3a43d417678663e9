// Makes the pictures of the README anew, from the folder that ./demo made and from an empty practice.
//
//   npm --prefix tests/browser ci --ignore-scripts
//   GARDE=build/release/garde node tests/browser/screenshots.mjs garde-demo docs/screenshots
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { answerEverything, openBrowser, startGarde } from "./garde.mjs";

const run = promisify(execFile);
const [demo, pictures] = process.argv.slice(2);
if (!demo || !pictures) {
  console.error("node screenshots.mjs DEMO_FOLDER PICTURE_FOLDER");
  process.exit(2);
}

// What a practice that has begun would say: some of it is fine, much is unknown.
const known = { "practice-name": "Cabinet du Lac", staff: "few", updates: "automatic", protection: "all", training: "yes" };
const choose = ({ id, answers }) => known[id] ?? (answers.includes("unknown") ? "unknown" : answers[0]);

async function open(garde) {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1040, height: 675 }, locale: "fr-FR" });
  await page.goto(garde.link);
  return { browser, page };
}

async function picture(page, name, height) {
  await page.setViewportSize({ width: 1040, height });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function pagePicture(pdf, name, resolution) {
  await run("pdftoppm", ["-r", String(resolution), "-png", "-singlefile", pdf, join(pictures, name)]);
}

async function aPracticeThatBegins() {
  const garde = await startGarde();
  const { browser, page } = await open(garde);
  const visit = (path) => page.goto(garde.origin + path);
  await picture(page, "welcome", 675);
  await answerEverything(page, garde.origin, choose);
  await picture(page, "result", 1400);
  await visit("/plan");
  await picture(page, "plan", 1300);
  await page.locator("main a[href^='/plan/']").first().click();
  await picture(page, "action", 1400);
  await visit("/incident");
  await picture(page, "incident", 800);
  const pdf = join(garde.directory, "plan.pdf");
  await writeFile(pdf, await (await page.request.get(`${garde.origin}/plan.pdf`)).body());
  await pagePicture(pdf, "plan-pdf", 80);
  await browser.close();
  await garde.stop();
}

async function itsBackups() {
  const garde = await startGarde({ data: demo });
  const { browser, page } = await open(garde);
  await page.goto(`${garde.origin}/backups`);
  await page.getByRole("link", { name: "Disque USB" }).first().click();
  await picture(page, "destination", 1300);
  await browser.close();
  await garde.stop();
}

async function theSheet() {
  const folder = await mkdtemp(join(tmpdir(), "garde-sheet-"));
  const garde = (...words) => run(process.env.GARDE ?? "build/dev/garde", ["contacts", ...words, "--data", join(folder, "data")]);
  await garde("add", "--role", "provider", "--name", "Informatique du Lac", "--phone", "01 99 00 12 34", "--hours", "8 h – 19 h");
  await garde("add", "--role", "referent", "--name", "Secrétariat", "--phone", "01 99 00 56 78");
  await garde("sheet", "--format", "a4", "--output", join(folder, "sheet.pdf"));
  await pagePicture(join(folder, "sheet.pdf"), "sheet", 80);
  await rm(folder, { recursive: true });
}

await aPracticeThatBegins();
await itsBackups();
await theSheet();
