// The life of one product across jurisdictions.

import { fill } from "./charts.js";
import { html, svg } from "./dom.js";
import { tone } from "./table.js";
import { count, day, region, words } from "./words.js";

const SHAPES = {
  approval: (x, y) => svg("circle", { cx: x, cy: y, r: 7, class: "mark good" }),
  bad: (x, y) => svg("path", { d: `M${x - 5} ${y - 5}l10 10m0-10l-10 10`, class: "mark cross" }),
  designation: (x, y) => svg("path", { d: `M${x} ${y - 6}l6 6-6 6-6-6z`, class: "mark c6" }),
  filing: (x, y) => svg("circle", { cx: x, cy: y, r: 5.5, class: "mark hollow" }),
  other: (x, y) => svg("rect", { x: x - 4, y: y - 4, width: 8, height: 8, rx: 2, class: "mark c7" }),
};
const LEGEND = [["approval", "approval"], ["filing", "filing or acceptance"], ["designation", "designation"], ["bad", "refusal, hold, withdrawal"], ["other", "other"]];

function shape(type) {
  if (type === "approval") return "approval";
  if (tone(type) === "bad") return "bad";
  if (type === "designation") return "designation";
  return /submission|acceptance|priority_review/.test(type) ? "filing" : "other";
}

export class Timeline {
  constructor(milestones, table, ask) {
    Object.assign(this, { milestones, table, ask });
    this.products = new Map();
    for (let row = 0; row < milestones.size; row++) {
      const id = milestones.at("product_id", row);
      if (!this.products.has(id)) this.products.set(id, { id, name: milestones.at("product", row), brands: milestones.at("brands", row), rows: [] });
      this.products.get(id).rows.push(row);
    }
    this.input = document.getElementById("product-name");
    const listed = [...this.products.values()].sort((a, b) => a.name.localeCompare(b.name));
    document.getElementById("product-names").append(...listed.map((product) => html("option", { value: product.name }, product.brands ?? "")));
    document.getElementById("product-form").addEventListener("submit", (event) => event.preventDefault());
    this.input.addEventListener("change", () => this.#choose());
    this.input.addEventListener("focus", () => this.input.select());
    const spread = (product) => new Set(product.rows.map((row) => milestones.at("jurisdiction", row))).size;
    const [widest] = listed.sort((a, b) => spread(b) - spread(a) || b.rows.length - a.rows.length);
    if (widest) this.show(widest.id);
  }

  #choose() {
    const asked = this.input.value.trim().toLowerCase();
    const all = [...this.products.values()];
    const found = all.find((product) => product.name.toLowerCase() === asked)
      ?? all.find((product) => (product.brands ?? "").toLowerCase().split(", ").includes(asked))
      ?? all.find((product) => this.milestones.at("product_text", product.rows[0]).split(" ").includes(asked));
    this.input.setAttribute("aria-invalid", String(!found));
    if (found) this.show(found.id);
  }

  show(id) {
    const product = this.products.get(id);
    if (!product) return;
    this.input.value = product.name;
    const rows = product.rows
      .map((place) => ({ milestone_id: this.milestones.index.ids[place], ...this.milestones.row(place) }))
      .sort((a, b) => (a.event_date ?? "9999").localeCompare(b.event_date ?? "9999"));
    const dated = rows.filter((row) => row.event_date);
    const approvals = dated.filter((row) => row.milestone_type === "approval");
    const places = [...new Set(approvals.map((row) => row.jurisdiction))];
    const sql = `SELECT * FROM cited_milestones WHERE product_id = '${id.replaceAll("'", "''")}' ORDER BY event_date NULLS LAST;`;
    const answer = approvals.length
      ? `Approved in ${count(places.length, "jurisdiction")}, first in ${region(approvals[0].jurisdiction)} (${day(approvals[0].event_date, approvals[0].event_date_precision)}); ${count(rows.length, "step")} in all.`
      : `No dated approval in this release; ${count(rows.length, "step")} in all.`;
    fill(document.getElementById("timeline"),
      { rows: rows.map(({ event_date, event_date_precision, milestone_type, jurisdiction, agency, indication }) => ({ event_date, event_date_precision, milestone_type, jurisdiction, agency, indication })), sql, about: "All steps of the product, in their order." },
      { title: [product.name, product.brands && html("small", {}, ` ${product.brands}`)], answer, picture: (width) => this.#picture(width, dated, product.name, answer), legend: this.#legend() },
      this.ask);
    document.querySelector("#timeline details").before(this.#steps(rows));
  }

  #legend() {
    return html("ul", { class: "legend", "aria-hidden": "true" }, LEGEND.map(([kind, name]) => html("li", {}, svg("svg", { width: 18, height: 18 }, SHAPES[kind](9, 9)), name)));
  }

  #picture(width, rows, name, answer) {
    if (!rows.length) return html("p", { class: "nothing" }, "No step of this product has a date.");
    const first = new Map();
    for (const row of rows) if (!first.has(row.jurisdiction)) first.set(row.jurisdiction, row.event_date);
    const lanes = [...first.keys()];
    const [left, line] = [width < 520 ? 44 : 130, 34];
    const [from, to] = [Number(rows[0].event_date.slice(0, 4)), Number(rows.at(-1).event_date.slice(0, 4)) + 1];
    const x = (date) => left + 12 + ((Date.parse(date) - Date.UTC(from, 0)) / (Date.UTC(to, 0) - Date.UTC(from, 0))) * (width - left - 34);
    const every = Math.ceil((to - from) / Math.max(2, Math.floor((width - left) / 58)));
    const years = Array.from({ length: to - from + 1 }, (_, place) => from + place).filter((year) => (year - from) % every === 0);
    const height = lanes.length * line;
    const taken = new Map();
    return svg("svg", { width, height: height + 24, viewBox: `0 0 ${width} ${height + 24}`, role: "img", "aria-label": `Timeline of ${name} by jurisdiction. ${answer}` },
      years.map((year) => [svg("line", { x1: x(`${year}-01-01`), x2: x(`${year}-01-01`), y1: 0, y2: height, class: "gridline" }), svg("text", { x: x(`${year}-01-01`), y: height + 16, class: "axis", "text-anchor": "middle" }, year)]),
      lanes.map((lane, place) => [
        svg("line", { x1: left, x2: width, y1: place * line + line / 2, y2: place * line + line / 2, class: "lane" }),
        svg("text", { x: 0, y: place * line + line / 2 + 4, class: "name" }, width < 520 ? lane : region(lane), svg("title", {}, region(lane))),
      ]),
      rows.map((row) => {
        const place = Math.round(x(row.event_date));
        const key = `${row.jurisdiction} ${Math.round(place / 8)}`;
        const crowd = taken.get(key) ?? 0;
        taken.set(key, crowd + 1);
        const mark = SHAPES[shape(row.milestone_type)](place, lanes.indexOf(row.jurisdiction) * line + line / 2 + (crowd % 2 ? 9 : -9) * Math.min(1, crowd));
        mark.append(svg("title", {}, `${day(row.event_date, row.event_date_precision)}: ${words(row.milestone_type)}${row.designation ? ` ${row.designation}` : ""}, ${row.agency ?? region(row.jurisdiction)}${row.indication ? `, ${row.indication}` : ""}`));
        mark.addEventListener("click", () => this.table.open(row.milestone_id));
        return mark;
      }));
  }

  #steps(rows) {
    return html("details", { class: "steps" }, html("summary", {}, "Every step in order, each with its evidence"),
      html("ol", {}, rows.map((row) => html("li", {},
        html("time", { datetime: row.event_date }, day(row.event_date, row.event_date_precision)), " ",
        html("button", { type: "button", class: "open", onclick: () => this.table.open(row.milestone_id) },
          `${words(row.milestone_type)}${row.designation ? ` ${row.designation}` : ""}, ${row.agency ?? region(row.jurisdiction)}`),
        row.indication ? ` ${row.indication}` : ""))));
  }
}
