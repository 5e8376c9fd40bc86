// Where the numbers come from: the pack in the file, or the program that serves the page.

/**
 * @typedef {{ canSuppose: boolean, pack: (asked: string) => Promise<Pack>, find: (text: string) => Promise<{ kind: string, id: string, name: string }[]>,
 *   follow: (changed: () => void) => void }} Provider
 */

/** The pack that is in this file. @returns {Promise<Pack>} */
async function embedded() {
  const text = document.getElementById("pack")?.textContent || "";
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Which state of the landscape the program told of last. */
let held = "";

/** Asks the program that serves the page. @param {string} path @returns {Promise<any>} */
async function asked(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error([said.error || `the program answered ${answer.status}`, said.help].filter(Boolean).join(": "));
  if (path.startsWith("/api/pack")) held = (answer.headers.get("etag") || "").replace(/"/g, "");
  return said;
}

/** Listens to the program while the page is in sight: a browser has few connections. @param {() => void} changed */
function follow(changed) {
  /** @type {EventSource | null} */
  let events = null;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    const now = (events = new EventSource("/api/changes"));
    now.addEventListener("changed", (event) => { problem(); if (JSON.parse(event.data).state !== held) changed(); });
    now.addEventListener("broken", (event) => problem(JSON.parse(event.data).text, "wrong"));
    now.addEventListener("error", () => {
      problem("The program that serves this page does not answer. The page shows what it last said.", "gone");
      if (now.readyState === EventSource.CLOSED) setTimeout(() => events === now && listen(), 3000);
    });
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}

/** @type {Provider} */
const provider = document.documentElement.dataset.served === undefined
  ? { canSuppose: false, pack: embedded, find: async () => [], follow: () => {} }
  : {
      canSuppose: true,
      pack: (query) => asked(`/api/pack${query && `?${query}`}`),
      find: async (text) => (await asked(`/api/find?kind=company&text=${encodeURIComponent(text)}`)).hits.map((/** @type {any} */ hit) => hit.node),
      follow,
    };

/** Whether the pack holds a part of the companies, as that of a large landscape does. */
const isPart = () => shown.pack.companies_total > shown.pack.companies.length;

/** What to ask the program for, as the address has it: whose view, what is supposed and, where the pack holds a part of the companies, which ones. */
function wanted() {
  const query = (/** @type {string} */ key) => route.query.get(key) || "";
  const [view, id = ""] = route.path[0] === "embed" ? route.path.slice(1) : route.path;
  const of = (isPart() && ["gaps", "overlap"].includes(view) && id) || query("for");
  const also = [view === "company" ? id : "", ...query("c").split(","), query("cell").split(".")[0]].filter(Boolean);
  const isKnown = isPart() || shown.names.get("companies")?.has(of.toLowerCase());
  const pairs = Object.entries({ for: isKnown ? of : "", ...(isPart() ? { page: query("page"), also: [...new Set(also)].join(",") } : {}), suppose: query("suppose") });
  return pairs.filter(([, value]) => value).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
}
