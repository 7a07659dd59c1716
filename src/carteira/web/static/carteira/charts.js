// Draws every chart that is on the page or arrives later. Vega is fetched from this server, once, by the first chart.
// Expressions are interpreted, never compiled, and styles stand in our own sheets: the content security policy holds.

const vendor = document.querySelector("script[data-vendor]").dataset.vendor;
const views = new Map();
let library;

function script(name) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    Object.assign(element, { src: vendor + name, onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

function vega() {
  library ??= script("vega.min.js")
    .then(() => script("vega-lite.min.js"))
    .then(() => script("vega-embed.min.js"))
    .then(() => document.fonts.ready);
  return library;
}

export async function embedded(place, spec, options) {
  await vega();
  const { view } = await window.vegaEmbed(place, spec, { ast: true, actions: false, defaultStyle: false, ...options });
  return view;
}

// Where a mark leads: an area or a line is many rows in one item, of which none was meant.
function leads(item) {
  const url = item && !["area", "line"].includes(item.mark.marktype) && item.datum?.url;
  return url && new URL(url, location.href).origin === location.origin ? url : null;
}

function tooltip() {
  return document.getElementById("vg-tooltip-element");
}

// A finger cannot hover: its first tap on a mark tells the figures, the second follows.
function follow(chart, view) {
  let tapped;
  view.addEventListener("click", (event, item) => {
    const url = leads(item);
    const first = event.pointerType === "touch" && item?.tooltip && item !== tapped;
    tapped = item;
    if (first) {
      view.tooltip()(null, event, item, item.tooltip);
      if (url) tooltip().append(Object.assign(document.createElement("p"), { textContent: chart.dataset.tapAgain }));
    } else if (url && (event.ctrlKey || event.metaKey)) window.open(url);
    else if (url) location.assign(url);
  });
}

async function draw(chart) {
  chart.dataset.chart = "drawing";
  const spec = JSON.parse(chart.querySelector("[data-chart-spec]").textContent);
  const plot = chart.querySelector("[data-chart-plot]");
  const view = await embedded(plot, spec, { renderer: "svg", tooltip: { disableDefaultStyle: true, theme: "carteira" } });
  follow(chart, view);
  views.set(chart, view);
  // Its words are the page's own: the summary on the place of the drawing, and the table.
  plot.querySelector("svg").setAttribute("aria-hidden", "true");
  chart.dataset.chart = "drawn";
}

// Where a drawing cannot be made, its table says the same.
function failed(chart) {
  chart.dataset.chart = "failed";
  chart.querySelector("[data-chart-table]").open = true;
}

function drawAll() {
  for (const chart of document.querySelectorAll('[data-chart=""]')) draw(chart).catch(() => failed(chart));
}

// Paper is narrower than a screen: what is only scaled down has letters too small to read.
function fit(width) {
  for (const [chart, view] of views) {
    if (chart.isConnected) view.width(width(chart)).run();
    else views.delete(chart);
  }
}

addEventListener("beforeprint", () => fit((chart) => parseInt(getComputedStyle(chart).getPropertyValue("--ct-paper"), 10)));
addEventListener("afterprint", () => fit((chart) => chart.querySelector("[data-chart-plot]").clientWidth));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-chart-save]");
  if (!button) return;
  const { save } = await import("./chart-menu.js");
  await save(button.closest("[data-chart]"), button.dataset.chartSave);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") tooltip()?.classList.remove("visible");
  if (event.key !== "Enter" || !event.target.matches("[data-chart]")) return;
  event.preventDefault();
  const menu = event.target.querySelector("[data-menu]");
  menu.open = true;
  menu.querySelector("button").focus();
});

document.addEventListener("htmx:after:swap", drawAll);
drawAll();
