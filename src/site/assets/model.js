// What the page knows: the pack, and what is found in it by position and by name.

/**
 * @typedef {{ id: string, name: string, aliases?: string[], about?: string, url?: string, note?: string, place?: string }} Record_
 * @typedef {{ d?: Record<string, string>, since?: string, until?: string, n?: string, e?: number[], p?: string }} Claim
 * @typedef {{ t: number, s: Support, g?: string, b?: string, c?: Claim[] }} Offer
 * @typedef {"yes" | "partial" | "planned" | "no"} Support
 * @typedef {{ held: [number, number, number, number][], others: [number, number], popularity: number, boost: [number, number, number] }} Why
 * @typedef {{ t: number, p: number, v: string, s: string, o?: Support, n: [number, number], c: number[], w?: number, y?: Why, f?: string }} Gap
 * @typedef {[number, number, number, number?, number?]} Rival
 * @typedef {Record_ & { offers: Offer[], provides?: Offer[], gaps?: Gap[], rivals?: Rival[], rivals_total?: number, owner?: string, ceased?: string }} Company
 * @typedef {Record_ & { stacks: number[], counts: boolean, scope: string, principles?: string[], state: string, offered: number, stated: number, planned: number, no: number, roles?: number[], features?: number[] }} Tool
 * @typedef {Record_ & { tools: number[] }} Stack
 * @typedef {Record_ & { status?: string, needs: { t: number, i?: string }[], reports_to?: number[] }} Role
 * @typedef {Record_ & { interest?: string, published?: string, claims: number }} Source
 * @typedef {{ s: number, a?: string, u?: string, q?: string, b: string, o?: string, n?: string }} Evidence
 * @typedef {{ id: string, name: string, state: string, answer?: string, commands?: string[], missing: number }} Question
 * @typedef {{ version: number, name: string, description?: string, us?: number, as_of?: string, today?: string,
 *   companies_total: number, next?: number, redacted: boolean,
 *   known: { cells: number, yes: number, partial: number, planned: number, no: number },
 *   not_counted: { total: number, claims: { company: { name: string }, tool: { name: string }, because: string, day: string }[] },
 *   stacks: Stack[], tools: Tool[], features: { id: string, name: string }[], companies: Company[], roles: Role[],
 *   sources: Source[], questions: Question[], evidence: Evidence[],
 *   queue?: { total: number, lookups: { what: string, why: string, command: string }[] } | null }} Pack
 */

/** @typedef {{ pack: Pack, offers: Map<number, Offer>[], names: Map<string, Map<string, number>>, toolsOfFeature: Map<number, number> }} Market */

/** Finds what is in a pack by position and by name. @param {Pack} pack @returns {Market} */
function market(pack) {
  const offers = pack.companies.map((company) => new Map(company.offers.map((offer) => [offer.t, offer])));
  const names = new Map();
  for (const kind of /** @type {const} */ (["stacks", "tools", "companies", "roles", "sources"])) {
    const found = new Map();
    // An id is exact; a name or an alias of before leads there too.
    pack[kind].forEach((record, at) => [record.name, ...(record.aliases || [])].forEach((name) => found.set(name.toLowerCase(), at)));
    pack[kind].forEach((record, at) => found.set(record.id, at));
    names.set(kind, found);
  }
  // What all companies have in common of a gap is with its tool.
  pack.companies.forEach((company) => {
    let place = 0;
    const closest = (company.rivals || []).slice(0, 5).map(([at]) => at);
    for (const gap of company.gaps || []) {
      const tool = pack.tools[gap.t];
      gap.v = tool.scope;
      gap.p = gap.v === "out" ? 0 : (place += 1);
      gap.s ||= tool.state;
      gap.n = [tool.offered, tool.stated];
      gap.c = closest.filter((at) => isOffered(offers[at].get(gap.t)));
    }
  });
  const toolsOfFeature = new Map();
  pack.tools.forEach((tool, at) => (tool.features || []).forEach((feature) => toolsOfFeature.set(feature, at)));
  return { pack, offers, names, toolsOfFeature };
}

/** The support that is known, or "unknown". @param {Offer | undefined} offer */
const stateOf = (offer) => (offer ? offer.s : "unknown");

/** @param {Offer | undefined} offer */
const isOffered = (offer) => offer !== undefined && (offer.s === "yes" || offer.s === "partial");

/** Every state, in the order in which it is told. */
const STATES = /** @type {const} */ (["yes", "partial", "planned", "no", "unknown"]);

/** @type {Record<string, string>} */
const STATE_WORDS = { yes: "Yes", partial: "Partly", planned: "Planned", no: "No", unknown: "Unknown" };

/** @type {Record<string, string>} */
const GAP_WORDS = {
  contested: "Others offer it",
  unresearched: "Nobody has looked",
  empty: "Nobody offers it",
  unsettled: "Too little known",
};

/** @type {Record<string, string>} */
const SCOPE_WORDS = { in: "In scope", open: "Not judged yet", out: "Ruled out" };

/** The tools that are counted by themselves, in the order of their stacks. @param {Pack} pack */
function countedTools(pack) {
  const seen = new Set(pack.stacks.flatMap((stack) => stack.tools));
  const others = pack.tools.map((_, at) => at).filter((at) => !seen.has(at) && pack.tools[at].counts);
  return [...seen, ...others];
}

/** The newest day on which a piece of evidence of an offer was read. @param {Market} market @param {Offer | undefined} offer */
function readOn(market, offer) {
  const days = (offer?.c || []).flatMap((claim) => claim.e || []).map((at) => market.pack.evidence[at].o || "");
  return days.sort().pop() || "";
}

/** How many days lie between a day and the day of the pack. @param {Pack} pack @param {string} day */
function daysAgo(pack, day) {
  const now = Date.parse(pack.today || pack.as_of || day);
  return Math.round((now - Date.parse(day)) / 86_400_000);
}

/** An age in words. @param {Pack} pack @param {string} day */
function age(pack, day) {
  if (!day) return "no day";
  const days = daysAgo(pack, day);
  if (day.length < 10) return `in ${day}`;
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 60) return `${days} days ago`;
  if (days < 730) return `${Math.round(days / 30.4)} months ago`;
  return `${Math.round(days / 365.25)} years ago`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day for people: "28 Nov 2026". @param {string | undefined} day */
function dayText(day) {
  const [year, month, date] = (day || "").split("-");
  if (!year) return "an unknown day";
  return [date && String(Number(date)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** @param {number} count @param {string} one @param {string} [many] */
const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many || `${one}s`}`;

/** @param {number} count */
const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** @param {number} part @param {number} whole */
function percent(part, whole) {
  const share = whole ? (100 * part) / whole : 0;
  if (share > 0 && share < 1) return "< 1 %";
  if (share < 100 && share > 99) return "> 99 %";
  return `${Math.round(share)} %`;
}

/** Names in a sentence: "A, B and 3 more". @param {string[]} names @param {number} [most] @param {number} [total] */
function listed(names, most = 3, total = names.length) {
  const shown = names.slice(0, total > most ? most - 1 : most);
  const rest = total - shown.length;
  const all = rest > 0 ? [...shown, `${number(rest)} more`] : shown;
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} and ${all[all.length - 1]}`;
}
