// The searchable table: filters, rows, and the evidence below a row.

import { FILTERS, sqlOf } from "./data.js";
import { html, save, sqlBlock } from "./dom.js";
import { evidence } from "./evidence.js";
import { count, day, modality, region, words } from "./words.js";

const PAGE = 50;
const COLUMNS = [
  { name: "event_date", title: "When", cell: (row) => html("time", { datetime: row.event_date }, day(row.event_date, row.event_date_precision)) },
  { name: "product", title: "Product" },
  { name: "milestone_type", title: "Step", cell: step },
  { name: "jurisdiction", title: "Where", cell: (row) => [region(row.jurisdiction), row.agency && html("small", {}, row.agency)] },
  { name: "indication", title: "Disease or use", cell: (row) => row.indication ?? html("span", { class: "faint" }, "not told") },
  { name: "company", title: "Company", cell: (row) => row.company ?? html("span", { class: "faint" }, "not told") },
  { name: "evidence_level", title: "Told by", cell: told },
];
const EXAMPLES = [
  ["CAR-Ts approved for multiple myeloma", { search: "multiple myeloma", milestone_type: "approval", modality: "car_t" }],
  ["Complete response letters", { milestone_type: "complete_response" }],
  ["Approvals in Japan", { milestone_type: "approval", jurisdiction: "JP" }],
  ["Clinical holds", { milestone_type: "clinical_hold" }],
  ["Withdrawn from the market", { milestone_type: "authorisation_withdrawal" }],
];
const LABELS = { milestone_type: words, modality, jurisdiction: region };

function step(row) {
  const more = [row.designation, row.outcome && words(row.outcome).toLowerCase()].filter(Boolean).join(", ");
  return [html("span", { class: `step ${tone(row.milestone_type)}` }, words(row.milestone_type)), more && html("small", {}, more)];
}

function told(row) {
  return [words(row.evidence_level), row.review_status === "conflict" && html("small", { class: "warn" }, "sources conflict")];
}

/** Return whether a step is good, bad or neither for the product. */
export function tone(type) {
  if (type === "approval") return "good";
  return /response|refusal|withdrawal|hold$/.test(type) ? "bad" : "plain";
}

export class Table {
  constructor(milestones, ask) {
    this.milestones = milestones;
    this.ask = ask;
    this.order = { column: null, descending: true };
    this.form = document.getElementById("filters");
    this.body = document.querySelector("#results tbody");
    this.more = document.getElementById("more");
    this.#head();
    this.#filters();
    this.#examples();
    this.more.addEventListener("click", () => this.#append());
    document.getElementById("save-csv").addEventListener("click", () => this.#save());
    const show = document.getElementById("show-sql");
    show.addEventListener("click", () => {
      const open = show.getAttribute("aria-expanded") === "false";
      show.setAttribute("aria-expanded", String(open));
      document.getElementById("filter-sql").hidden = !open;
    });
    this.update();
  }

  get query() {
    const query = { search: document.getElementById("search").value };
    for (const filter of FILTERS) query[filter] = document.getElementById(`filter-${filter}`).value;
    return query;
  }

  /** Set search and filters, all others cleared, and show the rows. */
  askFor(query) {
    this.form.reset();
    document.getElementById("search").value = query.search ?? "";
    for (const filter of FILTERS) document.getElementById(`filter-${filter}`).value = query[filter] ?? "";
    this.update();
  }

  update() {
    const query = this.query;
    this.rows = this.milestones.find(query);
    this.#sort();
    const all = this.rows.length === this.milestones.size;
    document.getElementById("count").textContent = all
      ? `${count(this.rows.length, "milestone")}`
      : `${this.rows.length.toLocaleString("en")} of ${count(this.milestones.size, "milestone")}`;
    document.getElementById("filter-sql").replaceChildren(sqlBlock(sqlOf(query), this.ask));
    this.body.replaceChildren();
    this.shown = 0;
    this.#append();
    if (!this.rows.length) {
      this.body.append(html("tr", {}, html("td", { colspan: COLUMNS.length, class: "none" }, "Nothing found. A missing row is not evidence that a step did not happen.")));
    }
  }

  /** Open the row of a milestone and bring it into view; the filters give way where they hide it. */
  async open(id) {
    if (!this.milestones.index.ids.includes(id)) return;
    if (!this.rows.some((row) => this.milestones.index.ids[row] === id)) this.askFor({});
    while (!document.getElementById(id)) this.#append();
    const row = document.getElementById(id);
    if (row.querySelector("button").getAttribute("aria-expanded") === "false") await this.#toggle(row, id);
    row.scrollIntoView({ block: "center" });
    row.querySelector("button").focus({ preventScroll: true });
  }

  #head() {
    document.querySelector("#results thead tr").append(
      ...COLUMNS.map((column) =>
        html("th", { scope: "col", "data-column": column.name, "aria-sort": column.name === "event_date" ? "descending" : null },
          html("button", { type: "button", onclick: () => this.#sortBy(column.name) }, column.title)),
      ),
    );
  }

  #filters() {
    for (const filter of FILTERS) {
      const options = [...this.milestones.options(filter)];
      const label = LABELS[filter] ?? ((value) => value);
      options.sort((a, b) => (filter === "year" ? b[0].localeCompare(a[0]) : label(a[0]).localeCompare(label(b[0]))));
      document.getElementById(`filter-${filter}`).append(
        ...options.map(([value, rows]) => html("option", { value }, `${label(value)} (${rows})`)),
      );
    }
    this.form.addEventListener("input", () => this.update());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.update()));
  }

  #examples() {
    const possible = EXAMPLES.filter(([, query]) => this.milestones.find(query).length);
    document.getElementById("examples").append(
      ...possible.map(([title, query]) => html("button", { type: "button", onclick: () => this.askFor(query) }, title)),
    );
  }

  #sortBy(column) {
    const descending = this.order.column === column ? !this.order.descending : column === "event_date" && this.order.column !== null;
    this.order = { column, descending };
    for (const head of document.querySelectorAll("#results th")) {
      if (head.dataset.column === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.update();
  }

  #sort() {
    const { column, descending } = this.order;
    if (column === null) return;
    const value = (row) => this.milestones.at(column, row);
    this.rows.sort((a, b) => {
      const [one, other] = [value(a), value(b)];
      if (one === other) return a - b;
      if (one === null) return 1;
      if (other === null) return -1;
      return (one < other ? -1 : 1) * (descending ? -1 : 1);
    });
  }

  #append() {
    const next = this.rows.slice(this.shown, this.shown + PAGE);
    this.body.append(...next.map((row) => this.#row(row)));
    this.shown += next.length;
    const left = this.rows.length - this.shown;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(PAGE, left)} more of ${left}`;
  }

  #row(place) {
    const row = this.milestones.row(place);
    const id = this.milestones.index.ids[place];
    const element = html("tr", { id, class: "milestone" });
    const button = html("button", { type: "button", class: "open", "aria-expanded": "false" }, row.product);
    element.append(
      ...COLUMNS.map((column) =>
        html("td", { "data-title": column.title },
          column.name === "product" ? [button, row.brands && html("small", {}, row.brands)] : column.cell(row))),
    );
    element.addEventListener("click", (event) => {
      if (event.target.closest("a") || String(getSelection())) return;
      this.#toggle(element, id);
    });
    return element;
  }

  async #toggle(row, id) {
    const button = row.querySelector("button");
    if (button.getAttribute("aria-expanded") === "true") {
      button.setAttribute("aria-expanded", "false");
      document.getElementById(`evidence-${id}`)?.remove();
      return;
    }
    const cell = html("td", { colspan: COLUMNS.length }, html("p", { class: "faint" }, "Loading the evidence…"));
    row.after(html("tr", { class: "opened", id: `evidence-${id}` }, cell));
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", `evidence-${id}`);
    cell.replaceChildren(await evidence(this.milestones, id));
  }

  #save() {
    const columns = ["milestone_id", "event_date", "event_date_precision", "product", "milestone_type", "designation", "jurisdiction", "agency", "indication", "company", "evidence_level", "review_status"];
    const lines = this.rows.map((place) =>
      columns.map((column) => cell(column === "milestone_id" ? this.milestones.index.ids[place] : this.milestones.at(column, place))).join(","));
    save("milestones.csv", "text/csv", [columns.join(","), ...lines].join("\r\n") + "\r\n");
  }
}

/** Return a value as a CSV cell that no spreadsheet takes for a formula. */
export function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^ *[=+\-@\t\r\n＝＋－＠|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
