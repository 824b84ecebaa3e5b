// The page: the index is loaded, then its parts show it.

import { drawCharts } from "./charts.js";
import { startConsole } from "./console.js";
import { Milestones } from "./data.js";
import { copy } from "./dom.js";
import { Table } from "./table.js";
import { Timeline } from "./timeline.js";

async function start() {
  const answer = await fetch("assets/milestones.json");
  if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
  const milestones = new Milestones(await answer.json());
  const ask = startConsole(milestones);
  const table = new Table(milestones, ask);
  drawCharts(milestones, table, ask);
  const timeline = new Timeline(milestones, table, ask);
  const follow = () => {
    const target = decodeURIComponent(location.hash.slice(1));
    if (/^ms-[a-z2-7]{12}$/.test(target)) table.open(target);
    else if (target.startsWith("product=")) timeline.show(target.slice("product=".length));
  };
  addEventListener("hashchange", follow);
  follow();
  document.documentElement.dataset.ready = "true";
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy).textContent, button));
}

start().catch((error) => {
  const notice = document.getElementById("failure");
  notice.hidden = false;
  notice.textContent = location.protocol === "file:"
    ? "Browsers do not let a page that is opened from a folder read its data. Serve the folder instead: python3 -m http.server"
    : `The data of this page could not be loaded: ${error.message}`;
  document.getElementById("count").textContent = "";
});
