// The charts. Each draws the answer to a question of the release, says it in a sentence, and shows numbers and SQL.

import { html, sqlBlock, svg } from "./dom.js";
import { count, day, days, median, region } from "./words.js";

const MOST_AGENCIES = 6;

export function drawCharts(milestones, table, ask) {
  const { charts, day: today } = milestones.index;
  const draw = {
    "approvals-by-year": (chart) => approvalsByYear(chart, table),
    "first-in-world": firstInWorld,
    "submission-to-approval": submissionToApproval,
    pending: (chart) => pending(chart, today),
  };
  for (const [name, drawn] of Object.entries(draw)) {
    const figure = document.getElementById(`chart-${name}`);
    if (figure && charts[name]) fill(figure, charts[name], drawn(charts[name]), ask);
  }
}

/** Fill a figure: title, the answer in a sentence, the drawing made anew at every width, the numbers, the SQL. */
export function fill(figure, { rows, sql, about }, { title, answer, picture, legend, controls }, ask) {
  const canvas = html("div", { class: "canvas" });
  figure.replaceChildren(
    html("figcaption", {}, html("h3", {}, title), html("p", { class: "answer" }, answer), controls),
    legend ?? "", canvas,
    html("details", {}, html("summary", {}, "Numbers"), html("p", { class: "faint" }, about), numbers(rows)),
    sql ? html("details", {}, html("summary", {}, "SQL"), sqlBlock(sql, ask)) : "",
  );
  let width = 0;
  const redraw = () => canvas.replaceChildren(picture(width));
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now > 0 && now !== width) {
      width = now;
      redraw();
    }
  }).observe(canvas);
  return redraw;
}

function numbers(rows) {
  if (!rows.length) return html("p", { class: "faint" }, "No rows.");
  const names = Object.keys(rows[0]).filter((name) => !name.endsWith("_id"));
  return html("div", { class: "scroll short" }, html("table", { class: "plain" },
    html("thead", {}, html("tr", {}, names.map((name) => html("th", { scope: "col" }, name.replaceAll("_", " "))))),
    html("tbody", {}, rows.map((row) => html("tr", {}, names.map((name) =>
      html("td", { class: typeof row[name] === "number" ? "number" : null }, row[name] === null ? "" : String(row[name]))))))));
}

const drawing = (width, height, label, ...children) =>
  svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...children);

const text = (x, y, content, properties = {}) => svg("text", { x, y, ...properties }, content);
const tip = (content) => svg("title", {}, content);

/** Return round steps from 0 to at least `most`. */
function ticks(most, wanted = 4) {
  const raw = Math.max(most, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw));
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, place) => place * step);
}

function approvalsByYear(chart, table) {
  const totals = new Map();
  for (const row of chart.rows) totals.set(row.agency, (totals.get(row.agency) ?? 0) + row.approvals);
  const ranked = [...totals].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([agency]) => agency);
  const leading = ranked.slice(0, MOST_AGENCIES);
  const series = ranked.length > MOST_AGENCIES ? [...leading, "others"] : leading;
  const color = (name) => `c${name === "others" ? 7 : series.indexOf(name) + 1}`;
  const all = [...totals.values()].reduce((sum, one) => sum + one, 0);
  const state = { measure: "approvals" };
  const choose = html("label", { class: "switch" }, html("input", { type: "checkbox", id: "first-only" }), " first approval of a product there only");

  function picture(width) {
    if (!chart.rows.length) return nothing("No approval in this release has a date.");
    const [first, last] = [chart.rows[0].year, chart.rows.at(-1).year];
    const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    const stacks = new Map(years.map((year) => [year, new Map()]));
    for (const row of chart.rows) {
      const name = leading.includes(row.agency) ? row.agency : "others";
      const stack = stacks.get(row.year);
      stack.set(name, (stack.get(name) ?? 0) + row[state.measure]);
    }
    const sums = years.map((year) => [...stacks.get(year).values()].reduce((sum, one) => sum + one, 0));
    const scale = ticks(Math.max(...sums));
    const [left, top, height] = [26, 14, 268];
    const y = (value) => top + height - (value / scale.at(-1)) * height;
    const band = (width - left - 4) / years.length;
    const every = Math.ceil(36 / band);
    const marks = [];
    years.forEach((year, place) => {
      let below = 0;
      const x = left + place * band;
      for (const name of series) {
        const value = stacks.get(year).get(name) ?? 0;
        if (!value) continue;
        const chosen = () => show(table, { milestone_type: "approval", year: String(year), agency: name === "others" ? "" : name });
        marks.push(svg("rect", { x: x + band * 0.12, width: Math.max(1, band * 0.76), y: y(below + value), height: y(below) - y(below + value), class: `mark ${color(name)}`, onclick: chosen },
          tip(`${year}, ${name}: ${count(value, "approval")}`)));
        below += value;
      }
      if (below && band > 15) marks.push(text(x + band / 2, y(below) - 4, below, { class: "label", "text-anchor": "middle" }));
      if ((last - year) % every === 0) marks.push(text(x + band / 2, top + height + 16, band < 26 ? `’${String(year).slice(2)}` : year, { class: "axis", "text-anchor": "middle" }));
    });
    return drawing(width, top + height + 22, `Stacked columns: approvals by year, ${first} to ${last}. ${figureAnswer}`,
      scale.map((value) => [svg("line", { x1: left, x2: width, y1: y(value), y2: y(value), class: "gridline" }), text(left - 6, y(value) + 4, value, { class: "axis", "text-anchor": "end" })]),
      marks);
  }

  const figureAnswer = ranked.length
    ? `${count(all, "approval")} with a known year, by ${count(ranked.length, "agency", "agencies")}; most by ${ranked[0]} (${totals.get(ranked[0])}).`
    : "No approval in this release has a date.";
  const drawn = {
    title: "Approvals per year and agency",
    answer: figureAnswer,
    picture,
    legend: legendOf(series.map((name) => [color(name), name])),
    controls: choose,
  };
  choose.querySelector("input").addEventListener("change", (event) => {
    state.measure = event.target.checked ? "first_approvals" : "approvals";
    const canvas = document.querySelector("#chart-approvals-by-year .canvas");
    canvas.replaceChildren(picture(Math.floor(canvas.clientWidth)));
  });
  return drawn;
}

function show(table, query) {
  table.askFor(query);
  document.getElementById("find").scrollIntoView();
}

const nothing = (why) => html("p", { class: "nothing" }, why);

const legendOf = (entries) =>
  html("ul", { class: "legend", "aria-hidden": "true" }, entries.map(([style, name]) => html("li", {}, html("span", { class: `swatch ${style}` }), name)));

function firstInWorld({ rows }) {
  const products = new Set(rows.map((row) => row.product_id)).size;
  const agencies = new Map();
  for (const row of rows) {
    const name = row.agency ?? row.jurisdiction;
    const entry = agencies.get(name) ?? { name, first: [], later: [] };
    (row.months_after_first === 0 ? entry.first : entry.later).push(row);
    agencies.set(name, entry);
  }
  const ranked = [...agencies.values()].sort((a, b) => b.first.length - a.first.length || b.later.length - a.later.length || a.name.localeCompare(b.name)).slice(0, 12);
  const lags = rows.filter((row) => row.months_after_first > 0).map((row) => row.months_after_first);

  function picture(width) {
    if (!rows.length) return nothing("No product’s approvals are known well enough to say.");
    const [left, line] = [112, 24];
    const scale = ticks(Math.max(...lags, 12) / 12, width < 420 ? 4 : 6);
    const x = (months) => left + 8 + (months / 12 / scale.at(-1)) * (width - left - 22);
    const height = ranked.length * line;
    return drawing(width, height + 44, `Dots: years between a product’s first approval in the world and its approval by each agency. ${answer}`,
      scale.map((year) => [svg("line", { x1: x(year * 12), x2: x(year * 12), y1: 4, y2: height, class: "gridline" }), text(x(year * 12), height + 16, year, { class: "axis", "text-anchor": "middle" })]),
      text(width - 4, height + 34, "years after the first approval anywhere", { class: "axis", "text-anchor": "end" }),
      ranked.map((agency, place) => {
        const y = place * line + line / 2;
        const later = agency.later.map((row) => row.months_after_first);
        return [
          text(0, y + 4, agency.name, { class: "name" }),
          agency.first.length && text(left - 10, y + 4, `${agency.first.length}×1st`, { class: "label first", "text-anchor": "end" }),
          agency.first.length && svg("circle", { cx: x(0), cy: y, r: 4 + Math.min(5, Math.sqrt(agency.first.length)), class: "mark c3" }, tip(`${agency.name}: first in the world for ${count(agency.first.length, "product")}`)),
          agency.later.map((row) => svg("circle", { cx: x(row.months_after_first), cy: y, r: 4.5, class: "mark c1 soft" },
            tip(`${row.product}: ${row.agency ?? region(row.jurisdiction)}, ${row.months_after_first} months after the first (${row.approved})`))),
          later.length > 1 && svg("line", { x1: x(median(later)), x2: x(median(later)), y1: y - 9, y2: y + 9, class: "median" }, tip(`median ${median(later)} months`)),
        ];
      }));
  }

  const lead = ranked[0];
  const answer = rows.length
    ? `${lead.name} was first for ${lead.first.length} of ${count(products, "product")} in this release${lags.length ? `; others followed after ${(median(lags) / 12).toFixed(1)} years in the median` : ""}.`
    : "No product’s approvals are known well enough to say.";
  return {
    title: "First in the world, and how long others took",
    answer,
    picture,
    legend: legendOf([["c3", "first in the world"], ["c1", "a later approval"], ["bar", "median"]]),
  };
}

function submissionToApproval({ rows }) {
  const agencies = new Map();
  for (const row of rows) agencies.set(row.agency ?? row.jurisdiction, [...(agencies.get(row.agency ?? row.jurisdiction) ?? []), row]);
  const ranked = [...agencies].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0])).slice(0, 12);

  function picture(width) {
    if (!rows.length) return nothing("Too few applications have both days yet; a month or a year would give a wrong number.");
    const [left, line] = [96, 30];
    const scale = ticks(Math.max(...rows.map((row) => row.days)) / 30.44, width < 420 ? 4 : 6);
    const x = (value) => left + 8 + (value / 30.44 / scale.at(-1)) * (width - left - 58);
    const height = ranked.length * line;
    return drawing(width, height + 44, `Dots: months from submission to approval by agency. ${answer}`,
      scale.map((month) => [svg("line", { x1: x(month * 30.44), x2: x(month * 30.44), y1: 4, y2: height, class: "gridline" }), text(x(month * 30.44), height + 16, month, { class: "axis", "text-anchor": "middle" })]),
      text(width - 4, height + 34, "months from submission to approval", { class: "axis", "text-anchor": "end" }),
      ranked.map(([agency, listed], place) => {
        const y = place * line + line / 2;
        const middle = median(listed.map((row) => row.days));
        return [
          text(0, y + 4, agency, { class: "name" }),
          text(left - 8, y + 4, `n=${listed.length}`, { class: "label", "text-anchor": "end" }),
          listed.map((row) => svg("circle", { cx: x(row.days), cy: y, r: 5, class: "mark c1 soft" }, tip(`${row.product}: ${count(row.days, "day")}, ${row.submitted} to ${row.approved}`))),
          svg("line", { x1: x(middle), x2: x(middle), y1: y - 10, y2: y + 10, class: "median" }),
          text(width - 4, y + 4, `${Math.round(middle)} d`, { class: "label", "text-anchor": "end" }),
        ];
      }));
  }

  const answer = rows.length
    ? `Median ${Math.round(median(rows.map((row) => row.days)))} days over ${count(rows.length, "application")} with both days known.`
    : "No application in this release has both days known.";
  return { title: "From submission to approval", answer, picture, legend: rows.length ? legendOf([["c1", "an application"], ["bar", "median, in days at the right"]]) : null };
}

function more(rows, title, item) {
  return rows.length ? html("details", {}, html("summary", {}, title), html("ol", { class: "pending" }, rows.map(item))) : null;
}

function pending({ rows }, today) {
  const open = rows.filter((row) => row.goal_date && row.goal_date >= today);
  const past = rows.filter((row) => row.goal_date && row.goal_date < today);
  const without = rows.filter((row) => !row.goal_date);

  function picture() {
    if (!rows.length) return nothing("No review in this release has a goal date that is still open.");
    const furthest = Math.max(90, ...open.map((row) => days(today, row.goal_date)));
    const item = (row) => {
      const left = row.goal_date ? days(today, row.goal_date) : -1;
      const bar = html("meter", { min: 0, max: furthest, value: Math.max(0, left), "aria-hidden": "true" });
      return html("li", {},
        html("span", { class: "what" }, html("b", {}, row.product), html("small", {}, [row.agency ?? region(row.jurisdiction), row.indication].filter(Boolean).join(" · "))),
        html("span", { class: "when" }, row.goal_date && html("time", { datetime: row.goal_date }, day(row.goal_date)), html("small", {}, left >= 0 ? `in ${count(left, "day")}` : "no outcome in this release")),
        left >= 0 && bar);
    };
    return html("div", {},
      open.length ? html("ol", { class: "pending" }, open.map(item)) : "",
      more(past, `${count(past.length, "goal date")} passed without an outcome here`, item),
      more(without, `${count(without.length, "application")} without a goal date and without an outcome here`, item));
  }

  const answer = open.length
    ? `${count(open.length, "review")} with a goal date after ${day(today)}, the day of this release; next ${open[0].product} on ${day(open[0].goal_date)}.`
    : `No review has a goal date after ${day(today)}, the day of this release.`;
  return { title: "Pending, with goal date", answer, picture };
}
