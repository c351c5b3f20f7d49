// Saves the chart that is on the page, as the browser drew it: no server, no Internet, no second drawing.
// Plotly keeps its picture options on the chart's own element and has one button that uses them; setting the
// format there and pressing that button is the one way in from outside, as Streamlit keeps Plotly to itself.
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
      const press = chart?.querySelector('.modebar-btn[data-attr="toImage"], .modebar-btn[data-title*="png" i], .modebar-btn');
      failure.textContent = press ? "" : data.failure;
      if (!press) return;
      const size = chart.getBoundingClientRect();
      chart._context.toImageButtonOptions = { format, filename: data.name, scale: format === "png" ? 3 : 1,
        width: Math.round(size.width), height: Math.round(size.height) };
      press.click();
    };
    row.append(button);
  }
  row.append(failure);
  parentElement.append(row);
}
