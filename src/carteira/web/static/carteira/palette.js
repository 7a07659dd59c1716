// The command palette: one field for customers, pages and actions. Customers are asked of the server, by POST, since what
// is typed may be personal data; pages and actions are on the page. Nothing of it is kept.

const PAUSE = 120;
const LEAST = 2;
let waiting;
let running;
let opensFirst = false;

const part = (name) => document.querySelector(`[data-palette${name}]`);
const field = () => part("-form").elements.q;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const options = () => [...part("-options").querySelectorAll("[role=option]")].filter((option) => !option.hidden);
const current = () => part("-options").querySelector("[aria-selected=true]");

function point(option) {
  current()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  field().setAttribute("aria-activedescendant", option?.id ?? "");
}

function say(key) {
  part("-status").textContent = key ? part("-status").dataset[key] : "";
}

// What is on the page: an option stays where every word typed stands in its text.
function narrow() {
  const words = plain(field().value).split(/\s+/);
  for (const option of part("-options").querySelectorAll("[data-palette-found] ~ [role=group] [role=option]")) {
    const text = plain(option.textContent);
    option.hidden = !words.every((word) => text.includes(word));
  }
  show();
}

function show() {
  for (const group of part("-options").querySelectorAll("[role=group]")) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  }
  point(options()[0]);
  part("-nothing").hidden = options().length > 0 || Boolean(running);
  say(part("-nothing").hidden ? "" : "nothing");
}

async function ask() {
  const request = new AbortController();
  running = request;
  let text = "";
  let problem = "";
  try {
    const answer = await fetch(part("-form").action, { method: "POST", body: new FormData(part("-form")), signal: request.signal });
    if (answer.redirected) location.reload();
    if (!answer.ok) throw new Error(answer.status);
    text = await answer.text();
  } catch (error) {
    if (request.signal.aborted) return;
    problem = "failed";
  }
  running = undefined;
  part("-found").innerHTML = text;
  show();
  if (problem) say(problem);
  if (opensFirst) current()?.click();
}

function typed() {
  clearTimeout(waiting);
  running?.abort();
  running = undefined;
  opensFirst = false;
  const asks = "searches" in part("-form").dataset && field().value.trim().length >= LEAST;
  if (asks) {
    waiting = setTimeout(ask, PAUSE);
    running = new AbortController();
  } else part("-found").replaceChildren();
  narrow();
}

function open() {
  if (document.querySelector("dialog[open]")) return;
  typed();
  part("").showModal();
}

function move(step) {
  const found = options();
  point(found.at((found.indexOf(current()) + step) % found.length));
}

const keys = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  // Typing and Enter at once: what was typed is answered first.
  Enter: () => (running ? (opensFirst = true) : current()?.click()),
};

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-palette-form]")) typed();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (part("").open) part("").close();
    else open();
  } else if (event.target.closest("[data-palette-form]") && !event.isComposing && keys[event.key] && event.target === field()) {
    event.preventDefault();
    keys[event.key]();
  }
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-palette] [role=option]");
  if (event.target.closest("[data-palette-open]")) open();
  if (chosen) part("").close();
});

// What was typed and found does not stay behind a closed palette.
document.addEventListener(
  "close",
  (event) => {
    if (!event.target.matches("[data-palette]")) return;
    part("-form").reset();
    typed();
  },
  true,
);

document.addEventListener("ct:palette", open);
