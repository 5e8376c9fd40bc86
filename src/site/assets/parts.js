// What several views are made of: signs, squares, bars, tables, and how to ask elsewhere.

/** The landscape that the page shows, as it is or as it is supposed to be. @type {Market} */
let shown;

/** The company that the page is seen from, by its position. @returns {number | undefined} */
function us() {
  const asked = route.query.get("for");
  const found = asked === undefined ? undefined : shown.names.get("companies")?.get(asked.toLowerCase());
  return found ?? shown.pack.us;
}

/** @param {number} at */
const company = (at) => shown.pack.companies[at];
/** @param {number} at */
const tool = (at) => shown.pack.tools[at];
/** @param {number} of @param {number} at */
const offer = (of, at) => shown.offers[of].get(at);

/** The sign of a claim: a disc. @param {Offer | undefined} offer */
function sign(offer) {
  const old = offer && readOn(shown, offer) && daysAgo(shown.pack, readOn(shown, offer)) > 365 ? "old" : null;
  const weak = offer && offer.b && offer.b !== "stated" ? offer.b : null;
  return h("span.sign", { class: [stateOf(offer), old, weak].filter(Boolean).join(" "), "aria-hidden": "true" });
}

/** What a sign says, in words. @param {Offer | undefined} offer */
function said(offer) {
  if (!offer) return "unknown";
  const concluded = offer.g ? { part: ", concluded from a part", feature: ", concluded from a feature", listing: ", not in a complete list" }[offer.g] : "";
  const weak = offer.b && offer.b !== "stated" ? `, ${offer.b}` : "";
  return `${STATE_WORDS[offer.s].toLowerCase()}${concluded || ""}${weak}`;
}

/** A cell of a claim: a link that opens its evidence. @param {number} of @param {number} at @param {boolean} [withWord] */
function claimLink(of, at, withWord = false) {
  const what = offer(of, at);
  const name = `${company(of).name}, ${tool(at).name}: ${said(what)}`;
  return h("a.claim", { href: here({ cell: `${company(of).id}.${tool(at).id}` }), "aria-label": name, title: name },
    sign(what), withWord && h("span", null, STATE_WORDS[stateOf(what)]));
}

/** The square of a tool: how a company is placed towards it. @param {number | undefined} of @param {number} at */
function square(of, at) {
  const what = of === undefined ? undefined : offer(of, at);
  if (isOffered(what)) return h("span.square", { class: what?.s === "yes" ? "offered" : "offered half", "aria-hidden": "true" });
  const one = tool(at);
  if (one.scope === "out") return h("span.square.ruled", { "aria-hidden": "true" });
  if (one.state === "contested" && of !== undefined) {
    const gap = (company(of).gaps || []).find((gap) => gap.t === at);
    const filled = Math.min(5, gap?.c?.length || 0);
    return h("span.square.gap", { style: { "--filled": `${filled * 20}%` }, "aria-hidden": "true" });
  }
  return h("span.square", { class: one.state === "contested" ? "others" : one.state, "aria-hidden": "true" });
}

/** How a company is placed towards a tool, in words. @param {number | undefined} of @param {number} at */
function placed(of, at) {
  const one = tool(at);
  if (of !== undefined && isOffered(offer(of, at))) return `${company(of).name}: ${said(offer(of, at))}`;
  if (one.scope === "out") return "ruled out";
  return GAP_WORDS[one.state].toLowerCase();
}

/** The mark of a stack: a letter on its colour, with its name. @param {number} at @param {boolean} [short] */
function stackTag(at, short = false) {
  const stack = shown.pack.stacks[at];
  return h("span.stack", { class: `hue-${at % 6}` }, h("b", { "aria-hidden": "true" }, stack.name.slice(0, 1)), !short && stack.name);
}

/** A bar that shows a part of a whole; the number is beside it. @param {number} part @param {number} whole @param {number} [possible] @param {string} [kind] */
function bar(part, whole, possible = 0, kind = "") {
  const share = (/** @type {number} */ count) => `${whole ? Math.min(100, (100 * count) / whole) : 0}%`;
  return h("span.bar", { class: kind, "aria-hidden": "true", style: { "--part": share(part), "--possible": share(part + possible) } });
}

/** What is known and what is possible: "20–26 of 27". @param {number} low @param {number} unknown @param {number} whole */
const interval = (low, unknown, whole) => (unknown ? `${low}–${low + unknown} of ${whole}` : `${low} of ${whole}`);

/** A segment of a row of filters. @param {string} key @param {string} value @param {Child[]} label @param {string} [standard] */
function segment(key, value, label, standard = "") {
  const on = (route.query.get(key) || standard) === value;
  return h("button.segment", { type: "button", "aria-pressed": String(on), "data-k": `${key}=${value}`,
    onclick: () => change({ [key]: value === standard ? "" : value }) }, label);
}

/** @param {string} label @param {...Child} segments */
const segments = (label, ...segments) => h("div.segments", { role: "group", "aria-label": label }, ...segments);

/**
 * Lines that are cut, and a button for the rest.
 * @template T @param {string} key @param {T[]} rows @param {number} most @param {(row: T, at: number) => Child} line
 * @returns {[Child[], Child]}
 */
function cut(key, rows, most, line) {
  const all = (route.query.get("rows") || "").split(",").includes(key);
  const lines = (all ? rows : rows.slice(0, most)).map(line);
  const rest = rows.length - lines.length;
  if (rest <= 0) return [lines, null];
  const rows_ = [...(route.query.get("rows") || "").split(",").filter(Boolean), key].join(",");
  return [lines, h("button.more", { type: "button", "data-k": `more-${key}`, onclick: () => change({ rows: rows_ }) }, `Show ${number(rest)} more`)];
}

/** A table with heads. @param {string} caption @param {Child[]} heads @param {Child[]} rows @param {string} [kind] */
const table = (caption, heads, rows, kind = "") =>
  h("div.scroll", { tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: kind }, h("caption.heard", null, caption), h("thead", null, h("tr", null, heads)), h("tbody", null, rows)));

/** @param {Child | Child[]} children @param {string} [kind] */
const head = (children, kind = "") => (children === "" ? h("td", { class: kind }) : h("th", { scope: "col", class: kind }, children));

/** A line that can be copied. @param {string} text @param {string} what */
function copyLine(text, what) {
  const button = h("button.copy", { type: "button", "aria-label": `Copy ${what}`, onclick: async () => {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    button.textContent = done ? "Copied" : "Select it";
    announce(done ? "Copied" : "It cannot be copied here: select it");
    setTimeout(() => (button.textContent = "Copy"), 2000);
  } }, "Copy");
  return h("div.line", null, h("code", null, text), button);
}

/** A name as a shell takes it. @param {string} text */
const word = (text) => (/^[\w:/.-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`);
/** A name as SQL takes it. @param {string} text */
const literal = (text) => `'${text.replace(/'/g, "''")}'`;

/** How to ask the same in the terminal and in SQL. @param {string} command @param {string} [sql] */
function elsewhere(command, sql) {
  const supposed = (route.query.get("suppose") || "").split(",").filter(Boolean);
  const we = us();
  const assume = we === undefined ? "" : supposed.map((id) => ` --assume ${word(`${company(we).id} offers ${id}`)}`).join("");
  return h("section.elsewhere", null, h("h2", null, "Ask it elsewhere"),
    h("p.faint", null, "In a terminal:"), copyLine(`landscape ${command}${assume}`, "the command"),
    sql && [h("p.faint", null, "In SQL (", h("code", null, "landscape sql"), "):"), copyLine(sql, "the query")]);
}

/** The title of a view, its sentence, and what can be done. @param {string} title @param {Child[]} lead @param {...Child} tools */
const heading = (title, lead, ...tools) =>
  h("div.heading", null, h("div", null, h("h1", { tabindex: "-1" }, title), lead.length > 0 && h("p.lead", null, lead)), tools.length > 0 && h("div.tools", null, tools));

/** What every order of gaps says of itself. */
const HINT = "The order is a hint, not a forecast, and says nothing about worth.";

/** The rivals of a company that the page knows, the closest first. @param {number | undefined} of */
const rivals = (of) => (of === undefined ? [] : company(of).rivals || []);

/** The companies, ours first, then the closest, then the others by name. @param {number | undefined} of */
function byCloseness(of) {
  const first = of === undefined ? [] : [of, ...rivals(of).map((rival) => rival[0])];
  const seen = new Set(first);
  const rest = shown.pack.companies.map((_, at) => at).filter((at) => !seen.has(at));
  return [...first, ...rest.sort((a, b) => company(b).offers.length - company(a).offers.length || a - b)];
}

/** How many of some tools a company offers, and of how many nothing is known. @param {number} of @param {number[]} tools */
function covers(of, tools) {
  let offered = 0;
  let unknown = 0;
  let yes = 0;
  for (const at of tools) {
    const what = offer(of, at);
    offered += Number(isOffered(what));
    yes += Number(what?.s === "yes");
    unknown += Number(what === undefined);
  }
  return { offered, unknown, yes };
}

/** A company's name with what a reader must know of it: its owner, or that it has ceased. @param {number} at */
function companyName(at) {
  const { name, owner, ceased } = company(at);
  return [name, owner && h("span.faint", null, ` (${owner})`), ceased && h("span.faint", null, ` (ceased ${dayText(ceased)})`)];
}

/** @param {number} at */
const companyLink = (at) => view(`company/${company(at).id}`, {}, ...companyName(at));
/** @param {number} at */
const toolLink = (at) => view(`tool/${tool(at).id}`, {}, tool(at).name);
