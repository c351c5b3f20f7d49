// Draws a chart with Plotly. The data are bytes: a line of JSON that says what is drawn and how (`id` names the
// figure), then the figure itself, which is read only where it is another one than the chart that stands there.
//
// Where the page says which choices it has (`ahead`), the figure of an option that a reader points at is fetched, and
// drawn at the choice. It is pending until the page's own answer comes, which is drawn only if it is another figure.
const LOADS = new Map(); // the promise of Plotly by the address of its bundle
const PLOTS = new WeakMap(); // what is drawn, by the element that Streamlit gives
const FIGURES = new Map(); // promises of what was fetched ahead, by address, the oldest first
const MOST_FIGURES = 40;
const OPTIONS = new Map(); // the values of the long boxes by label, by parameter, by address
const PAPER = window.matchMedia("print");
const LEAST_WIDTH = 150; // pixels
const INTENT = 50; // milliseconds on an option until its figure is fetched
const PAUSE = 400; // milliseconds before each fetch that nobody waits for
const PATIENCE = 10_000; // milliseconds that a figure may be pending
const EXPAND = { width: 24, height: 24,
  path: "M3 3h7v2H5v5H3zM14 3h7v7h-2V5h-5zM3 14h2v5h5v2H3zM19 14h2v7h-7v-2h5z" };
let followed = null; // the chart of the page whose choices are drawn ahead
let idle = Promise.resolve(); // the end of the line of fetches that nobody waits for
let intent = 0;

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
  const plot = { box, id: "", drawn: null };
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
  clearTimeout(plot.pending);
  plot.drawn?.Plotly.purge(plot.box);
  plot.box.remove();
  PLOTS.delete(parent);
  if (followed === plot) followed = null;
}

// Width and height in pixels: of the screen, or as wide as there is room and as tall as the figure is.
function sizeOf(plot) {
  if (document.fullscreenElement === plot.box) return { width: window.innerWidth, height: window.innerHeight };
  return { width: Math.max(plot.box.clientWidth, LEAST_WIDTH), height: plot.height };
}

// Paper is drawn by print.css from what is on the screen.
function resize(plot) {
  if (!plot.drawn || plot.isDrawing || PAPER.matches || !plot.box.clientWidth) return;
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
async function draw(plot, settings, figure) {
  const Plotly = await load(settings.bundle);
  if (plot.id !== settings.id) return; // another figure came meanwhile
  if (plot.drawn && plot.drawn.Plotly !== Plotly) {
    plot.drawn.Plotly.purge(plot.box);
    plot.drawn = null;
  }
  const isFirst = !plot.drawn;
  plot.drawn = { Plotly };
  const config = { ...settings.config, modeBarButtons: buttonsOf(plot, settings, Plotly) };
  Object.assign(figure.layout, sizeOf(plot));
  plot.isDrawing = true; // a new width meanwhile would be lost
  try {
    await Plotly.react(plot.box, { ...figure, config });
  } finally {
    plot.isDrawing = false;
  }
  resize(plot);
  if (isFirst) plot.box.on("plotly_click", (event) => click(plot, event));
}

// Writes in words what the chart would have shown; the next run of the page tries again.
function describe(plot, alt) {
  const line = document.createElement("p");
  line.textContent = alt;
  plot.drawn?.Plotly.purge(plot.box);
  Object.assign(plot, { id: "", drawn: null });
  plot.box.replaceChildren(line);
}

function click(plot, event) {
  const code = event.points[0]?.customdata;
  if (plot.clicks && typeof code === "string") plot.send("place", code);
}

function present(plot, text) {
  const at = text.indexOf("\n"), settings = JSON.parse(text.slice(0, at));
  Object.assign(plot, { name: settings.name, clicks: settings.clicks });
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

// The page's room for the chart is as tall as its own figure, until its next answer.
function setPending(plot, isPending) {
  clearTimeout(plot.pending);
  plot.box.toggleAttribute("data-pending", isPending);
  plot.box.setAttribute("aria-busy", String(isPending));
  const room = plot.box.closest("[data-testid=stElementContainer]");
  if (room) room.style.height = isPending ? "auto" : "";
  if (isPending) plot.pending = setTimeout(() => answer(plot, plot.text), PATIENCE);
}

// What the page itself says of the chart.
function answer(plot, text) {
  plot.choice = null;
  plot.text = text;
  setPending(plot, false);
  const { ahead } = present(plot, text);
  if (!ahead) return;
  plot.ahead = ahead;
  followed = plot;
  listen();
  remember(address(ahead.path, ahead.parameters), Promise.resolve(text));
  whenIdle(() => fetchOptions(ahead.options));
  for (const choice of ahead.choices.filter((one) => one.idle)) {
    for (const label of Object.keys(choice.options)) {
      whenIdle(() => plot.ahead === ahead && fetchAhead(addressOf(ahead, choice, label)));
    }
  }
}

// The address of the chart where an option of a selector is chosen; "" where it is unknown or chosen already.
function addressOf(ahead, { parameter, options, clears }, label) {
  const value = (options ?? OPTIONS.get(ahead.options)?.[parameter])?.[label];
  if (value === undefined || value === (ahead.parameters[parameter] ?? "")) return "";
  const parameters = { ...ahead.parameters, [parameter]: value };
  for (const name of clears ?? []) delete parameters[name];
  return address(ahead.path, parameters);
}

function address(path, parameters) {
  const given = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  given.sort();
  return `${path}?${given}`;
}

async function fetchOptions(address) {
  if (OPTIONS.has(address)) return;
  OPTIONS.set(address, {});
  const reply = await fetch(new URL(address, document.baseURI)).catch(() => null);
  if (reply?.ok) OPTIONS.set(address, await reply.json());
  else OPTIONS.delete(address);
}

function fetchAhead(address) {
  if (!address || FIGURES.has(address)) return FIGURES.get(address);
  const fetched = fetch(new URL(address, document.baseURI)).then((reply) => (reply.ok ? reply.text() : ""), () => "");
  remember(address, fetched);
  fetched.then((text) => text || FIGURES.delete(address)); // a server that is busy is asked again
  return fetched;
}

function remember(address, figure) {
  FIGURES.delete(address); // then it is the youngest
  FIGURES.set(address, figure);
  if (FIGURES.size > MOST_FIGURES) FIGURES.delete(FIGURES.keys().next().value);
}

// Who clicks quickly is past a page before its other views are fetched.
function whenIdle(work) {
  const rest = () => new Promise((resolve) => setTimeout(resolve, PAUSE));
  const free = () => new Promise((resolve) => window.requestIdleCallback(resolve, { timeout: 2000 }));
  idle = idle.then(rest).then(free).then(work);
}

// The address of an option of one of the page's selectors: a button of a row, or a line of the box that is open.
function optionAt(element) {
  const option = element?.closest?.("button, [role=option]");
  if (!option || !followed?.box.isConnected) return "";
  const { ahead } = followed;
  const of = ahead.choices.find(({ key }) => {
    const widget = document.querySelector(`.st-key-${CSS.escape(key)}`);
    return option.role === "option" ? widget?.querySelector("[aria-expanded=true]") : widget?.contains(option);
  });
  return of ? addressOf(ahead, of, option.textContent.trim()) : "";
}

function point(element) {
  clearTimeout(intent);
  const address = optionAt(element);
  if (!address) return;
  intent = setTimeout(async () => {
    const text = await fetchAhead(address);
    if (text) load(JSON.parse(text.slice(0, text.indexOf("\n"))).bundle).catch(() => {});
  }, INTENT);
}

async function choose(element) {
  const address = optionAt(element), plot = followed;
  if (!address || !FIGURES.has(address)) return;
  const choice = {};
  plot.choice = choice;
  const text = await FIGURES.get(address);
  if (!text || plot.choice !== choice) return; // the page was faster
  setPending(plot, true);
  present(plot, text);
}

// The option that the arrow keys are on.
function active() {
  const id = document.activeElement?.getAttribute("aria-activedescendant");
  return id ? document.getElementById(id) : null;
}

function listen() {
  if (window.listensToChoices) return;
  window.listensToChoices = true;
  document.addEventListener("pointerover", ({ target }) => point(target));
  document.addEventListener("focusin", ({ target }) => point(target));
  document.addEventListener("keyup", () => active() && point(active()));
  document.addEventListener("click", ({ target }) => choose(target), true);
  document.addEventListener("keydown", ({ key }) => key === "Enter" && active() && choose(active()), true);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const plot = PLOTS.get(parentElement) ?? begin(parentElement);
  const run = {};
  plot.run = run;
  plot.send = setTriggerValue;
  answer(plot, new TextDecoder().decode(data));
  // Streamlit calls this for a run that another has overtaken, too.
  return () => plot.run === run && end(plot, parentElement);
}
