// What if: switch offers on, and see what changes. The program computes it; the page only asks.

/** The landscape without suppositions. @type {Market} */
let known;

/** The ids of the tools that are supposed to be offered. */
const supposed = () => (route.query.get("suppose") || "").split(",").filter(Boolean);

function whatIfView() {
  const we = us();
  document.title = `What if · ${shown.pack.name}`;
  if (we === undefined) return missing("company", undefined);
  const me = company(we);
  const on = supposed();
  const before = known.pack.companies[we];
  const gaps = (before.gaps || []).filter((gap) => gap.v !== "out");
  if (!provider.canSuppose) {
    const first = gaps[0] ? tool(gaps[0].t) : tool(0);
    return h("div.reading", null, heading(`Suppose ${me.name} offered more`, ["This page was saved, and the answer is computed by the program. In a terminal:"]),
      copyLine(`landscape gaps ${me.id} --assume ${word(`${me.id} offers ${first?.id}`)}`, "the command"));
  }
  const flip = (/** @type {string} */ id) => change({ suppose: (on.includes(id) ? on.filter((one) => one !== id) : [...on, id]).join(",") });
  const [list, more] = cut("switches", gaps, 15, (gap) => { const one = known.pack.tools[gap.t]; return h("li", null, h("label", null, h("input", { type: "checkbox", role: "switch", checked: on.includes(one.id), "data-k": `suppose-${one.id}`, onchange: () => flip(one.id) }), " ", one.name, h("span.faint", null, ` ${gap.n[0]}`))); });
  const tools = countedTools(known.pack);
  const count = (/** @type {Market} */ market) => tools.filter((at) => isOffered(market.offers[we].get(at))).length;
  const contested = (/** @type {Market} */ market) => (market.pack.companies[we].gaps || []).filter((gap) => gap.v !== "out" && gap.s === "contested");
  const pair = (/** @type {string} */ label, /** @type {Child} */ from, /** @type {Child} */ after) => h("tr", null, h("th", { scope: "row" }, label), h("td.count", null, from), h("td.count", null, "→"), h("td.count", null, h("b", null, after)));
  const ranks = (/** @type {Market} */ market) => new Map((market.pack.companies[we].rivals || []).map(([at], place) => [at, place + 1]));
  const [was, is] = [ranks(known), ranks(shown)];
  const moved = [...is].slice(0, 8).map(([at, place]) => { const old = was.get(at); const by = old === undefined ? "new" : old === place ? "" : old > place ? `▲ ${old - place}` : `▼ ${place - old}`; const rival = (me.rivals || []).find((one) => one[0] === at); return h("tr", null, h("td.count", null, String(place)), h("th", { scope: "row" }, companyLink(at)), h("td.count", null, rival ? `${rival[1]} in common` : ""), h("td", null, by)); });
  const order = (/** @type {Market} */ market) => contested(market).slice(0, 5).map((gap) => tool(gap.t).name);
  return h("div.reading", null,
    heading(on.length ? `Suppose ${me.name} offered ${plural(on.length, "more tool")}` : `Suppose ${me.name} offered more`, ["Switch tools on. Nothing is written; the address keeps what you suppose."], on.length > 0 && h("button", { type: "button", "data-k": "clear", onclick: () => change({ suppose: "" }) }, "Clear")),
    h("div.side-and-main", null,
      h("div", null, h("h2", null, "Tools that you could offer"), h("ul.switches", null, list), more),
      h("div", null, h("h2", null, "What changes"),
        h("table.changes", null, h("caption.heard", null, "Before and after"), h("tbody", null, pair("Tools", `${count(known)} of ${tools.length}`, `${count(shown)} of ${tools.length}`), pair("Gaps that others fill", String(contested(known).length), String(contested(shown).length)),
          known.pack.stacks.map((stack, at) => { const [a, b] = [known, shown].map((market) => market.pack.stacks[at].tools.filter((one) => isOffered(market.offers[we].get(one))).length); return a === b ? null : pair(stack.name, `${a} of ${stack.tools.length}`, `${b} of ${stack.tools.length}`); }))),
        h("h3", null, "Closest competitors"), h("table.changes", null, h("caption.heard", null, "Closest competitors then"), h("tbody", null, moved)),
        h("h3", null, "First gaps"), h("p", null, h("span.faint", null, "Before: "), listed(order(known), 5)), h("p", null, h("span.faint", null, "Then: "), listed(order(shown), 5)),
        h("p.hint", null, "What others offer does not change, and what nobody has looked up stays unknown. ", HINT))),
    elsewhere(`gaps ${me.id}`));
}
