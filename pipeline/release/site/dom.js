// Elements made from names, properties and children. Text always becomes a text node: no string is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

export const html = (name, properties = {}, ...children) => filled(document.createElement(name), properties, children);
export const svg = (name, properties = {}, ...children) => filled(document.createElementNS(SVG, name), properties, children);

/** Return a link where the address is one of the web, else its text. */
export function link(address, text) {
  return /^https?:\/\//i.test(address) ? html("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text) : text;
}

/** Copy text, and say so on the button that asked. */
export async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select and copy it";
  }
  setTimeout(() => (button.textContent = before), 1500);
}

/** Return a block of SQL with its buttons; `ask` puts it into the console, where the page has one. */
export function sqlBlock(sql, ask) {
  return html(
    "div", { class: "sql" },
    html("pre", { tabindex: 0 }, html("code", {}, sql)),
    html(
      "p", {},
      html("button", { type: "button", class: "copy-sql", onclick: (event) => copy(sql, event.currentTarget) }, "Copy SQL"),
      ask && html("button", { type: "button", onclick: () => ask(sql) }, "Open in the console"),
    ),
  );
}

/** Save text as a file of the reader's. */
export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
