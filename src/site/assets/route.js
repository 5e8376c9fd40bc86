// The address is the state: every view, and every filter in it, can be mailed.

/** @typedef {{ path: string[], query: Map<string, string> }} Route */

/** The keys of an address, in the order in which they are written. */
const KEYS = ["for", "c", "tool", "stack", "cell", "only", "state", "scope", "sort", "by", "rows", "open", "kind", "offers", "find", "page", "suppose", "theme"];

/** Keys that say how the page looks and from which company: they go along from view to view. */
const KEPT = ["for", "suppose", "theme"];

/** @param {string} hash @returns {Route} */
function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const read = (/** @type {string} */ text) => {
    try {
      return decodeURIComponent(text.replace(/\+/g, " "));
    } catch {
      return text;
    }
  };
  const pairs = query.split("&").filter(Boolean).map((pair) => {
    const at = pair.indexOf("=");
    return /** @type {[string, string]} */ (at < 0 ? [read(pair), ""] : [read(pair.slice(0, at)), read(pair.slice(at + 1))]);
  });
  return { path: path.split("/").filter(Boolean).map(read), query: new Map(pairs) };
}

/** Writes a route: known keys first, in their order, then unknown ones; what is empty is left out. @param {Route} route */
function address({ path, query }) {
  const rank = (/** @type {string} */ key) => (KEYS.includes(key) ? KEYS.indexOf(key) : KEYS.length);
  const write = (/** @type {string} */ text) => encodeURIComponent(text).replace(/%2C/g, ",").replace(/%3A/g, ":");
  const pairs = [...query].filter(([, value]) => value !== "").sort(([a], [b]) => rank(a) - rank(b));
  const text = pairs.map(([key, value]) => `${write(key)}=${write(value)}`).join("&");
  return `#/${path.map(write).join("/")}${text ? `?${text}` : ""}`;
}

/** The route that the page shows. @type {Route} */
let route = parse("");

/**
 * The address of another view, which keeps the company and the theme.
 * @param {string} path @param {Record<string, string>} [query]
 */
function to(path, query = {}) {
  const kept = KEPT.filter((key) => route.query.has(key)).map((key) => /** @type {[string, string]} */ ([key, route.query.get(key) || ""]));
  const embed = route.path[0] === "embed" ? ["embed"] : [];
  return address({ path: [...embed, ...path.split("/").filter(Boolean)], query: new Map([...kept, ...Object.entries(query)]) });
}

/** The address of this view with some keys changed. @param {Record<string, string>} changes */
const here = (changes) => address({ path: route.path, query: new Map([...route.query, ...Object.entries(changes)]) });

/** Changes some keys of the address, without a step in the history. @param {Record<string, string>} changes */
function change(changes) {
  history.replaceState(null, "", here(changes));
  show();
}

/** A link to another view. @param {string} path @param {Record<string, string>} query @param {...Child} children */
const view = (path, query, ...children) => h("a", { href: to(path, query) }, ...children);
