// Single letters as shortcuts: g and a letter goes somewhere, j and k walk the rows of a list. They can be switched off
// (WCAG 2.1.4), and mean nothing while somebody types, holds a modifier key or has a dialog open.

const SWITCH = "carteira-shortcuts";
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const SEQUENCE = 1_500;
let going = 0;
let cursor;

const help = () => document.querySelector("[data-keyboard]");
const on = () => localStorage.getItem(SWITCH) !== "off";
const rows = () => [...document.querySelectorAll("main tbody tr")].filter((row) => page(row) && row.checkVisibility());
const page = (row) => row.querySelector("th a[href]") ?? row.querySelector("td a[href]");

// The row that has the cursor, as long as it is on the page; a list that was loaded again starts anew.
function here() {
  const focused = document.activeElement.closest("main tbody tr");
  if (focused) return focused;
  return cursor?.isConnected ? cursor : undefined;
}

function stand(row) {
  if (!row) return;
  cursor?.removeAttribute("data-cursor");
  cursor = row;
  row.dataset.cursor = "";
  row.tabIndex = -1;
  row.focus();
  row.dispatchEvent(new CustomEvent("ct:stand-row", { bubbles: true }));
}

function step(by) {
  const found = rows();
  const place = found.indexOf(here());
  stand(found[place < 0 ? 0 : Math.min(Math.max(place + by, 0), found.length - 1)]);
}

// Whoever shows rows beside the list takes the event; else the row's own page opens.
function look(row) {
  const event = new CustomEvent("ct:open-row", { bubbles: true, cancelable: true, detail: { page: page(row).href } });
  if (row.dispatchEvent(event)) page(row).click();
}

function go(key) {
  const place = [...document.querySelectorAll("[data-go]")].find((known) => known.dataset.go === key);
  if (place) location.assign(place.dataset.url);
}

const keys = {
  "?": () => help().showModal(),
  "/": () => document.dispatchEvent(new Event("ct:palette")),
  g: () => (going = Date.now()),
  j: () => step(1),
  k: () => step(-1),
  o: () => here() && page(here()).click(),
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  z: () => [...document.querySelectorAll("[data-toast-undo]")].at(-1)?.requestSubmit(),
};

function pressed(event) {
  const asked = going && Date.now() - going < SEQUENCE;
  going = 0;
  if (asked) return () => go(event.key);
  return Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(TYPED) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.matches("main tbody tr")) look(event.target);
  const act = on() && event.key.length === 1 ? pressed(event) : undefined;
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-shortcuts-switch]")) localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-shortcuts-open]")) return;
  help().showModal();
});

help().querySelector("[data-shortcuts-switch]").checked = on();
