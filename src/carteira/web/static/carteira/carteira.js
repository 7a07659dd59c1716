// Small behaviours of the shell: theme switch, menus, toasts, forms that send themselves.

const root = document.documentElement;

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

function toast(text) {
  const place = document.querySelector("[data-toasts]");
  const shown = place.querySelector("template").content.cloneNode(true);
  shown.querySelector("span").textContent = text;
  place.append(shown);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) toggleTheme();
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
  closeMenus(event.target.closest("[data-menu]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("[data-menu][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A form marked data-auto-submit sends itself when a choice changes; its button serves where there is no script.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
});

for (const failure of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failure, () => toast(document.querySelector("[data-toasts]").dataset.failure));
}
document.addEventListener("toast", (event) => toast(event.detail.value ?? event.detail));
