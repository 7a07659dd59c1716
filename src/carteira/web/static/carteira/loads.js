// Sending a file: a place to drop it, a look at its size before it leaves, and how much of it has arrived.

const form = document.querySelector("form[data-upload]");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector("[data-drop]");
const problem = form.querySelector("[data-problem]");
const panel = form.querySelector("[data-progress]");
const bar = panel.querySelector("progress");
const send = form.querySelector("[data-send]");

function complain(text) {
  problem.textContent = text;
  problem.hidden = !text;
  panel.hidden = true;
  send.disabled = false;
  if (text) problem.scrollIntoView({ block: "nearest" });
}

function megabytes(bytes) {
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit", unit: "megabyte", maximumFractionDigits: bytes < 1e7 ? 1 : 0,
  }).format(bytes / 1e6);
}

function tooLarge() {
  const file = input.files[0];
  const large = Boolean(file) && file.size > Number(form.dataset.limit);
  complain(large ? form.dataset.tooLarge : "");
  return large;
}

input.addEventListener("change", () => {
  const file = input.files[0];
  drop.toggleAttribute("data-chosen", Boolean(file));
  if (file) drop.querySelector("[data-drop-name]").textContent = `${file.name} · ${megabytes(file.size)}`;
  tooLarge();
});

for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.toggleAttribute("data-over", true));
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.toggleAttribute("data-over", false));

// The answer is the next step, or this form again with what is wrong.
function answered(request) {
  if (request.status < 400) {
    window.location.assign(request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  complain(page.querySelector("[data-problem]")?.textContent || form.dataset.failed);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (tooLarge()) return;
  const request = new XMLHttpRequest();
  const began = performance.now();
  request.upload.addEventListener("progress", (progress) => {
    if (performance.now() - began < 400) return;
    panel.hidden = false;
    panel.querySelector("[data-progress-label]").textContent = form.dataset.sending;
    panel.querySelector("[data-progress-count]").textContent = `${megabytes(progress.loaded)} / ${megabytes(progress.total)}`;
    bar.value = (100 * progress.loaded) / progress.total;
  });
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => complain(form.dataset.failed));
  request.open("POST", form.action);
  request.send(new FormData(form));
  send.disabled = true;
});
