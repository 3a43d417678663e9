// Makes the pages better; every one of them works without it.

// A form that came back with problems: the reader hears them first.
document.querySelector(".problems[tabindex]")?.focus();

// --- Questionnaire: each answer is saved as it is given -------------------------------------------

const form = document.querySelector("form[data-questionnaire]");

function valuesOf(question) {
  const inputs = [...question.querySelectorAll("input")];
  const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
  if (chosen.length > 0) return chosen;
  const typed = inputs.find((input) => input.type === "text" || input.type === "date");
  return typed && typed.value !== "" ? [typed.value] : [];
}

// "Aucun" and "je ne sais pas" exclude the others, and a date excludes "je ne sais pas".
function keepAlone(question, changed) {
  for (const input of question.querySelectorAll("input")) {
    if (input === changed) continue;
    const typed = changed.type === "date" || changed.type === "text";
    if (typed && changed.value !== "") input.checked = false;
    else if (changed.checked && input.type === "date") input.value = "";
    else if (changed.checked && (changed.hasAttribute("data-alone") || input.hasAttribute("data-alone"))) input.checked = false;
  }
}

function showAsked(asked) {
  for (const question of form.querySelectorAll("[data-question]")) {
    const shown = asked.includes(question.dataset.question);
    question.hidden = !shown;
    question.disabled = !shown;
  }
  for (const block of form.querySelectorAll("[data-block]")) {
    block.hidden = !block.querySelector("[data-question]:not([hidden])");
  }
}

// One save at a time, in the order the answers were given, so that the last one given is the last one saved.
let saving = Promise.resolve();

async function save(question) {
  const status = question.querySelector("[data-saved]");
  const body = new URLSearchParams({ form_token: form.elements.form_token.value });
  for (const value of valuesOf(question)) body.append("value", value);
  try {
    const response = await fetch(`/answers/${question.dataset.question}`, { method: "POST", body });
    const result = await response.json();
    status.textContent = result.message;
    status.classList.toggle("failed", !result.saved);
    if (result.asked) showAsked(result.asked);
  } catch {
    status.textContent = form.dataset.unsaved;
    status.classList.add("failed");
  }
}

form?.addEventListener("change", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  keepAlone(question, event.target);
  saving = saving.then(() => save(question));
});

// --- Copy a letter --------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText);
    const status = document.querySelector("[data-copied]");
    status.textContent = status.dataset.copied;
  });
}

// --- A form whose answer is one sentence stays where it is ------------------------------------------

for (const quiet of document.querySelectorAll("form[data-quiet]")) {
  quiet.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = quiet.querySelector("[data-answer]");
    try {
      const body = new URLSearchParams(new FormData(quiet));
      const response = await fetch(quiet.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const result = await response.json();
      answer.textContent = result.message;
      answer.classList.toggle("failed", !result.fine);
    } catch {
      quiet.submit();
    }
  });
}

// --- A check or a drill under way -----------------------------------------------------------------

const job = document.querySelector("[data-job]");
if (job) {
  const events = new EventSource(job.dataset.job);
  events.addEventListener("progress", (event) => {
    const told = JSON.parse(event.data);
    job.querySelector("[data-job-state]").textContent = told.state;
    job.querySelector("[data-job-progress]").textContent = told.progress;
    job.querySelector("[data-job-bar]").value = told.percent;
    if (told.over) {
      events.close();
      location.reload();
    }
  });
}

// --- Whether each disk is there: what was seen last, then what is seen now ---------------------------

const places = document.querySelectorAll("[data-presence]");
const showPlaces = async (times) => {
  const told = await (await fetch("/backups/presence")).json();
  for (const chip of places) {
    const place = told.places[chip.dataset.presence];
    if (!place || chip.textContent === place.text) continue;
    chip.className = `state state-${place.kind}`;
    chip.textContent = place.text;
  }
  if (told.looking && times > 1) setTimeout(showPlaces, 1000, times - 1);
};
if (places.length > 0) setTimeout(showPlaces, 500, 20);

if (document.querySelector("[data-look-again]")) setTimeout(() => location.reload(), 1000);

// --- Delays that count ----------------------------------------------------------------------------

// From what the page said when it was made: right even when this computer's clock is not. In an exercise a second
// counts for `pace`.
for (const clock of document.querySelectorAll("[data-left]")) {
  const made = performance.now();
  const left = Number(clock.dataset.left);
  const pace = Number(clock.dataset.pace);
  const before = clock.textContent.slice(0, clock.textContent.search(/\d/));
  const two = (number) => String(number).padStart(2, "0");
  const show = () => {
    const now = left - ((performance.now() - made) / 1000) * pace;
    if (left > 0 && now <= 0) return location.reload();
    const seconds = Math.floor(Math.abs(now));
    clock.textContent = `${before}${Math.floor(seconds / 3600)}\u00A0h ${two(Math.floor(seconds / 60) % 60)}\u00A0min ${two(seconds % 60)}\u00A0s`;
  };
  show();
  setInterval(show, 1000);
}

// --- What goes on behind a page: that part of it is asked for again until it is over ---------------

async function follow(section) {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  try {
    const response = await fetch(location.pathname);
    const made = new DOMParser().parseFromString(await response.text(), "text/html").getElementById(section.id);
    if (!made) return;
    section.replaceWith(made);
    if ("busy" in made.dataset) follow(made);
  } catch {
    follow(section);
  }
}
document.querySelectorAll("[data-busy]").forEach(follow);
