// Draws a chart with Plotly. The data are bytes: a line of JSON that says what is drawn and how (`id` names the
// figure), then the figure itself, which is read only where it is another one than the chart that stands there.
// plot_ahead.js, which is joined to this file, draws the choices of a reader before the page answers.
const BUNDLES = new Map(); // the promise of Plotly by the address of its bundle
const PLOTS = new WeakMap(); // what is drawn, by the element that Streamlit gives
const PAPER = window.matchMedia("print");
const LEAST_WIDTH = 150; // pixels
const LONGEST_DRAWING = 5000; // milliseconds; a base map may never come
const SETTLING = [100, 1000]; // milliseconds; a page that is still being laid out has changed a width unseen
const EXPAND = { width: 24, height: 24,
  path: "M3 3h7v2H5v5H3zM14 3h7v7h-2V5h-5zM3 14h2v5h5v2H3zM19 14h2v7h-7v-2h5z" };

// Each bundle sets window.Plotly; taken from there at once, both can be on a page.
function load(address) {
  if (BUNDLES.has(address)) return BUNDLES.get(address);
  const loading = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(address, document.baseURI).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      BUNDLES.delete(address); // the next chart tries again
      script.remove();
      reject(new Error(`${address} could not be loaded`));
    };
    document.head.append(script);
  });
  BUNDLES.set(address, loading);
  return loading;
}

function begin(parent) {
  const box = document.createElement("div");
  box.className = "plot";
  box.setAttribute("role", "figure");
  const status = document.createElement("p");
  status.className = "plot-status";
  status.setAttribute("role", "status");
  const plot = { box, status, id: "", drawn: null, drawings: 0 };
  plot.observer = new ResizeObserver(() => resize(plot));
  plot.observer.observe(box);
  box.addEventListener("picture", (event) => {
    event.preventDefault(); // tells who asks that there is a chart
    save(plot, event.detail.format);
  });
  box.addEventListener("fullscreenchange", () => resize(plot));
  parent.append(box, status);
  PLOTS.set(parent, plot);
  return plot;
}

function end(plot, parent) {
  plot.isOver = true;
  plot.observer.disconnect();
  endAhead(plot);
  purge(plot);
  plot.box.remove();
  plot.status.remove();
  PLOTS.delete(parent);
}

// Takes away the drawing with its buttons and what listens to it.
function purge(plot) {
  plot.drawn?.Plotly.purge(plot.box);
  Object.assign(plot, { drawn: null, buttons: null, isBound: false });
}

// Width and height in pixels: of the screen, or as wide as there is room and as tall as the figure is.
function sizeOf(plot) {
  if (document.fullscreenElement === plot.box) return { width: window.innerWidth, height: window.innerHeight };
  return { width: Math.max(plot.box.clientWidth, LEAST_WIDTH), height: plot.height };
}

// Paper is drawn by print.css from what is on the screen.
function resize(plot) {
  if (plot.isOver || !plot.drawn || plot.drawings || PAPER.matches || !plot.box.clientWidth) return;
  const { width, height } = sizeOf(plot), now = plot.box.layout;
  if (now.width !== width || now.height !== height) plot.drawn.Plotly.relayout(plot.box, { width, height });
}

function save(plot, format) {
  if (!plot.drawn) return;
  const { width, height } = plot.box.getBoundingClientRect();
  plot.drawn.Plotly.downloadImage(plot.box, { format, filename: plot.name, scale: format === "png" ? 3 : 1,
    width: Math.round(width), height: Math.round(height) });
}

// Plotly makes a chart anew where a button's function is another one: they stay as long as the words do.
function buttonsOf(plot, { words }, { Icons }) {
  if (plot.buttons?.fullscreen === words.fullscreen) return plot.buttons.rows;
  const rows = [[
    { name: "toImage", title: words.picture, icon: Icons.camera, click: () => save(plot, "png") },
    { name: "fullscreen", title: words.fullscreen, icon: EXPAND, click: () => fullscreen(plot) },
  ]];
  plot.buttons = { fullscreen: words.fullscreen, rows };
  return rows;
}

function fullscreen({ box }) {
  if (document.fullscreenElement) document.exitFullscreen();
  else box.requestFullscreen?.().catch(() => {}); // a frame of another site may not
}

// Two bundles cannot go on with each other's drawing.
async function draw(plot, settings, figure) {
  const Plotly = await load(settings.bundle);
  await awaitRoom(plot);
  if (plot.id !== settings.id) return; // another figure came meanwhile
  if (plot.drawn && plot.drawn.Plotly !== Plotly) purge(plot);
  plot.drawn = { Plotly };
  plot.box.querySelector(":scope > p")?.remove(); // words of a figure that could not be drawn
  const config = { ...settings.config, modeBarButtons: buttonsOf(plot, settings, Plotly) };
  Object.assign(figure.layout, sizeOf(plot));
  plot.drawings += 1; // a new width meanwhile would be lost
  try {
    await Promise.race([Plotly.react(plot.box, { ...figure, config }), delay(LONGEST_DRAWING)]);
  } finally {
    plot.drawings -= 1;
  }
  bind(plot);
  resize(plot);
  for (const pause of SETTLING) setTimeout(() => resize(plot), pause);
}

// Waits until the box is shown: where it is hidden, text has no size, and Plotly remembers what it measured.
async function awaitRoom({ box }) {
  if (box.clientWidth) return;
  await new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (!box.clientWidth) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(box);
  });
}

function bind(plot) {
  if (plot.isBound || !plot.box.on) return;
  plot.isBound = true;
  plot.box.on("plotly_click", (event) => click(plot, event));
}

function delay(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Writes in words what the chart would have shown; the next run of the page tries again.
function describe(plot, alt) {
  const line = document.createElement("p");
  line.textContent = alt;
  purge(plot);
  plot.id = "";
  plot.box.replaceChildren(line);
}

function click(plot, event) {
  const code = event.points[0]?.customdata;
  if (plot.clicks && typeof code === "string") plot.send("place", code);
}

function show(plot, text) {
  const at = text.indexOf("\n"), settings = JSON.parse(text.slice(0, at));
  Object.assign(plot, { name: settings.name, clicks: settings.clicks, words: settings.words });
  plot.box.setAttribute("aria-label", settings.alt);
  if (settings.id === plot.id) return settings;
  const figure = JSON.parse(text.slice(at + 1));
  Object.assign(plot, { id: settings.id, height: figure.layout.height });
  plot.box.style.height = `${plot.height}px`;
  draw(plot, settings, figure).catch((error) => {
    console.warn(error);
    if (plot.id === settings.id) describe(plot, settings.alt);
  });
  return settings;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const plot = PLOTS.get(parentElement) ?? begin(parentElement);
  const run = {};
  plot.run = run;
  plot.send = setTriggerValue;
  showAnswer(plot, new TextDecoder().decode(data));
  // Streamlit calls this for a run that another has overtaken, too.
  return () => plot.run === run && end(plot, parentElement);
}
