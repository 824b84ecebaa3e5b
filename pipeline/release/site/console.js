// The SQL console: DuckDB in this browser, on the Parquet files of the release. Loaded only when it is started.

import { html, save } from "./dom.js";
import { count } from "./words.js";
import { cell } from "./table.js";

const MOST_ROWS = 500;
const FIRST = `-- Which CAR-Ts are approved for multiple myeloma, where and since when, by which sentence?
SELECT product, jurisdiction, min(event_date) AS since, arg_min(quote, event_date) AS sentence
FROM searchable_milestones
JOIN (SELECT milestone_id, quote FROM cited_milestones) USING (milestone_id)
WHERE milestone_type = 'approval' AND modality = 'car_t' AND contains(search_text, 'multiple myeloma')
GROUP BY ALL
ORDER BY product, since;`;

/** Build the console where the page has one; return what puts SQL into it, or null. */
export function startConsole(milestones) {
  const body = document.getElementById("console-body");
  if (!body) return null;
  const editor = html("textarea", { id: "sql", spellcheck: "false", rows: 9, "aria-describedby": "sql-help" });
  editor.value = FIRST;
  const run = html("button", { type: "button", id: "run", class: "primary" }, "Run");
  const status = html("p", { role: "status", "aria-live": "polite", id: "console-status" });
  const output = html("div", { class: "scroll", id: "answer" });
  const examples = html("select", { id: "console-examples" }, html("option", { value: "" }, "a question…"),
    Object.entries(milestones.charts).map(([name, chart]) => html("option", { value: chart.sql }, name.replaceAll("-", " "))));
  let connection = null;
  let last = null;

  async function ask() {
    run.disabled = true;
    try {
      if (connection === null) {
        status.textContent = `Starting DuckDB (${body.dataset.megabytes} MB, once)…`;
        connection = await connect();
      }
      status.textContent = "Running…";
      const started = performance.now();
      last = rowsOf(await connection.query(editor.value));
      status.textContent = `${count(last.rows.length, "row")} in ${Math.round(performance.now() - started)} ms${last.rows.length > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : ""}`;
      status.classList.remove("error");
      output.replaceChildren(tableOf(last));
      keep.hidden = false;
    } catch (error) {
      status.textContent = error.message;
      status.classList.add("error");
      output.replaceChildren();
      keep.hidden = true;
    } finally {
      run.disabled = false;
    }
  }

  const keep = html("button", { type: "button", hidden: true, onclick: () => save("answer.csv", "text/csv", csvOf(last)) }, "Save as CSV");
  run.addEventListener("click", ask);
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
  });
  examples.addEventListener("change", () => {
    if (examples.value) editor.value = examples.value;
  });
  body.append(
    html("label", { for: "sql" }, "SQL"), editor,
    html("p", { class: "actions" }, run, keep, html("label", {}, "or start from ", examples), html("small", { id: "sql-help" }, "Ctrl+Enter runs it. Tables: see the downloads below.")),
    status, output,
  );
  return (sql) => {
    editor.value = sql;
    editor.scrollIntoView({ block: "center" });
    editor.focus({ preventScroll: true });
  };
}

async function connect() {
  const here = new URL("assets/console/", document.baseURI);
  const { tables, views } = await (await fetch(new URL("console.json", here))).json();
  await script(new URL("arrow.js", here));
  const duckdb = await import(new URL("duckdb.js", here));
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(new URL("duckdb.worker.js", here)));
  await database.instantiate(String(new URL("duckdb.wasm", here)));
  await database.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true } });
  const connection = await database.connect();
  await connection.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;");
  const parquet = await import(new URL("parquet.js", here));
  await parquet.default({ module_or_path: new URL("parquet.wasm", here) });
  const files = await Promise.all(tables.map(async (name) => {
    const answer = await fetch(`parquet/${name}.parquet`);
    if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
    return new Uint8Array(await answer.arrayBuffer());
  }));
  for (const [place, name] of tables.entries()) {
    await connection.insertArrowFromIPCStream(parquet.readParquet(files[place]).intoIPCStream(), { name, create: true });
  }
  await connection.query(views);
  return connection;
}

function script(address) {
  return new Promise((resolve, reject) => {
    const element = html("script", { src: address });
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(element);
  });
}

function rowsOf(answer) {
  const fields = answer.schema.fields.map((field) => ({ name: field.name, type: String(field.type) }));
  return { fields, rows: answer.toArray().map((row) => fields.map((field) => plain(row[field.name], field.type))) };
}

function plain(value, type) {
  if (value === null || value === undefined) return null;
  if (type.startsWith("Date")) return new Date(Number(value)).toISOString().slice(0, 10);
  if (type.startsWith("Timestamp")) return new Date(Number(value)).toISOString().replace("T", " ").slice(0, 19);
  if (typeof value === "object" && Symbol.iterator in value) return Array.from(value, (one) => plain(one, "")).join(", ");
  return typeof value === "number" ? value : String(value);
}

function tableOf({ fields, rows }) {
  return html("table", { class: "plain" },
    html("thead", {}, html("tr", {}, fields.map((field) => html("th", { scope: "col" }, field.name)))),
    html("tbody", {}, rows.slice(0, MOST_ROWS).map((row) =>
      html("tr", {}, row.map((value) => html("td", { class: typeof value === "number" ? "number" : /^\d{4}-\d{2}-\d{2}$/.test(value) ? "date" : null }, value === null ? html("span", { class: "faint" }, "null") : String(value)))))),
  );
}

const csvOf = ({ fields, rows }) => [fields.map((field) => cell(field.name)), ...rows.map((row) => row.map(cell))].map((line) => line.join(",")).join("\r\n") + "\r\n";
