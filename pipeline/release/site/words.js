// Codes and dates in words.

const REGIONS = new Intl.DisplayNames(["en"], { type: "region" });
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CAPITALS = new Set(["car", "tcr", "t", "til", "nk", "cik", "msc", "hsc", "hsv", "aav", "ipsc"]);

export function region(code) {
  if (code === "EU") return "European Union";
  if (code === "ZZ") return "not stated";
  try {
    return REGIONS.of(code);
  } catch {
    return code;
  }
}

/** Return a code as words: `complete_response` is "Complete response". */
export function words(code) {
  if (!code) return "";
  const text = code.replaceAll("_", " ");
  return /^[A-Z]/.test(text) ? text : text[0].toUpperCase() + text.slice(1);
}

export function modality(code) {
  if (!code) return "Not classified";
  const parts = code.split("_").map((part) => (CAPITALS.has(part) ? part.toUpperCase() : part));
  if (parts.length === 2 && parts[1] === "T" && parts[0] === parts[0].toUpperCase()) return parts.join("-");
  const text = parts.join(" ");
  return text[0].toUpperCase() + text.slice(1);
}

/** Return a date as precisely as it is known, and no more. */
export function day(date, precision) {
  if (!date) return "no date";
  const [year, month, dayOfMonth] = date.split("-").map(Number);
  switch (precision) {
    case "year": return `${year}`;
    case "half": return `${month < 7 ? "1st" : "2nd"} half ${year}`;
    case "quarter": return `Q${Math.ceil(month / 3)} ${year}`;
    case "month": return `${MONTHS[month - 1]} ${year}`;
    default: return `${dayOfMonth} ${MONTHS[month - 1]} ${year}`;
  }
}

export const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
