const SVG = "http://www.w3.org/2000/svg";

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function spark(trail, colour) {
  const known = trail.filter((value) => value !== null);
  if (!known.length) return null;
  const low = Math.min(...known), high = Math.max(...known), width = 100, height = 36;
  const x = (at) => (trail.length > 1 ? (at / (trail.length - 1)) * width : width / 2);
  const y = (value) => (high === low ? height / 2 : height - 3 - ((value - low) / (high - low)) * (height - 6));
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("class", "spark");
  drawn.setAttribute("aria-hidden", "true");
  const lone = (at) => trail[at - 1] == null && trail[at + 1] == null;
  let path = "", dots = "", pen = false;
  trail.forEach((value, at) => {
    if (value === null) { pen = false; return; }
    const point = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    if (lone(at)) dots += `M${point}h0.01`; // a line of no length has round ends, and they are a dot
    path += `${pen ? "L" : "M"}${point}`;
    pen = true;
  });
  drawn.append(stroke(path, colour, 2));
  if (dots) drawn.append(stroke(dots, colour, 6));
  return drawn;
}

function stroke(path, colour, width) {
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  line.setAttribute("fill", "none");
  line.setAttribute("stroke", colour);
  line.setAttribute("stroke-width", String(width));
  line.setAttribute("stroke-linecap", "round");
  line.setAttribute("vector-effect", "non-scaling-stroke");
  return line;
}

function tileOf(tile, colours, open) {
  const made = element("li", tile.value ? "tile" : "tile empty");
  const link = element("a", "", tile.title);
  link.href = tile.href;
  if (tile.label) link.setAttribute("aria-label", tile.label);
  link.onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(tile.id);
  };
  made.append(link);
  if (tile.place_tag) made.append(element("span", "place-tag", tile.place_tag));
  const row = element("div", "row");
  row.append(element("span", "value", tile.value || tile.note));
  const drawn = spark(tile.trail, colours.focus);
  if (drawn) row.append(drawn);
  made.append(row);
  const change = element("div", "line", tile.period);
  if (tile.change) {
    change.append(document.createTextNode(" · "));
    change.append(element("b", tile.change_tone, tile.change));
  }
  made.append(change);
  if (tile.rank) made.append(element("div", "line", tile.rank));
  if (tile.state) made.append(element("div", `line ${tile.state_tone}`, tile.state));
  if (tile.note && tile.value) made.append(element("div", "line", tile.note));
  return made;
}

function listOf(tiles, colours, open) {
  const list = element("ul", "tiles");
  list.append(...tiles.map((tile) => tileOf(tile, colours, open)));
  return list;
}

function fieldOf(field, colours, open) {
  const made = element("section", "field");
  const title = element("h2");
  if (field.icon) {
    const icon = element("span", "icon", field.icon);
    icon.setAttribute("aria-hidden", "true");
    title.append(icon, " ");
  }
  title.append(document.createTextNode(field.title));
  made.append(title);
  if (field.description) made.append(element("p", "", field.description));
  if (field.tiles.length) made.append(listOf(field.tiles, colours, open));
  else made.append(element("p", "line", field.empty));
  if (field.setting_tiles.length) {
    made.append(element("h3", "", field.setting));
    made.append(listOf(field.setting_tiles, colours, open));
  }
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const { fields, colours } = JSON.parse(data);
  parentElement.querySelector(".board")?.remove();
  const board = element("div", "board");
  for (const [name, colour] of Object.entries(colours)) board.style.setProperty(`--${name}`, colour);
  board.append(...fields.map((field) => fieldOf(field, colours, (id) => setTriggerValue("open", id))));
  parentElement.append(board);
}
