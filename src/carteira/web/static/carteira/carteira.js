// Small behaviours of the shell: theme switch, menus, toasts, forms that send themselves.

const root = document.documentElement;
const LINGER = { told: 8_000, undo: 20_000 };

function toggleTheme() {
  const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  root.dataset.bsTheme = theme;
  localStorage.setItem("carteira-theme", theme);
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

// A toast leaves by itself, unless it tells of a failure; never while somebody is at it.
function linger(shown) {
  if (["error", "warning"].includes(shown.dataset.level)) return;
  let leaving;
  const wait = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => shown.remove(), shown.querySelector("[data-toast-undo]") ? LINGER.undo : LINGER.told);
  };
  for (const name of ["pointerenter", "focusin"]) shown.addEventListener(name, () => clearTimeout(leaving));
  for (const name of ["pointerleave", "focusout"]) shown.addEventListener(name, wait);
  wait();
}

function toast({ text, level = "success", undo }) {
  const place = document.querySelector("[data-toasts]");
  const shown = place.querySelector("template").content.firstElementChild.cloneNode(true);
  shown.querySelector("[data-toast-text]").textContent = text;
  shown.dataset.level = level;
  if (undo) shown.querySelector("[data-toast-undo]").action = undo;
  else shown.querySelector("[data-toast-undo]").remove();
  place.append(shown);
  linger(shown);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) toggleTheme();
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
  closeMenus(event.target.closest("[data-menu]"));
  if (event.target.closest("[data-dialog-close]") || event.target.matches("dialog")) event.target.closest("dialog").close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("[data-menu][open]");
  if (!open) return;
  event.preventDefault();
  open.open = false;
  open.querySelector("summary").focus();
});

// A form marked data-auto-submit sends itself when a choice changes; its button serves where there is no script.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
});

for (const failure of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failure, () => {
    toast({ text: document.querySelector("[data-toasts]").dataset.failure, level: "error" });
  });
}
// A server asks for one by the header HX-Trigger: {"toast": "words"} or {"toast": {"text": "words", "undo": "/address/"}}.
document.addEventListener("toast", ({ detail }) => toast("value" in detail ? { text: detail.value } : detail));
for (const shown of document.querySelectorAll("[data-toasts] > [data-toast]")) linger(shown);

// On a narrow screen the section that is shown may lie beyond the end of its row.
for (const row of document.querySelectorAll("[data-scrolling-row]")) {
  const beyond = row.querySelector("[aria-current]")?.getBoundingClientRect().right - row.getBoundingClientRect().right;
  if (beyond > 0) row.scrollLeft += beyond + 16;
}
