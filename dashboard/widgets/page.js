// The page's language, which screen readers need to pronounce it, and how wide the reader's window is: neither can
// be set or known on the server. Only phones and walls answer, so a desk pays no second run.
const PAPER = window.matchMedia("print");

// A chart is drawn in pixels of the screen; with a viewBox print.css can draw it as wide as the paper. Plotly draws
// anew when the window changes, so the viewBox is taken away again.
function toPaper() {
  for (const box of document.querySelectorAll(".js-plotly-plot .svg-container")) {
    const drawn = box.querySelector(".main-svg");
    const width = drawn?.getAttribute("width"), height = drawn?.getAttribute("height");
    if (!Number(width) || !Number(height)) continue;
    box.style.setProperty("--chart-ratio", `${width} / ${height}`);
    box.style.setProperty("--chart-width", `${width}px`);
    for (const svg of box.querySelectorAll(".main-svg")) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  const foot = document.querySelector(".st-key-print_foot .print-address");
  if (foot) foot.textContent = `${window.location.href} · ${today()}`;
}

function today() {
  const language = document.documentElement.lang;
  return new Date().toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "medium" });
}

function toScreen() {
  for (const box of document.querySelectorAll(".js-plotly-plot .svg-container")) {
    box.style.removeProperty("--chart-ratio");
    box.style.removeProperty("--chart-width");
    for (const svg of box.querySelectorAll(".main-svg")) svg.removeAttribute("viewBox");
  }
}

function listen() {
  if (window.listensToPrinting) return;
  window.listensToPrinting = true;
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  PAPER.addEventListener("change", (paper) => (paper.matches ? toPaper() : toScreen()));
}

export default function ({ data, setStateValue }) {
  listen();
  document.documentElement.lang = data.language;
  const width = window.innerWidth;
  const size = width < 640 ? "phone" : width > 2600 ? "screen" : "page";
  if (size !== data.size && !PAPER.matches) setStateValue("size", size);
}
