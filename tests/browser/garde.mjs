// Starts a Garde of its own for a test, and a browser to use it with.
import { spawn } from "node:child_process";
import dns from "node:dns";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

// As browsers do it, what is asked for beside them as well: a name below localhost is this computer.
const known = (name) => (name.endsWith(".localhost") ? "localhost" : name);
const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(known(name), ...rest);
const lookupPromised = dns.promises.lookup;
dns.promises.lookup = (name, ...rest) => lookupPromised(known(name), ...rest);

const program = process.env.GARDE ?? new URL("../../build/dev/garde", import.meta.url).pathname;

// Garde on an empty data directory. `link()` is the one-time address it printed.
export async function startGarde({ data } = {}) {
  const directory = data ?? (await mkdtemp(join(tmpdir(), "garde-browser-")));
  const process_ = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--data", join(directory, "data")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  process_.stderr.on("data", (chunk) => (errors += chunk));
  const link = await new Promise((resolve, reject) => {
    let text = "";
    process_.stdout.on("data", (chunk) => {
      text += chunk;
      const found = text.match(/http:\/\/\S+/);
      if (found) resolve(found[0]);
    });
    process_.once("exit", (code) => reject(new Error(`garde ended with ${code}: ${errors}`)));
  });
  return {
    directory,
    link,
    origin: new URL(link).origin,
    kill: (signal = "SIGKILL") => new Promise((resolve) => (process_.once("exit", resolve), process_.kill(signal))),
    async stop() {
      if (process_.exitCode === null && process_.signalCode === null) await this.kill("SIGTERM");
      if (!data) await rm(directory, { recursive: true, force: true });
      return process_.exitCode;
    },
  };
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"],
  });
}

// Answers every question of the pages the way `choose` says: (question id, answer ids) -> ids to check, or a date.
export async function answerEverything(page, origin, choose) {
  await page.goto(`${origin}/questionnaire/practice`);
  for (;;) {
    for (;;) {
      const question = await page.evaluate(() => {
        const open = [...document.querySelectorAll("[data-question]:not([hidden]):not([data-tried])")][0];
        if (!open) return null;
        open.dataset.tried = "";
        return { id: open.dataset.question, answers: [...open.querySelectorAll(".choice input")].map((i) => i.value),
                 typed: open.querySelector('input[type="date"], input[type="text"]')?.type ?? null };
      });
      if (!question) break;
      const field = page.locator(`#q-${question.id}`);
      for (const value of [choose(question)].flat().filter(Boolean)) {
        if (question.answers.includes(value)) await field.locator(`input[value="${value}"]`).check();
        else {
          await field.locator('input[type="date"], input[type="text"]').fill(value);
          await page.keyboard.press("Tab");
        }
        await field.locator("[data-saved]:not(:empty)").waitFor();
      }
      await page.waitForLoadState("networkidle");
    }
    await page.locator("main form button[type=submit]").click();
    await page.waitForLoadState();
    if (page.url().endsWith("/result")) return;
  }
}
