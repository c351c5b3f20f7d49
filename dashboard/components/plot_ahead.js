// Draws a choice before the page answers; joined to plot.js, whose functions it uses.
//
// Where the page says which choices it has (`ahead`), the figure of an option that a reader points at is fetched, and
// drawn at the choice. It is pending until the page's own answer comes, which is drawn only if it is another figure.
const FIGURES = new Map(); // promises of what was fetched ahead, by address, the least recently used first
const MOST_FIGURES = 40;
const OPTIONS = new Map(); // the values of the long boxes by label, by parameter, by the newest address
const HOVER = 50; // milliseconds on an option until its figure is fetched
const STAY = 2000; // milliseconds on a page until its other views are fetched
const PAUSE = 400; // milliseconds before each fetch that nobody waits for
const SECOND = 1000; // milliseconds
const PATIENCE = 10; // seconds that a figure may be pending
const IDLE_PATIENCE = 3; // the same where the server does nothing
const whenFree = window.requestIdleCallback ?? ((work) => setTimeout(work, 200)); // Safari has none
let pagePlot = null; // the chart of the page whose choices are drawn ahead
let queue = Promise.resolve(); // the end of the line of fetches that nobody waits for
let hoverTimer = 0;

function endAhead(plot) {
  if (plot.ahead) setPending(plot, false);
  clearTimeout(plot.stayTimer);
  Object.assign(plot, { choice: null, ahead: null, parameters: null });
  if (pagePlot === plot) pagePlot = null;
}

// The page's room for the chart is as tall as its own figure, until its next answer. The files below are those of the
// page's last answer, so nobody gets them meanwhile.
function setPending(plot, isPending) {
  clearTimeout(plot.pendingTimer);
  plot.status.textContent = "";
  plot.box.toggleAttribute("data-pending", isPending);
  plot.box.setAttribute("aria-busy", String(isPending));
  const room = plot.box.closest("[data-testid=stElementContainer]");
  if (room) room.style.height = isPending ? "auto" : "";
  for (const row of document.querySelectorAll("[class*=st-key-downloads_]")) row.inert = isPending;
  if (isPending) awaitAnswer(plot, 1);
}

// Says after a second that the page has not answered; shows its last answer again where none comes.
function awaitAnswer(plot, seconds) {
  plot.pendingTimer = setTimeout(() => {
    plot.status.textContent = plot.words.pending;
    const isIdle = stateOf("testScriptState") === "notRunning";
    if (seconds >= (isIdle ? IDLE_PATIENCE : PATIENCE)) showAnswer(plot, plot.text);
    else awaitAnswer(plot, seconds + 1);
  }, SECOND);
}

// What Streamlit writes on its page: of the script, and of the connection to the server.
function stateOf(name) {
  return document.querySelector("[data-testid=stApp]")?.dataset[name];
}

// Shows what the page itself says of the chart.
function showAnswer(plot, text) {
  if (plot.isOver) return;
  setPending(plot, false);
  endAhead(plot);
  plot.text = text;
  const { ahead } = show(plot, text);
  if (!ahead) return;
  Object.assign(plot, { ahead, parameters: ahead.parameters });
  pagePlot = plot;
  listen();
  remember(address(ahead.path, ahead.parameters), Promise.resolve(text));
  whenIdle(() => fetchOptions(ahead.options));
  plot.stayTimer = setTimeout(() => fetchViews(plot), STAY);
}

// Fetches the other views, which are few; once for each answer of the page.
function fetchViews(plot) {
  clearTimeout(plot.stayTimer);
  const { ahead } = plot;
  if (!ahead || plot.viewsOf === ahead) return;
  plot.viewsOf = ahead;
  for (const choice of ahead.choices.filter((one) => one.idle)) {
    for (const label of Object.keys(choice.options)) {
      whenIdle(() => plot.ahead === ahead && fetchFigure(addressWith(plot, choice, label)));
    }
  }
}

// The parameters of the chart where an option of a selector is chosen; null where they are unknown.
function parametersWith({ ahead, parameters }, { parameter, options, clears }, label) {
  const value = (options ?? OPTIONS.get(ahead.options)?.[parameter])?.[label];
  if (!parameters || value === undefined) return null;
  if (value === (parameters[parameter] ?? "")) return parameters;
  const others = Object.entries(parameters).filter(([name]) => !clears?.includes(name));
  return { ...Object.fromEntries(others), [parameter]: value };
}

// The address of the figure of an option; "" where it is unknown or chosen already.
function addressWith(plot, choice, label) {
  const parameters = parametersWith(plot, choice, label);
  return !parameters || parameters === plot.parameters ? "" : address(plot.ahead.path, parameters);
}

function address(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  query.sort();
  return `${path}?${query}`;
}

// The answer of the server as `read` reads it; null where there is none, or half of one.
async function fetchReply(address, read) {
  try {
    const reply = await fetch(new URL(address, document.baseURI));
    return reply.ok ? await read(reply) : null;
  } catch {
    return null;
  }
}

async function fetchOptions(address) {
  if (OPTIONS.has(address)) return;
  const options = await fetchReply(address, (reply) => reply.json());
  if (!options) return;
  OPTIONS.clear(); // each change of the data has another address
  OPTIONS.set(address, options);
}

async function fetchFigure(address) {
  if (!address) return null;
  if (FIGURES.has(address)) return FIGURES.get(address);
  const figure = fetchReply(address, (reply) => reply.text());
  remember(address, figure);
  const text = await figure;
  if (!text) FIGURES.delete(address); // a server that is busy is asked again
  return text;
}

function remember(address, figure) {
  FIGURES.delete(address); // then it is the youngest
  FIGURES.set(address, figure);
  if (FIGURES.size > MOST_FIGURES) FIGURES.delete(FIGURES.keys().next().value);
}

function whenIdle(work) {
  const free = () => new Promise((resolve) => whenFree(resolve, { timeout: 2000 }));
  queue = queue.then(() => delay(PAUSE)).then(free).then(work).catch(console.warn);
}

// The page's selector that an element is in: a button of a row, or a line of the box that is open.
function selectorAt(element) {
  const option = element?.closest?.("button, [role=option]");
  if (!option || !pagePlot?.box.isConnected) return {};
  const choice = pagePlot.ahead.choices.find(({ key }) => {
    const widget = document.querySelector(`.st-key-${CSS.escape(key)}`);
    return option.role === "option" ? widget?.querySelector("[aria-expanded=true]") : widget?.contains(option);
  });
  return { choice, option };
}

function prefetch(element) {
  clearTimeout(hoverTimer);
  const { choice, option } = selectorAt(element);
  if (!choice) return;
  const plot = pagePlot, address = addressWith(plot, choice, option.textContent.trim());
  hoverTimer = setTimeout(async () => {
    if (choice.idle) fetchViews(plot);
    const text = await fetchFigure(address);
    if (text) load(JSON.parse(text.slice(0, text.indexOf("\n"))).bundle).catch(() => {});
  }, HOVER);
}

// Draws what was chosen last, if it was fetched; on an option that is not known, nothing until the page answers.
async function drawChoice(element) {
  clearTimeout(hoverTimer);
  const plot = pagePlot, { choice, option } = selectorAt(element);
  if (!option || (!choice && option.role !== "option")) return;
  const parameters = choice ? parametersWith(plot, choice, option.textContent.trim()) : null;
  if (parameters && parameters === plot.parameters) return;
  const order = {};
  Object.assign(plot, { choice: order, parameters });
  const figure = parameters && FIGURES.get(address(plot.ahead.path, parameters));
  if (!figure || stateOf("testConnectionState") !== "CONNECTED") return;
  remember(address(plot.ahead.path, parameters), figure);
  const text = await figure;
  if (!text || plot.choice !== order) return; // the page was faster, or another choice
  setPending(plot, true);
  show(plot, text);
}

// The option that the arrow keys are on.
function activeOption() {
  const id = document.activeElement?.getAttribute("aria-activedescendant");
  return id ? document.getElementById(id) : null;
}

// Enter in the midst of an input method (229 in Safari) ends a syllable and chooses nothing.
function isChoice(event) {
  return event.key === "Enter" && !event.isComposing && event.keyCode !== 229;
}

function listen() {
  if (window.listensToChoices) return;
  window.listensToChoices = true;
  document.addEventListener("pointerover", (event) => event.pointerType !== "touch" && prefetch(event.target));
  document.addEventListener("focusin", ({ target }) => prefetch(target));
  document.addEventListener("keyup", () => activeOption() && prefetch(activeOption()));
  document.addEventListener("click", ({ target }) => drawChoice(target), true);
  document.addEventListener("keydown", (event) => isChoice(event) && activeOption() && drawChoice(activeOption()), true);
}
