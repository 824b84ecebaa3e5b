// What is known of one milestone, and the sentences that prove it.

import { copy, html, link } from "./dom.js";
import { day, words } from "./words.js";

const SHOWN_IN_THE_ROW = new Set([
  "milestone_id", "product_id", "product", "milestone_type", "jurisdiction", "agency", "company_id", "indication_id", "indication",
  "event_date", "event_date_precision",
]);

export async function evidence(milestones, id) {
  let details;
  try {
    details = await milestones.details(id);
  } catch (error) {
    return html("p", { class: "notice", role: "alert" }, `The evidence could not be loaded: ${error.message}`);
  }
  const sql = `SELECT * FROM milestone_evidence WHERE milestone_id = '${id}';`;
  return html(
    "div", { class: "evidence" },
    html("div", {}, details.evidence.map(quotation)),
    html(
      "div", {},
      html("dl", { class: "facts" }, facts(milestones, details.row)),
      html(
        "p", { class: "actions" },
        html("button", { type: "button", onclick: (event) => copy(sql, event.currentTarget) }, "Copy SQL"),
        html("button", { type: "button", onclick: (event) => copy(`${location.href.split("#")[0]}#${id}`, event.currentTarget) }, "Copy link"),
        html("code", {}, id),
      ),
    ),
  );
}

function quotation(row) {
  const publisher = row.publisher ?? "the source";
  return html(
    "figure", { class: "quotation" },
    html("blockquote", { cite: row.source_url }, row.quote),
    html(
      "figcaption", {},
      row.source_url ? link(row.source_url, publisher) : publisher,
      html("span", {}, row.published_on ? `published ${day(row.published_on)}` : "publication date not known"),
      row.retrieved_at && html("span", {}, `read ${day(row.retrieved_at)}`),
      html("span", {}, row.event_date
        ? `says ${day(row.event_date, row.event_date_precision)}${row.date_basis === "announced" ? " (the day of the announcement stands in)" : ""}`
        : "gives no date"),
    ),
  );
}

function facts(milestones, row) {
  const { descriptions, meanings } = milestones.index;
  return Object.entries(row)
    .filter(([name]) => !SHOWN_IN_THE_ROW.has(name))
    .map(([name, value]) => [
      html("dt", { title: descriptions[name] }, words(name)),
      html("dd", { title: meanings[name]?.[value] }, text(name, value)),
    ]);
}

function text(name, value) {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.join(", ");
  if (/_(date|from|on)$/.test(name)) return day(value);
  return String(value).replaceAll("_", " ");
}
