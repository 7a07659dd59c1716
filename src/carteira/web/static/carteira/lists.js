// Lists: choosing rows, the bar of what can be done with them, the order of columns, menus that narrow, dialogs.

const page = () => document.querySelector("[data-list]");
const boxes = () => [...page().querySelectorAll("[data-check-row]")];
const bulk = () => page().querySelector("[data-bulk]");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let last;

// Choosing rows. With the shift key, everything between the box before and this one.
function chosen() {
  return boxes().filter((box) => box.checked);
}

function span(box) {
  const found = boxes();
  const [from, to] = [found.indexOf(last), found.indexOf(box)].sort((one, other) => one - other);
  if (from < 0) return;
  for (const between of found.slice(from, to + 1)) between.checked = box.checked;
}

function show() {
  const bar = bulk();
  if (!bar) return;
  const count = chosen().length;
  const whole = count > 0 && count === boxes().length;
  const everything = bar.querySelector("[data-bulk-everything]");
  if (!whole) everything.value = "";
  const all = bar.querySelector("[data-bulk-all]");
  if (all) all.hidden = !whole || everything.value === "1";
  const words = bar.querySelector("[data-bulk-count]");
  const meant = everything.value ? Number(words.dataset.total) : count;
  const written = new Intl.NumberFormat(document.documentElement.lang).format(meant);
  words.textContent = (meant === 1 ? words.dataset.one : words.dataset.many).replace("{count}", written);
  bar.hidden = count === 0;
  const head = page().querySelector("[data-check-page]");
  head.checked = whole;
  head.indeterminate = count > 0 && !whole;
  for (const box of boxes()) box.closest("tr").toggleAttribute("data-chosen", box.checked);
}

function check(found, on) {
  for (const box of found) box.checked = on;
  show();
}

// A menu with many figures: those stay whose name has what was typed.
function narrow(field) {
  const words = plain(field.value).split(/\s+/);
  const place = field.closest("[data-narrows]");
  for (const option of place.querySelectorAll("[data-narrow-group] [data-narrow-option]")) {
    const text = plain(option.textContent);
    option.hidden = !words.every((word) => text.includes(word));
  }
  for (const group of place.querySelectorAll("[data-narrow-group]")) {
    group.hidden = !group.querySelector("[data-narrow-option]:not([hidden])");
  }
}

// Columns: their order is the order in the document.
function say(form, key, column) {
  const place = [...form.querySelectorAll("[data-columns-shown] > [data-column]")].indexOf(column) + 1;
  const words = form.querySelector("[data-columns-said]");
  const figure = column.querySelector("[data-column-label]").textContent;
  words.textContent = words.dataset[key].replace("{figure}", figure).replace("{place}", place);
}

function move(column, by) {
  const neighbour = by < 0 ? column.previousElementSibling : column.nextElementSibling;
  if (!neighbour) return;
  neighbour[by < 0 ? "before" : "after"](column);
  say(column.closest("form"), "moved", column);
}

function toggle(column, on) {
  const form = column.closest("form");
  const shown = form.querySelector("[data-columns-shown]");
  if (on && column.parentElement !== shown) {
    shown.append(column);
    column.draggable = true;
    column.scrollIntoView({ block: "nearest" });
    const field = form.querySelector("[data-narrow]");
    field.value = "";
    narrow(field);
    field.focus();
  }
  say(form, on ? "added" : "removed", column);
}

// The value of a filter fits its operator.
function fit(select) {
  for (const place of select.form.querySelectorAll("[data-filter-value]")) {
    const fits = place.dataset.filterValue.split(" ").includes(select.value);
    place.hidden = !fits;
    for (const field of place.querySelectorAll("input, select")) field.disabled = !fits;
  }
}

function sheet(form, open) {
  form.toggleAttribute("data-sheet", open);
  page().toggleAttribute("data-sheet-shown", open);
  if (open) form.querySelector("select").focus();
  else page().querySelector("[data-sheet-open]").focus();
}

function openRow(row) {
  row.tabIndex = -1;
  const detail = { page: row.querySelector("th a[href]").href };
  row.dispatchEvent(new CustomEvent("ct:open-row", { bubbles: true, cancelable: true, detail }));
}

const clicks = {
  "[data-check-row]": (box, event) => {
    if (event.shiftKey) span(box);
    last = box;
    show();
  },
  "[data-check-page]": (box) => check(boxes(), box.checked),
  "[data-bulk-clear]": () => check(boxes(), false),
  "[data-bulk-all]": () => {
    bulk().querySelector("[data-bulk-everything]").value = "1";
    show();
    bulk().querySelector(".li-bulk-tools button").focus();
  },
  "[data-column-move]": (button) => {
    move(button.closest("[data-column]"), Number(button.dataset.columnMove));
    button.focus();
  },
  "[data-sheet-open]": (button) => sheet(document.getElementById(button.dataset.sheetOpen), true),
  "[data-sheet-close]": (button) => sheet(button.closest("form"), false),
  "[data-filter-back]": (button) => {
    const menu = button.closest(".li-panel");
    menu.querySelector("#filter-step").replaceChildren();
    menu.querySelector("[data-narrow]").focus();
  },
};

document.addEventListener("click", (event) => {
  for (const [selector, act] of Object.entries(clicks)) {
    const found = event.target.closest(selector);
    if (found) return act(found, event);
  }
  if (event.target.matches("[data-sheet-shown]")) sheet(page().querySelector("[data-sheet]"), false);
  const row = event.target.closest("[data-list] tr[data-panel-url]");
  const busy = event.target.closest("a, button, input, label, .li-check") || !getSelection().isCollapsed;
  if (row && !busy) openRow(row);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-filter-operator]")) fit(event.target);
  if (event.target.matches("[data-column] input")) toggle(event.target.closest("[data-column]"), event.target.checked);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-narrow]")) narrow(event.target);
});

document.addEventListener("keydown", (event) => {
  const column = event.target.closest("[data-columns-shown] [data-column]");
  if (column && event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    move(column, event.key === "ArrowUp" ? -1 : 1);
    event.target.focus();
  }
  const open = page().querySelector("[data-sheet]");
  if (event.key === "Escape" && open) sheet(open, false);
});

// Opening a menu puts the cursor where one types, but no keyboard over a touch screen.
function typeInto(menu) {
  if (!matchMedia("(pointer: coarse)").matches) menu.querySelector("[data-narrow], input[name=name]")?.focus();
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches("[data-list] details[open]")) typeInto(event.target);
}, true);

// Columns by mouse.
let dragged;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-columns-shown] > [data-column]");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-columns-shown] > [data-column]");
  if (!dragged || !over) return;
  event.preventDefault();
  const { top, height } = over.getBoundingClientRect();
  if (over !== dragged) over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
});
document.addEventListener("dragend", () => {
  if (dragged) say(dragged.closest("form"), "moved", dragged);
  dragged = undefined;
});

// What the server puts into the dialog opens it; a list that was loaded again has nothing chosen.
document.addEventListener("htmx:after:swap", () => {
  const dialog = page().querySelector("[data-list-dialog]");
  if (dialog.childElementCount && !dialog.open) dialog.showModal();
  const menu = page().querySelector(".li-tools details[open]");
  const step = menu?.querySelector("#filter-step > *") ? menu.querySelector("#filter-step") : undefined;
  if (step) (step.querySelector("select, input:not([type=hidden])") ?? step).focus();
  else if (menu) typeInto(menu);
  show();
});
page().querySelector("[data-list-dialog]").addEventListener("close", (event) => event.target.replaceChildren());
