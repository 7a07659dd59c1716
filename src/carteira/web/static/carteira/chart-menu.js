// Saves a chart: as a picture, as a drawing, or its figures. Pictures are made anew, on a ground of their own and with
// their title, since the page's colours, width and words do not travel with them.

import { embedded } from "./charts.js";

const WIDTH = 960;
const EDGE = 24;
const TITLE = { fontSize: 20, lineHeight: 28, fontWeight: 620 };
const UNDER = { subtitleFontSize: 13, subtitleLineHeight: 20, subtitlePadding: 8 };
const GAP = 24;
const SHARPNESS = 2;

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function lines(text, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const found = [""];
  for (const word of text.split(" ")) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= WIDTH - 2 * EDGE) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

function titled(chart, family) {
  const under = [...chart.querySelectorAll("[data-chart-note]")].map((note) => note.textContent.trim());
  under.push(chart.dataset.source);
  return {
    ...TITLE,
    ...UNDER,
    font: family,
    subtitleFont: family,
    text: lines(chart.querySelector("[data-chart-title]").textContent, `${TITLE.fontWeight} ${TITLE.fontSize}px ${family}`),
    subtitle: under.flatMap((text) => lines(text, `${UNDER.subtitleFontSize}px ${family}`)),
    color: token("--ct-ink"),
    subtitleColor: token("--ct-muted"),
    anchor: "start",
    frame: "bounds",
    offset: GAP,
  };
}

function picture(chart) {
  const text = chart.querySelector("[data-chart-spec]").textContent;
  const spec = JSON.parse(text.replace(/var\((--ct-[\w-]+)\)/g, (_, name) => token(name)));
  const title = titled(chart, spec.config.font);
  const head = title.text.length * TITLE.lineHeight + title.subtitle.length * UNDER.subtitleLineHeight + UNDER.subtitlePadding + GAP;
  const { left = 0, right = 0, top = 0, bottom = 0 } = spec.padding ?? {};
  return {
    ...spec,
    title,
    width: WIDTH,
    height: spec.height + head + 2 * EDGE,
    padding: { left: left + EDGE, right: right + EDGE, top: top + EDGE, bottom: bottom + EDGE },
    background: token("--ct-surface"),
  };
}

async function headless(chart) {
  return embedded(document.createElement("div"), picture(chart), { renderer: "none", tooltip: false });
}

const formats = {
  svg: async (chart) => new Blob([await (await headless(chart)).toSVG()], { type: "image/svg+xml" }),
  png: async (chart) => {
    const canvas = await (await headless(chart)).toCanvas(SHARPNESS);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  },
  csv: async (chart) => new Blob([JSON.parse(chart.querySelector("[data-chart-csv]").textContent)], { type: "text/csv;charset=utf-8" }),
};

export async function save(chart, format) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await formats[format](chart));
  link.download = `${chart.dataset.name}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  const menu = chart.querySelector("[data-menu]");
  menu.open = false;
  menu.querySelector("summary").focus();
}
