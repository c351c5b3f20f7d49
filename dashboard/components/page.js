// The page's language, which screen readers need to pronounce it, and how wide the reader's window is: neither can
// be set or known on the server. Only phones and walls answer, so a desk pays no second run.
const PAPER = window.matchMedia("print");
const LONG_WORD = /\S{41}/; // an address or a path may be broken anywhere in its cell; a number or a name never
let partOfTable = "";
let dates = "en-GB"; // by which locale the day of printing is written

// A chart is drawn in pixels of the screen; with a viewBox print.css can draw it as wide as the paper. Plotly draws
// anew when the window changes, so the viewBox is taken away again.
function toPaper() {
  for (const box of document.querySelectorAll(".js-plotly-plot .svg-container")) {
    const drawn = box.querySelector(".main-svg");
    const width = drawn?.getAttribute("width"), height = drawn?.getAttribute("height");
    if (!Number(width) || !Number(height)) continue;
    box.style.setProperty("--chart-ratio", String(width / height));
    box.style.setProperty("--chart-width", `${width}px`);
    for (const svg of box.querySelectorAll(".main-svg")) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  for (const frame of document.querySelectorAll("[data-testid=stDataFrame]")) tableToPaper(frame);
  const foot = document.querySelector(".st-key-print_foot .print-address");
  if (foot) foot.textContent = `${window.location.href} · ${today()}`;
}

// A table is a picture of the rows on the screen, which paper would cut; the same rows stand as text inside its canvas,
// for readers who listen. They are written out, and a line says how many rows and columns the whole table has.
function tableToPaper(frame) {
  const grid = frame.querySelector("canvas table[role=grid]");
  const rows = [...(grid?.rows ?? [])];
  if (rows.length < 2) return; // as in a frame that is hidden because its rows are written out already
  frame.querySelector(":scope > .paper-table")?.remove();
  const paper = document.createElement("div"), table = document.createElement("table");
  paper.className = "paper-table";
  fill(table.createTHead(), rows.slice(0, 1), "th");
  fill(table.createTBody(), rows.slice(1), "td");
  paper.append(table);
  const counts = countsOf(grid, rows);
  if (counts.shown < counts.rows || counts.columns < counts.of) {
    const line = document.createElement("p");
    line.textContent = partOfTable.replace(/\{(\w+)\}/g, (_, name) => counts[name]);
    paper.append(line);
  }
  frame.append(paper);
}

function fill(section, rows, tag) {
  for (const row of rows) {
    const line = section.insertRow();
    for (const cell of row.cells) {
      const text = line.appendChild(document.createElement(tag));
      text.textContent = words(cell.textContent);
      text.className = LONG_WORD.test(text.textContent) ? "long" : "";
    }
  }
}

// A link to an indicator is shown by the title behind its #.
function words(text) {
  const title = /^indicator\?\S*#(\S+)$/.exec(text)?.[1];
  try {
    return title ? decodeURIComponent(title) : text;
  } catch {
    return text; // a file may write what looks like such a link and is none
  }
}

// The grid counts its heading as row 1.
function countsOf(grid, rows) {
  const row = (at) => Number(rows.at(at).getAttribute("aria-rowindex")) - 1;
  return { first: row(1), last: row(-1), shown: rows.length - 1, rows: Number(grid.getAttribute("aria-rowcount")) - 1,
           columns: rows[0].cells.length, of: Number(grid.getAttribute("aria-colcount")) };
}

function today() {
  return new Date().toLocaleDateString(dates, { dateStyle: "medium" });
}

function toScreen() {
  for (const paper of document.querySelectorAll(".paper-table")) paper.remove();
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
  partOfTable = data.partOfTable;
  dates = data.dates;
  document.documentElement.lang = data.language;
  const width = window.innerWidth;
  const size = width < 640 ? "phone" : width > 2600 ? "screen" : "page";
  if (size !== data.size && !PAPER.matches) setStateValue("size", size);
}
