// The gaps of a company: one list, each with who offers it and why it has its place.

/** How firm the evidence is that others offer a tool, in a word and in numbers. @param {[number, number]} counts */
function firmness([offered, stated]) {
  const word = stated >= 5 ? "Firm" : stated >= 3 ? "Fair" : "Thin";
  const rest = offered - stated;
  return offered ? [h("b", null, word), ` · ${stated} stated${rest ? `, ${rest} weaker` : ""}`] : h("span.faint", null, "none");
}

/** Why a gap has its place: what its score is made of. @param {number} of @param {Gap} gap */
function gapWhy(of, gap) {
  const name = tool(gap.t).name;
  const facts = [
    gap.y && gap.y.boost[0] > 1 && ["Bonus", `× ${gap.y.boost[0].toFixed(2)}: ${gap.y.boost[1]} of your ${gap.y.boost[2]} tools are in the same stack`],
    gap.f && ["Effort", gap.f === "unknown" ? "unknown" : `${gap.f} engineer-months to each stage`],
    ["Scope", gap.v === "in" ? "in scope" : gap.v === "out" ? `ruled out by ${listed(tool(gap.t).principles || [], 3)}` : `no verdict yet by ${listed(tool(gap.t).principles || [], 3)}`],
    ["Unknown", `${plural(shown.pack.companies_total - tool(gap.t).offered - tool(gap.t).planned - tool(gap.t).no, "company has", "companies have")} no claim about it`],
  ];
  const by = shown.pack.companies.map((_, at) => at).filter((at) => at !== of && isOffered(offer(at, gap.t)));
  return h("div.why", null,
    h("div", null,
      gap.y && gap.y.held.length > 0 && [h("h2", null, `Why ${name} is number ${gap.p}`),
        h("p", null, `Companies that sell what you sell also sell this. Of the ${gap.y.held[0][1]} others that offer ${tool(gap.y.held[0][0]).name}, ${gap.y.held[0][2]} offer ${name} too.`),
        h("table.shares", null, h("caption.heard", null, "What the score is made of"), h("tbody", null,
          gap.y.held.map(([at, others, both, share]) => h("tr", null, h("th", { scope: "row" }, tool(at).name, h("span.faint", null, ` ${both} of ${others}`)), h("td", null, bar(share, 1, 0, "gap")), h("td.count", null, percent(share, 1)))),
          gap.y.others[0] > 0 && h("tr", null, h("th", { scope: "row" }, `${gap.y.others[0]} other tools of yours`), h("td", null, bar(gap.y.others[1], 1, 0, "gap soft")), h("td.count", null, percent(gap.y.others[1], 1))),
          h("tr", null, h("th", { scope: "row" }, "Popular with everyone"), h("td", null, bar(gap.y.popularity, 1, 0, "grey")), h("td.count", null, percent(gap.y.popularity, 1)))))],
      !gap.y && [h("h2", null, name), h("p.faint", null, "The page takes scores apart for the company that it is seen from. In a terminal: "), copyLine(`landscape gaps ${company(of).id} --explain`, "the command")],
      h("h2", null, by.length ? `Offered by ${plural(by.length, "company", "companies")}` : "Nobody is known to offer it"),
      h("p.chips", null, by.slice(0, 12).map((at) => h("span.chip", null, sign(offer(at, gap.t)), claimText(at, gap.t))), by.length > 12 && view(`tool/${tool(gap.t).id}`, {}, `${by.length - 12} more`))),
    h("div", null, h("h2", null, "What else to know"),
      h("dl", null, facts.filter(Boolean).map((fact) => { const [key, text] = /** @type {string[]} */ (fact); return [h("dt", null, key), h("dd", null, text)]; }).flat()),
      h("p.hint", null, HINT)));
}

/** A company's name that opens the evidence of its claim. @param {number} of @param {number} at */
const claimText = (of, at) => h("a", { href: here({ cell: `${company(of).id}.${tool(at).id}` }) }, company(of).name);

/** @param {string | undefined} id */
function gapsView(id) {
  const found = id === undefined ? us() : shown.names.get("companies")?.get(id.toLowerCase());
  if (found === undefined) return missing("company", id);
  const of = found;
  const me = company(of);
  document.title = `Gaps of ${me.name} · ${shown.pack.name}`;
  if (!me.gaps) return needsProgram(`Gaps of ${me.name}`, `gaps ${me.id}`);
  const closest = rivals(of).slice(0, 5).map(([at]) => at);
  const query = (/** @type {string} */ key) => route.query.get(key) || "";
  const stack = query("stack") ? shown.names.get("stacks")?.get(query("stack").toLowerCase()) : undefined;
  const ofStack = me.gaps.filter((gap) => stack === undefined || tool(gap.t).stacks.includes(stack));
  const fits = (/** @type {Gap} */ gap, /** @type {string} */ state, /** @type {string} */ scope) =>
    (!state || gap.s === state) && (scope ? gap.v === scope : gap.v !== "out");
  const count = (/** @type {string} */ state, /** @type {string} */ scope) => ofStack.filter((gap) => fits(gap, state, scope)).length;
  const gaps = ofStack.filter((gap) => fits(gap, query("state"), query("scope")));
  const best = Math.max(1e-9, ...me.gaps.map((gap) => gap.w || 0));
  const row = (/** @type {Gap} */ gap) => {
    const one = tool(gap.t);
    const open = query("open") === one.id;
    const gauge = Math.min(5, (gap.c || []).length) * 20;
    const own = gap.o === "no" ? `${me.name} does not offer it` : gap.o === "planned" ? `${me.name} plans it` : "";
    const button = h("button.plain.name", { type: "button", "aria-expanded": String(open), "data-k": `gap-${one.id}`, onclick: () => change({ open: open ? "" : one.id }) }, one.name);
    return [h("tr.gap-row", null,
      h("td.place-of", null, h("span.gauge", { "aria-hidden": "true", style: { "--filled": `${gauge}%` } }), gap.v === "out" ? "" : String(gap.p)),
      h("th", { scope: "row" }, button, h("div", null, one.stacks.map((at) => stackTag(at)), own && h("span.own", null, own))),
      closest.map((at) => h("td.rival", { "data-name": company(at).name }, claimLink(at, gap.t))),
      h("td.count", { "data-name": "Offered by" }, number(gap.n[0])),
      h("td.firm", { "data-name": "Evidence" }, firmness(gap.n)),
      h("td.fits", { "data-name": "Fits what you sell" }, gap.w === undefined ? h("span.faint", null, "no score") : bar(gap.w, best, 0, "gap")),
      h("td.fold", { "aria-hidden": "true" }, open ? "▾" : "▸")),
    open && h("tr.opened", null, h("td", { colspan: String(closest.length + 6) }, gapWhy(of, gap)))];
  };
  const block = (/** @type {string} */ scope, /** @type {string} */ note) => {
    const rows = gaps.filter((gap) => gap.v === scope);
    return rows.length > 0 && [h("tr.block", null, h("th", { scope: "rowgroup", colspan: String(closest.length + 6) }, SCOPE_WORDS[scope], h("span.faint", null, `${rows.length} · ${note}`))), rows.map(row)];
  };
  const states = Object.keys(GAP_WORDS).filter((state) => count(state, "") || state === "contested" || state === query("state"));
  return h("div.reading", null,
    heading(`Gaps of ${me.name}`, [`${plural(count("", ""), "tool")} that ${me.name} is not known to offer${stack === undefined ? "" : ` in ${shown.pack.stacks[stack].name}`}; others offer ${count("contested", "") === count("", "") ? "all of them" : count("contested", "")}.`],
      view("whatif", {}, "Suppose we offered…")),
    h("div.bar-of-tools", null,
      segments("State", segment("state", "", ["Any state ", h("b", null, String(count("", query("scope"))))]), states.map((state) => segment("state", state, [GAP_WORDS[state], " ", h("b", null, String(count(state, query("scope"))))]))),
      segments("Scope", segment("scope", "", ["Any scope"]), Object.keys(SCOPE_WORDS).map((scope) => segment("scope", scope, [SCOPE_WORDS[scope], " ", h("b", null, String(count(query("state"), scope)))]))),
      h("div.tools", null, h("select", { "aria-label": "Stack", "data-k": "stack", onchange: (/** @type {Event} */ event) => change({ stack: /** @type {HTMLSelectElement} */ (event.target).value }) },
        h("option", { value: "" }, "All stacks"), shown.pack.stacks.map((one) => h("option", { value: one.id, selected: query("stack") === one.id }, one.name))))),
    gaps.length ? table(`Gaps of ${me.name}`,
      [head("#"), head("Tool"), closest.map((at) => head(company(at).name, "rival")), head("Offered by", "count"), head("Evidence"), head("Fits what you sell"), head("", "fold")].flat(),
      [block("in", "by your principles"), block("open", "a principle has no verdict yet"), block("out", "a principle rules it out")].filter(Boolean).flat(3), "gaps") : h("p.empty", null, "No gap matches. ", h("a", { href: to(`gaps/${me.id}`) }, "Show all")),
    h("p.hint", null, closest.length > 0 && `The columns in the middle are the closest rivals: ${listed(closest.map((at) => company(at).name), 5)}. `, HINT),
    notCounted(),
    elsewhere(`gaps ${me.id}${stack === undefined ? "" : ` --stack ${shown.pack.stacks[stack].id}`}`, `SELECT * FROM gaps(${literal(me.id)})`));
}

/** Says which claims are not counted on the day. */
function notCounted() {
  const { total, claims } = shown.pack.not_counted;
  if (!total) return null;
  const first = claims.slice(0, 3).map(({ company, tool, because, day }) => `${company.name}, ${tool.name} (${because === "begins" ? "begins" : "ended"} ${day})`);
  return h("p.hint", null, `${plural(total, "claim is", "claims are")} not counted on this day: ${first.join("; ")}${total > 3 ? `; ${total - 3} more` : ""}.`);
}

/** The page has no such record. @param {string} kind @param {string | undefined} id */
function missing(kind, id) {
  const names = { company: "companies", tool: "tools", stack: "stacks", role: "roles", source: "sources" }[kind] || "companies";
  const near = id === undefined ? null : nearest(id, names);
  return h("div.reading", null, heading(id === undefined ? "Nobody’s view is taken" : `No ${kind} “${id}”`, id === undefined ? ["Choose a company above."] : ["The landscape has no such record, or it is not in this page."]),
    near && h("p", null, "Did you mean ", view(`${kind}/${near.id}`, {}, near.name), "?"));
}

/** What this page cannot answer, and the command that can. @param {string} title @param {string} command */
const needsProgram = (title, command) => h("div.reading", null, heading(title, ["This needs the program:"]), copyLine(`landscape ${command}`, "the command"));

/** The record whose name is nearest. @param {string} text @param {string} kind @returns {Record_ | null} */
function nearest(text, kind) {
  const wanted = text.toLowerCase();
  /** @type {[number, string] | null} */
  let best = null;
  for (const name of shown.names.get(kind)?.keys() || []) {
    const distance = editDistance(wanted.slice(0, 60), name.toLowerCase().slice(0, 60));
    if (distance <= Math.max(1, wanted.length / 3) && (!best || distance < best[0])) best = [distance, name];
  }
  const at = best && shown.names.get(kind)?.get(best[1]);
  return at === null || at === undefined ? null : /** @type {any} */ (shown.pack)[kind][at];
}

/** How many letters differ. @param {string} a @param {string} b */
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let y = 1; y <= a.length; y++) {
    const next = [y];
    for (let x = 1; x <= b.length; x++) next[x] = Math.min(row[x] + 1, next[x - 1] + 1, row[x - 1] + Number(a[y - 1] !== b[x - 1]));
    row = next;
  }
  return row[b.length];
}
