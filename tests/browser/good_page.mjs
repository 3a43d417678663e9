// What every page must be.
import assert from "node:assert/strict";
import AxeBuilder from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";

const html = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: { "no-trailing-whitespace": "off", "long-title": "off", "void-style": "off", "wcag/h32": "off",
           // Check boxes of one question share its name, and a date shares it with its "je ne sais pas".
           "form-dup-name": "off" },
});

// On this page: no violation of WCAG 2.2 AA that a program can find, valid HTML, nothing asked of another host.
export async function assertGoodPage(page, what) {
  // Colours on their way from one scheme to the other are nobody's: they are judged once they have come.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  assert.deepEqual(violations.map((v) => `${what}: ${v.id}: ${v.nodes[0].html}`), []);
  const response = await page.request.get(page.url());
  const report = await html.validateString(await response.text());
  assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${what}:${m.line}: ${m.ruleId}: ${m.message}`)), []);
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(width[0] <= width[1], `${what} scrolls sideways: ${width}`);
}
