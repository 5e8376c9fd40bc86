// The page: it reads the address, shows the view, and keeps the keyboard where it was.

/** @type {Record<string, (id?: string) => HTMLElement>} */
const VIEWS = {
  "": homeView, matrix: matrixView, gaps: gapsView, compare: compareView, overlap: overlapView, whatif: whatIfView, next: nextView,
  company: companyView, tool: toolView, stack: stackView, role: roleView, source: sourceView, questions: questionsView,
};

const TABS = /** @type {const} */ ([["", "Overview", "o"], ["matrix", "Matrix", "m"], ["gaps", "Gaps", "g"], ["compare", "Compare", "c"], ["overlap", "Overlap", "v"], ["whatif", "What if", "w"], ["next", "Research next", "r"]]);

/** Says something to those who hear the page. @param {string} text */
function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** The head of the page, and the bar under it. */
function frame() {
  const { pack } = shown;
  const of = us();
  const current = route.path[0] === "embed" ? route.path[1] : route.path[0];
  const tabs = h("nav.tabs", { "aria-label": "Views" }, TABS.map(([path, name]) => h("a", { href: to(path), "aria-current": (current || "") === path ? "page" : null }, name)),
    pack.questions.length > 0 && h("a.rest", { href: to("questions"), "aria-current": current === "questions" ? "page" : null }, "Questions"));
  const search = h("button.search", { type: "button", "data-k": "search", onclick: openSearch }, "Search", h("kbd", null, "/"));
  const known = pack.known.yes + pack.known.partial + pack.known.planned + pack.known.no;
  const select = h("select", { "aria-label": "Seen from", "data-k": "for", onchange: (/** @type {Event} */ event) => {
    const id = /** @type {HTMLSelectElement} */ (event.target).value;
    const path = ["gaps", "overlap"].includes(route.path[0]) && route.path[1] ? [route.path[0], id] : route.path;
    location.hash = address({ path, query: new Map([...route.query, ["for", id], ["cell", ""]]) });
  } }, of === undefined && h("option", { value: "" }, "nobody"), byName().map((at) => h("option", { value: company(at).id, selected: at === of }, company(at).name)));
  const ids = supposed();
  return [h("header.top", null, h("a.brand", { href: to("") }, mark(), h("span", null, pack.name)), tabs, search, h("button.theme", { type: "button", "data-k": "theme", "aria-label": "Light or dark", title: "Light or dark", onclick: turnTheme }, "◐")),
    h("section.context", { "aria-label": "What is shown" }, h("label", null, "Seen from ", select), h("span", null, "As of ", h("b", null, dayText(pack.as_of))),
      ids.length > 0 && h("span.supposing", null, `Supposing ${plural(ids.length, "offer")} `, h("button.plain", { type: "button", onclick: () => change({ suppose: "" }) }, "Clear")),
      h("span.known", null, bar(known, pack.known.cells, pack.known.cells - known), h("b", null, percent(known, pack.known.cells)), " known"),
      h("span.faint.long", null, `${number(known)} of ${number(pack.known.cells)} cells have a claim. The rest is unknown, which is not a no.`))];
}

/** The companies by name. */
const byName = () => shown.pack.companies.map((_, at) => at).sort((a, b) => company(a).name.localeCompare(company(b).name));

/** The mark of the page: nine tools. */
const mark = () => svg("svg", { viewBox: "0 0 20 20", class: "mark", "aria-hidden": "true" }, ...[0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => svg("rect", { x: 1 + 7 * x, y: 1 + 7 * y, width: 4, height: 4, rx: y === 2 ? 2 : 1, class: y === 2 ? "ring" : x === 1 && y === 1 ? "gap" : "full" }))));

function turnTheme() {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  change({ theme: dark ? "light" : "dark" });
}

let lastPath = "";
let lastWanted = "";
let turn = 0;

/** Shows what the address says. */
async function show() {
  route = parse(location.hash);
  const theme = route.query.get("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const now = wanted().join("&");
  if (now !== lastWanted && provider.canSuppose) {
    lastWanted = now;
    turn += 1;
    const mine = turn;
    try {
      const without = wanted().filter((pair) => !pair.startsWith("suppose=")).join("&");
      const [before, after] = await Promise.all([...new Set([without, now])].map(provider.pack));
      // The address may have changed meanwhile.
      if (mine !== turn) return;
      known = market(before);
      shown = after ? market(after) : known;
      if (document.querySelector("#banner .asked")) problem();
    } catch (error) {
      if (mine !== turn) return;
      problem(`The program says: ${error instanceof Error ? error.message : error}`, "wrong asked");
    }
  }
  render();
}

function render() {
  const embed = route.path[0] === "embed";
  const [name = "", id] = embed ? route.path.slice(1) : route.path;
  document.documentElement.classList.toggle("embed", embed);
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.k : undefined;
  const selection = document.activeElement instanceof HTMLInputElement ? document.activeElement.selectionStart : null;
  const scrolled = [...document.querySelectorAll(".scroll")].map((one) => [one.scrollLeft, one.scrollTop]);
  const draw = VIEWS[name];
  const content = draw ? draw(id) : missing("view", name);
  const panel = evidencePanel();
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const path = route.path.join("/");
  document.getElementById("frame")?.replaceChildren(...frame());
  main.replaceChildren(content);
  document.getElementById("aside")?.replaceChildren(...(panel ? [panel] : []));
  document.documentElement.classList.toggle("with-panel", panel !== null);
  const foot = document.getElementById("foot");
  foot?.replaceChildren(h("p", null, `${shown.pack.name}, as of ${dayText(shown.pack.as_of)}${shown.pack.redacted ? ". Notes and quotes were left out" : ""}. Made with `, h("b", null, "landscape"), ". ", h("button.plain", { type: "button", onclick: openKeys }, "Keys")), h("p.address", null, location.href));
  if (path !== lastPath) {
    if (lastPath || location.hash.length > 2) {
      window.scrollTo(0, 0);
      main.querySelector("h1")?.focus({ preventScroll: true });
    }
  } else {
    document.querySelectorAll(".scroll").forEach((one, at) => scrolled[at] && one.scrollTo(scrolled[at][0], scrolled[at][1]));
    const again = focused && [...document.querySelectorAll("[data-k]")].find((one) => /** @type {HTMLElement} */ (one).dataset.k === focused);
    if (again instanceof HTMLElement) {
      again.focus({ preventScroll: true });
      if (again instanceof HTMLInputElement && selection !== null) again.setSelectionRange(selection, selection);
    } else if (panel) panel.focus({ preventScroll: true });
  }
  const first = main.querySelector(".matrix tbody td a");
  if (first instanceof HTMLElement && !main.querySelector('.matrix a[tabindex="0"]')) first.tabIndex = 0;
  lastPath = path;
}

/** Says what is wrong above the page; without a text, nothing is. @param {string} [text] @param {string} [kind] */
function problem(text, kind = "wrong") {
  const banner = document.getElementById("banner");
  banner?.replaceChildren(...(text ? [h("p", { class: kind, role: "status" }, text)] : []));
}

let waitsForTab = false;

/** @param {KeyboardEvent} event */
function keys(event) {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
  if ((event.ctrlKey || event.metaKey) && event.key === "k") { event.preventDefault(); openSearch(); return; }
  if (event.key === "Escape" && !typing && route.query.get("cell")) { event.preventDefault(); closePanel(); return; }
  if (event.key === "F6" && document.getElementById("evidence")) { event.preventDefault(); document.getElementById("evidence")?.focus(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waitsForTab) {
    waitsForTab = false;
    const tab = TABS.find(([, , letter]) => letter === event.key);
    if (tab) { location.hash = to(tab[0]); return; }
  }
  if (event.key === "/") { event.preventDefault(); openSearch(); }
  else if (event.key === "?") openKeys();
  else if (event.key === "g") waitsForTab = true;
}

async function start() {
  known = shown = market(await provider.pack(""));
  window.addEventListener("hashchange", show);
  document.addEventListener("keydown", keys);
  await show();
  provider.follow(() => {
    lastWanted = "changed";
    show();
  });
}

start().catch((error) => problem(`The page cannot be shown: ${error instanceof Error ? error.message : error}`));
