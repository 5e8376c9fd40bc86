// Companies side by side.

/** How the companies agree on a tool. @param {number[]} of @param {number} at */
function agreement(of, at) {
  const offers = of.map((one) => offer(one, at));
  const some = offers.some(isOffered);
  const lacks = offers.some((one) => one !== undefined && !isOffered(one));
  const unknown = offers.some((one) => one === undefined);
  if (some && lacks) return "differ";
  if (some && unknown) return "may";
  if (some) return new Set(offers.map(stateOf)).size > 1 ? "part" : "all";
  return lacks ? "none" : "unknown";
}

const AGREEMENTS = /** @type {const} */ ([
  ["differ", "They differ"], ["may", "They may differ: something is unknown"], ["part", "All offer it, some only partly"],
  ["all", "All offer it"], ["none", "None offers it"], ["unknown", "Nobody has looked"],
]);

function compareView() {
  const { pack } = shown;
  const asked = (route.query.get("c") || "").split(",").filter(Boolean);
  const found = asked.map((id) => shown.names.get("companies")?.get(id.toLowerCase()));
  const we = us();
  const standard = we === undefined ? [] : [we, ...rivals(we).slice(0, 2).map(([at]) => at)];
  const of = /** @type {number[]} */ (asked.length ? [...new Set(found.filter((at) => at !== undefined))] : standard).slice(0, 12);
  const unknownNames = asked.filter((_, at) => found[at] === undefined);
  const asTool = route.query.get("tool") ? shown.names.get("tools")?.get((route.query.get("tool") || "").toLowerCase()) : undefined;
  const names = of.map((at) => company(at).name);
  document.title = `${names.join(" and ")} · ${pack.name}`;
  const pick = h("form.tools", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (event.target).elements.namedItem("add"));
    const at = shown.names.get("companies")?.get(input.value.toLowerCase());
    if (at === undefined) return announce(`No company “${input.value}”`);
    change({ c: [...new Set([...of, at])].map((one) => company(one).id).join(",") });
  } }, h("input", { name: "add", list: "companies", placeholder: "Add a company", "aria-label": "Add a company", "data-k": "add" }),
  h("datalist", { id: "companies" }, pack.companies.map((one) => h("option", { value: one.name }))), h("button", { type: "submit" }, "Add"));
  if (of.length < 2) return h("div.reading", null, heading("Compare", ["Choose two to five companies."], pick));
  const tools = countedTools(pack);
  const chips = h("p.chips", null, of.map((at) => h("span.chip", null, companyLink(at), of.length > 2 && h("button.plain", { type: "button", "aria-label": `Leave out ${company(at).name}`, "data-k": `out-${company(at).id}`,
    onclick: () => change({ c: of.filter((one) => one !== at).map((one) => company(one).id).join(",") }) }, "×"))));
  if (asTool !== undefined) return compareFeatures(of, asTool, pick, chips);
  const rows = new Map(AGREEMENTS.map(([key]) => [key, tools.filter((at) => agreement(of, at) === key)]));
  const get = (/** @type {string} */ key) => rows.get(/** @type {any} */ (key)) || [];
  const onlyDifferences = route.query.get("only") === "differences";
  const opened = (route.query.get("open") || "").split(",");
  const row = (/** @type {number} */ at) => h("tr", null, h("th", { scope: "row" }, toolLink(at), h("div", null, tool(at).stacks.slice(0, 1).map((stack) => stackTag(stack)))),
    of.map((one) => { const what = offer(one, at); const product = (what?.c || []).map((claim) => claim.d?.product).find(Boolean);
      return h("td", { class: stateOf(what) }, claimLink(one, at, true), product && h("span.faint", null, product)); }));
  const block = (/** @type {readonly [string, string]} */ [key, title]) => {
    const list = get(key);
    if (!list.length || (onlyDifferences && !["differ", "may", "part"].includes(key))) return null;
    const folds = ["all", "none", "unknown"].includes(key);
    const open = !folds || opened.includes(key);
    const next = open ? opened.filter((one) => one !== key) : [...opened, key];
    return [h("tr.block", null, h("th", { scope: "rowgroup", colspan: String(of.length + 1) },
      folds ? h("button.plain", { type: "button", "aria-expanded": String(open), "data-k": `block-${key}`, onclick: () => change({ open: next.filter(Boolean).join(",") }) }, `${open ? "▾" : "▸"} ${title}`) : title, h("span.faint", null, String(list.length)))),
      open && list.map(row)];
  };
  const withFeatures = tools.filter((at) => (tool(at).features || []).length && of.some((one) => (company(one).provides || []).some((has) => (tool(at).features || []).includes(has.t))));
  const [first, ...others] = of;
  const mine = tools.filter((at) => isOffered(offer(first, at)));
  return h("div.reading", null,
    heading(`${listed(names, 5)} side by side`, of.map((at, position) => { const { offered } = covers(at, tools); return `${position ? ", " : ""}${company(at).name} offers ${offered}${position ? "" : ` of ${tools.length} tools`}`; }).concat([`. They differ or may differ on ${get("differ").length + get("may").length + get("part").length}.`]), pick),
    chips,
    unknownNames.length > 0 && h("p.empty", null, `No company ${listed(unknownNames.map((name) => `“${name}”`))} in this page.`),
    h("div.cards-of-parity", null, others.map((at) => { const both = covers(at, mine); return h("div.card", null,
      h("p.faint", null, `Of ${company(first).name}’s tools, ${company(at).name} offers`), h("p.figure", null, interval(both.offered, both.unknown, mine.length)), bar(both.offered, mine.length, both.unknown)); })),
    h("div.bar-of-tools", null, segments("Rows", segment("only", "", ["All"]), segment("only", "differences", ["Only differences"])),
      withFeatures.length > 0 && h("select", { "aria-label": "Features of a tool", "data-k": "tool", onchange: (/** @type {Event} */ event) => change({ tool: /** @type {HTMLSelectElement} */ (event.target).value }) },
        h("option", { value: "" }, "Tools"), withFeatures.map((at) => h("option", { value: tool(at).id }, `Features of ${tool(at).name}`)))),
    table("Companies side by side", [head("Tool"), of.map((at) => head(companyLink(at)))].flat(), AGREEMENTS.map(block).filter(Boolean).flat(3), "compare"),
    elsewhere(`compare ${of.slice(0, 8).map((at) => word(company(at).id)).join(" ")}${onlyDifferences ? "" : " --all"}`, `SELECT tool, company, support FROM offers WHERE company IN (${of.map((at) => literal(company(at).id)).join(", ")})`));
}

/** @param {number[]} of @param {number} at @param {Child} pick @param {Child} chips */
function compareFeatures(of, at, pick, chips) {
  const features = tool(at).features || [];
  const provides = of.map((one) => new Map((company(one).provides || []).map((has) => [has.t, has])));
  const known = features.filter((feature) => provides.some((one) => one.has(feature)));
  return h("div.reading", null,
    heading(`Features of ${tool(at).name}`, [`${known.length} of ${plural(features.length, "feature")} have a claim about one of them.`], pick), chips,
    h("p", null, h("a", { href: here({ tool: "" }) }, "Back to all tools")),
    table(`Features of ${tool(at).name}`, [head("Feature"), of.map((one) => head(companyLink(one)))].flat(),
      known.map((feature) => h("tr", null, h("th", { scope: "row" }, shown.pack.features[feature].name), provides.map((one) => { const has = one.get(feature); return h("td", { class: stateOf(has) }, sign(has), " ", STATE_WORDS[stateOf(has)]); }))), "compare"),
    elsewhere(`compare ${of.slice(0, 8).map((one) => word(company(one).id)).join(" ")} --features ${tool(at).id}`));
}
