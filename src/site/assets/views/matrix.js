// The matrix: who offers what, as far as is known.

/** How many companies are shown before somebody asks for all. */
const MATRIX_ROWS = 60;

/** The companies of the matrix, in the order asked. @param {number[]} tools @param {number | undefined} of */
function matrixRows(tools, of) {
  const find = (route.query.get("find") || "").toLowerCase();
  const only = (route.query.get("only") || "").split(",").filter(Boolean);
  const named = (/** @type {number} */ at) => [company(at).name, ...(company(at).aliases || [])].some((name) => name.toLowerCase().includes(find));
  let rows = byCloseness(of).filter((at) => !find || named(at));
  if (only.length) rows = rows.filter((at) => tools.some((one) => only.includes(stateOf(offer(at, one)))));
  // A company without a claim about these tools says nothing here.
  else if (!find) rows = rows.filter((at) => at === of || tools.some((one) => offer(at, one) !== undefined));
  const sort = route.query.get("sort");
  const offered = new Map(rows.map((at) => [at, covers(at, tools)]));
  const key = (/** @type {number} */ at) => offered.get(at) || { offered: 0, unknown: 0 };
  if (sort === "name") rows.sort((a, b) => company(a).name.localeCompare(company(b).name));
  if (sort === "offers") rows.sort((a, b) => key(b).offered - key(a).offered || key(a).unknown - key(b).unknown || a - b);
  if (sort === "unknown") rows.sort((a, b) => key(a).unknown - key(b).unknown || a - b);
  const column = sort?.startsWith("tool:") ? shown.names.get("tools")?.get(sort.slice(5)) : undefined;
  // Unknown is a group of its own between what is offered and what is known to be missing.
  const rank = { yes: 0, partial: 1, planned: 2, unknown: 3, no: 4 };
  if (column !== undefined) rows.sort((a, b) => rank[stateOf(offer(a, column))] - rank[stateOf(offer(b, column))]);
  return rows;
}

/** @param {Record<string, number>} counts */
function legend(counts) {
  const only = (route.query.get("only") || "").split(",").filter(Boolean);
  return [h("ul.legend", { "aria-label": "Signs, how many there are, and filters" }, STATES.map((state) => {
    const on = only.includes(state);
    const next = on ? only.filter((one) => one !== state) : [...only, state];
    return h("li", null, h("button", { type: "button", "aria-pressed": String(on), "data-k": `only-${state}`, onclick: () => change({ only: next.join(",") }) },
      h("span.sign", { class: state, "aria-hidden": "true" }), STATE_WORDS[state], h("span.count", null, number(counts[state]))));
  })),
  h("p.legend-more", null, h("span", null, h("span.sign.yes.inferred", { "aria-hidden": "true" }), "inferred"), h("span", null, h("span.sign.yes.old", { "aria-hidden": "true" }), "older than a year"), us() !== undefined && h("span", null, h("span.swatch", { "aria-hidden": "true" }), `gap of ${company(us() ?? 0).name}`))];
}

function matrixView() {
  const { pack } = shown;
  const of = us();
  const asked = route.query.get("stack");
  const only = (route.query.get("only") || "").split(",").filter(Boolean);
  const stack = asked ? shown.names.get("stacks")?.get(asked.toLowerCase()) : undefined;
  const groups = (stack === undefined ? pack.stacks.map((_, at) => at) : [stack]).map((at) => ({ at, tools: pack.stacks[at].tools }));
  const inStack = new Set(pack.stacks.flatMap((one) => one.tools));
  const loose = countedTools(pack).filter((at) => !inStack.has(at));
  if (stack === undefined && (asked === "none" || pack.stacks.length === 0)) groups.splice(0, groups.length, { at: -1, tools: loose });
  const columns = groups.flatMap((group) => group.tools);
  // A tool in two stacks has two columns and counts once.
  const tools = [...new Set(columns)];
  const rows = matrixRows(tools, of);
  /** @type {Record<string, number>} */
  const counts = { yes: 0, partial: 0, planned: 0, no: 0, unknown: 0 };
  for (const at of rows) for (const one of tools) counts[stateOf(offer(at, one))] += 1;
  const words = columns.length <= 8;
  const [lines, more] = cut("matrix", rows, MATRIX_ROWS, (at) => at);
  document.title = `Who offers what · ${pack.name}`;
  const cell = (/** @type {number} */ at, /** @type {number} */ one, /** @type {boolean} */ first) => {
    const what = offer(at, one);
    const state = stateOf(what);
    const missing = at === of && !isOffered(what) && tool(one).state === "contested" ? " ours-missing" : "";
    const link = claimLink(at, one, words);
    link.tabIndex = -1;
    const open = route.query.get("cell") === `${company(at).id}.${tool(one).id}` ? " chosen" : "";
    return h("td", { class: `${state}${missing}${open}${first ? " first" : ""}${only.length && !only.includes(state) ? " out" : ""}`, role: "gridcell" }, link);
  };
  const firsts = new Set(groups.map((_, at) => groups.slice(0, at).reduce((sum, group) => sum + group.tools.length, 0)));
  const companyRow = (/** @type {number} */ at) => {
    const { offered, unknown } = covers(at, tools);
    return h("tr", { class: at === of ? "ours" : "", role: "row" }, h("th", { scope: "row", role: "rowheader" }, companyLink(at)),
      h("td.count", { role: "gridcell" }, String(offered)), h("td.count.faint", { role: "gridcell" }, String(unknown)),
      columns.map((one, position) => cell(at, one, firsts.has(position))));
  };
  const sum = (/** @type {string} */ label, /** @type {(at: number) => number} */ count) => h("tr.sums", { role: "row" }, h("th", { scope: "row", colspan: "3", role: "rowheader" }, label),
    columns.map((one, position) => h("td.count", { class: firsts.has(position) ? "first" : "", role: "gridcell" }, number(count(one)))));
  const sortTo = (/** @type {string} */ key) => () => change({ sort: route.query.get("sort") === key ? "" : key });
  const matrix = h("table.matrix", { class: words ? "words" : "signs", role: "grid", "aria-rowcount": String(rows.length + 3), onkeydown: matrixKeys },
    h("caption.heard", null, `${plural(rows.length, "company", "companies")} and ${plural(tools.length, "tool")}: ${STATES.map((state) => `${STATE_WORDS[state]} ${counts[state]}`).join(", ")}`),
    h("thead", null,
      h("tr", { role: "row" }, h("th.corner", { colspan: "3", rowspan: "1" }, legend(counts)),
        groups.filter((group) => group.tools.length).map((group) => h("th.first.of-stack", { scope: "colgroup", colspan: String(group.tools.length) }, group.at < 0 ? "In no stack" : stackTag(group.at)))),
      h("tr", { role: "row" }, h("th", { scope: "col" }, "Company"),
        h("th.count", { scope: "col" }, h("button.plain", { type: "button", "data-k": "sort-offers", onclick: sortTo("offers") }, "Offers")),
        h("th.count", { scope: "col" }, h("button.plain", { type: "button", "data-k": "sort-unknown", onclick: sortTo("unknown") }, "Unknown")),
        columns.map((one, position) => h("th.upright", { scope: "col", class: firsts.has(position) ? "first" : "", title: tool(one).name },
          view(`tool/${tool(one).id}`, {}, h("span", null, tool(one).name))))),
      sum("Offered by", (one) => tool(one).offered),
      sum("Unknown", (one) => pack.companies_total - tool(one).offered - tool(one).planned - tool(one).no)),
    h("tbody", null, lines.map((at) => companyRow(/** @type {number} */ (at)))));
  const filter = h("input", { type: "search", placeholder: "Filter companies", "aria-label": "Filter companies", value: route.query.get("find") || "", "data-k": "find",
    oninput: (/** @type {Event} */ event) => change({ find: /** @type {HTMLInputElement} */ (event.target).value }) });
  const sorts = [["", of === undefined ? "Most offers" : `Closest to ${company(of).name}`], ["name", "Name"], ["offers", "Offers"], ["unknown", "Fewest unknown"]];
  const select = h("select", { "aria-label": "Order of companies", "data-k": "sort", onchange: (/** @type {Event} */ event) => change({ sort: /** @type {HTMLSelectElement} */ (event.target).value }) },
    sorts.map(([value, text]) => h("option", { value, selected: (route.query.get("sort") || "") === value }, text)));
  return h("div.full", null,
    heading("Who offers what", [`${plural(rows.length, "company", "companies")} × ${plural(tools.length, "tool")}`]),
    h("div.bar-of-tools", null,
      segments("Stacks", pack.stacks.length > 0 && segment("stack", "", ["All stacks"]), pack.stacks.map((one, at) => segment("stack", one.id, [stackTag(at)])), loose.length > 0 && segment("stack", "none", ["In no stack"], pack.stacks.length ? "" : "none")),
      h("div.tools", null, filter, select)),
    h("div.scroll.of-matrix", null, matrix),
    more, rows.length === 0 && h("p.empty", null, "No company matches. ", h("button.more", { type: "button", onclick: () => change({ find: "", only: "" }) }, "Show all")),
    elsewhere(stack === undefined ? "coverage --all" : `coverage stack:${pack.stacks[stack].id}`,
      stack === undefined ? "SELECT company, tool, support FROM offers" : `SELECT company, tool, support FROM offers JOIN in_stack USING (tool) WHERE stack = ${literal(pack.stacks[stack].id)}`));
}

/** The matrix is one stop of the keyboard: arrows go from cell to cell. @param {KeyboardEvent} event */
function matrixKeys(event) {
  const here = event.target instanceof Element ? event.target.closest("td") : null;
  const row = here?.parentElement;
  if (!here || !(row instanceof HTMLTableRowElement) || event.altKey || event.metaKey) return;
  const body = row.parentElement;
  const rows = body ? [...body.children] : [];
  const cells = [...row.children];
  const [y, x] = [rows.indexOf(row), cells.indexOf(here)];
  const last = cells.length - 1;
  /** @type {Record<string, [number, number]>} */
  const moves = { ArrowRight: [y, x + 1], ArrowLeft: [y, x - 1], ArrowDown: [y + 1, x], ArrowUp: [y - 1, x], PageDown: [y + 10, x], PageUp: [y - 10, x],
    Home: [event.ctrlKey ? 0 : y, 3], End: [event.ctrlKey ? rows.length - 1 : y, last] };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  const to = rows[Math.max(0, Math.min(rows.length - 1, move[0]))]?.children[Math.max(3, Math.min(last, move[1]))]?.querySelector("a");
  if (to instanceof HTMLElement) {
    here.querySelector("a")?.setAttribute("tabindex", "-1");
    to.tabIndex = 0;
    to.focus();
  }
}
