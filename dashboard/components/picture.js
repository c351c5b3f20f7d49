// Saves the chart that is on the page, as the browser drew it: no server, no Internet, no second drawing. plot.js
// listens to the event, says that it did by preventing its default, and names the file after what it drew.
export default function ({ data, parentElement }) {
  parentElement.querySelector(".picture")?.remove();
  const row = document.createElement("div");
  row.className = "picture";
  const failure = document.createElement("span");
  failure.setAttribute("role", "status");
  for (const [format, label] of data.buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.onclick = () => {
      const chart = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
      const order = new CustomEvent("picture", { cancelable: true, detail: { format } });
      const isSaved = chart?.dispatchEvent(order) === false;
      failure.textContent = isSaved ? "" : data.failure;
    };
    row.append(button);
  }
  row.append(failure);
  parentElement.append(row);
}
