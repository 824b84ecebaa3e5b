// The index of milestones, the search over it, and the same search as SQL.

const SEARCHED = ["product_text", "indication_text", "place_text", "step_text"];
export const FILTERS = ["milestone_type", "modality", "jurisdiction", "agency", "year"];

/** Return text as the search compares it: lower case, without accents. */
export const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");

export class Milestones {
  constructor(index) {
    this.index = index;
    this.size = index.ids.length;
    this.charts = index.charts;
    this.shards = new Map();
  }

  /** Return what a column says of a row. */
  at(column, row) {
    const { values, at } = this.index.columns[column];
    return values[at[row]];
  }

  row(row) {
    return Object.fromEntries(Object.keys(this.index.columns).map((column) => [column, this.at(column, row)]));
  }

  year(row) {
    return this.at("event_date", row)?.slice(0, 4) ?? "";
  }

  value(filter, row) {
    return filter === "year" ? this.year(row) : this.at(filter, row);
  }

  /** Return the values of a filter with the number of rows that have each. */
  options(filter) {
    const counts = new Map();
    for (let row = 0; row < this.size; row++) {
      const value = this.value(filter, row);
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  }

  /** Return the rows in which every word stands, and which every filter lets through, newest first. */
  find({ search = "", ...filters }) {
    const words = folded(search).split(/\s+/).filter(Boolean);
    // a word is looked for once in each distinct text, not in each row
    const hits = words.map((word) => SEARCHED.map((column) => this.index.columns[column].values.map((text) => text.includes(word))));
    const asked = FILTERS.filter((filter) => filters[filter]);
    const found = [];
    for (let row = 0; row < this.size; row++) {
      if (!asked.every((filter) => this.value(filter, row) === filters[filter])) continue;
      if (hits.every((hit) => SEARCHED.some((column, place) => hit[place][this.index.columns[column].at[row]]))) found.push(row);
    }
    return found;
  }

  /** Return a milestone with all that is known of it, and its evidence. */
  async details(id) {
    const shard = id[3];
    if (!this.shards.has(shard)) {
      const loading = fetch(`assets/evidence/${shard}.json`).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
        return answer.json();
      });
      loading.catch(() => this.shards.delete(shard));
      this.shards.set(shard, loading);
    }
    return (await this.shards.get(shard))[id];
  }
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** Return the search as SQL that gives the same rows. */
export function sqlOf({ search = "", ...filters }) {
  const conditions = FILTERS.filter((filter) => filters[filter]).map((filter) =>
    filter === "year" ? `year(event_date) = ${Number(filters.year)}` : `${filter} = ${quoted(filters[filter])}`,
  );
  for (const word of folded(search).split(/\s+/).filter(Boolean)) conditions.push(`contains(search_text, ${quoted(word)})`);
  return [
    "SELECT",
    "    event_date, event_date_precision, product, milestone_type, designation, jurisdiction, agency, indication,",
    "    company, evidence_level, milestone_id",
    "FROM searchable_milestones",
    ...(conditions.length ? [`WHERE ${conditions.join("\n  AND ")}`] : []),
    "ORDER BY event_date DESC NULLS LAST, milestone_id;",
  ].join("\n");
}
