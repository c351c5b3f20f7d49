// Draws a chart with Plotly. The data are bytes: a line of JSON that says what is drawn and how (`id` names the
// figure), then the figure itself, which is read only where it is another one than the chart that stands there.
const LOADS = new Map(); // the promise of Plotly by the address of its bundle
const PLOTS = new WeakMap(); // what is drawn, by the element that Streamlit gives
const PAPER = window.matchMedia("print");
const LEAST_WIDTH = 150; // pixels
const EXPAND = { width: 24, height: 24,
  path: "M3 3h7v2H5v5H3zM14 3h7v7h-2V5h-5zM3 14h2v5h5v2H3zM19 14h2v7h-7v-2h5z" };

// Each bundle sets window.Plotly; taken from there at once, both can be on a page.
function load(address) {
  const loading = LOADS.get(address);
  if (loading) return loading;
  const begun = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(address, document.baseURI).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      LOADS.delete(address); // the next chart tries again
      script.remove();
      reject(new Error(`${address} could not be loaded`));
    };
    document.head.append(script);
  });
  LOADS.set(address, begun);
  return begun;
}

function begin(parent) {
  const box = document.createElement("div");
  box.className = "plot";
  box.setAttribute("role", "figure");
  const plot = { box, head: "", drawn: null };
  plot.observer = new ResizeObserver(() => resize(plot));
  plot.observer.observe(box);
  box.addEventListener("picture", (event) => {
    event.preventDefault(); // tells who asks that there is a chart
    save(plot, event.detail);
  });
  box.addEventListener("fullscreenchange", () => resize(plot));
  parent.append(box);
  PLOTS.set(parent, plot);
  return plot;
}

function end(plot, parent) {
  plot.observer.disconnect();
  plot.drawn?.Plotly.purge(plot.box);
  plot.box.remove();
  PLOTS.delete(parent);
}

// Width and height in pixels: of the screen, or as wide as there is room and as tall as the figure is.
function sizeOf(plot) {
  if (document.fullscreenElement === plot.box) return { width: window.innerWidth, height: window.innerHeight };
  return { width: Math.max(plot.box.clientWidth, LEAST_WIDTH), height: plot.height };
}

// Paper is drawn by print.css from what is on the screen.
function resize(plot) {
  if (!plot.drawn || PAPER.matches || !plot.box.clientWidth) return;
  const { width, height } = sizeOf(plot), now = plot.box.layout;
  if (now.width !== width || now.height !== height) plot.drawn.Plotly.relayout(plot.box, { width, height });
}

function save(plot, { format, name }) {
  if (!plot.drawn) return;
  const { width, height } = plot.box.getBoundingClientRect();
  plot.drawn.Plotly.downloadImage(plot.box, { format, filename: name, scale: format === "png" ? 3 : 1,
    width: Math.round(width), height: Math.round(height) });
}

function buttonsOf(plot, { words }, { Icons }) {
  return [[
    { name: "toImage", title: words.picture, icon: Icons.camera,
      click: () => save(plot, { format: "png", name: plot.name }) },
    { name: "fullscreen", title: words.fullscreen, icon: EXPAND, click: () => fullscreen(plot) },
  ]];
}

function fullscreen({ box }) {
  if (document.fullscreenElement) document.exitFullscreen();
  else box.requestFullscreen?.().catch(() => {}); // a frame of another site may not
}

// Two bundles cannot go on with each other's drawing.
async function draw(plot, head, settings, figure) {
  const Plotly = await load(settings.bundle);
  if (plot.head !== head) return; // another figure came meanwhile
  if (plot.drawn && plot.drawn.Plotly !== Plotly) {
    plot.drawn.Plotly.purge(plot.box);
    plot.drawn = null;
  }
  const isFirst = !plot.drawn;
  plot.drawn = { Plotly };
  const config = { ...settings.config, modeBarButtons: buttonsOf(plot, settings, Plotly) };
  Object.assign(figure.layout, sizeOf(plot));
  await Plotly.react(plot.box, { ...figure, config });
  if (isFirst) plot.box.on("plotly_click", (event) => click(plot, event));
}

// Writes in words what the chart would have shown; the next run of the page tries again.
function describe(plot, alt) {
  const line = document.createElement("p");
  line.textContent = alt;
  plot.drawn?.Plotly.purge(plot.box);
  Object.assign(plot, { head: "", drawn: null });
  plot.box.replaceChildren(line);
}

function click(plot, event) {
  const code = event.points[0]?.customdata;
  if (plot.clicks && typeof code === "string") plot.send("place", code);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const plot = PLOTS.get(parentElement) ?? begin(parentElement);
  const run = {};
  plot.run = run;
  plot.send = setTriggerValue;
  const text = new TextDecoder().decode(data), at = text.indexOf("\n"), head = text.slice(0, at);
  if (head !== plot.head) {
    const settings = JSON.parse(head), figure = JSON.parse(text.slice(at + 1));
    Object.assign(plot, { head, name: settings.name, clicks: settings.clicks, height: figure.layout.height });
    plot.box.setAttribute("aria-label", settings.alt);
    plot.box.style.height = `${plot.height}px`;
    draw(plot, head, settings, figure).catch((error) => {
      console.warn(error);
      if (plot.head === head) describe(plot, settings.alt);
    });
  }
  // Streamlit calls this for a run that another has overtaken, too.
  return () => plot.run === run && end(plot, parentElement);
}
