// Draws every chart that is on the page or arrives later. Vega is fetched from this server, once, by the first chart.
// Expressions are interpreted, never compiled, and styles stand in our own sheets: the content security policy holds.

const vendor = document.querySelector("script[data-vendor]").dataset.vendor;
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
    .then(() => window.vegaEmbed);
  return library;
}

async function draw(chart) {
  chart.dataset.chart = "drawing";
  const embed = await vega();
  const spec = JSON.parse(chart.querySelector("[data-chart-spec]").textContent);
  await document.fonts.ready;
  const plot = chart.querySelector("[data-chart-plot]");
  await embed(plot, spec, {
    ast: true,
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "carteira" },
    loader: { target: "_self" },
  });
  // Its words are the page's own: the summary on the place of the drawing, and the table.
  plot.querySelector("svg").setAttribute("aria-hidden", "true");
  chart.dataset.chart = "drawn";
}

function drawAll() {
  for (const chart of document.querySelectorAll('[data-chart=""]')) draw(chart);
}

document.addEventListener("htmx:after:swap", drawAll);
drawAll();
