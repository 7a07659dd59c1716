// The side panel: what a row's data-panel-url answers, beside the list. The event ct:open-row opens it (Enter on the row
// sends it); it follows the cursor from row to row, and gives the focus back when it closes.

let shown;

const panel = () => document.querySelector("[data-side]");

function load(row, page) {
  shown = row;
  const body = panel().querySelector("[data-side-body]");
  panel().querySelector("[data-side-page]").href = page;
  panel().hidden = false;
  body.setAttribute("aria-busy", "true");
  window.htmx.ajax("GET", row.dataset.panelUrl, { source: body, target: body, swap: "innerHTML" }).finally(() => {
    if (shown === row) body.removeAttribute("aria-busy");
  });
}

function close() {
  panel().hidden = true;
  panel().querySelector("[data-side-body]").replaceChildren();
  if (shown?.isConnected) shown.focus();
  shown = undefined;
}

document.addEventListener("ct:open-row", (event) => {
  if (!event.target.dataset.panelUrl) return;
  event.preventDefault();
  if (shown !== event.target) load(event.target, event.detail.page);
  panel().focus();
});

document.addEventListener("ct:stand-row", (event) => {
  const row = event.target;
  if (shown && shown !== row && row.dataset.panelUrl) load(row, row.querySelector("a[href]").href);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-side-close]")) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shown && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
});
