// Pages of one record: a sentence, then every claim.

/** The head of a record's page. @param {string} kind @param {Record_} record @param {Child[]} sentence @param {...Child} tools */
function recordHead(kind, record, sentence, ...tools) {
  document.title = `${record.name} · ${shown.pack.name}`;
  return h("div", null, h("p.faint.kind", null, kind),
    h("div.heading", null, h("h1", { tabindex: "-1" }, record.name), h("div.tools", null, tools)),
    h("p.answer.small", null, sentence),
    record.about && h("p", null, record.about),
    record.aliases && h("p.faint", null, `Also called ${listed(record.aliases, 6)}.`),
    record.url && h("p", null, out(record.url, record.url)),
    record.note && h("p.faint", null, record.note));
}

/** The place of a record in the files. @param {Record_} record */
const filed = (record) => record.place && h("p.place", null, placeLink(record.place));

/** @param {string} title @param {...Child} children */
const card = (title, ...children) => h("section.card", null, h("h2", null, title), ...children);

/** How old the evidence of a company is, in three bars. @param {number} of */
function ages(of) {
  const days = company(of).offers.map((one) => readOn(shown, one)).filter(Boolean).map((day) => daysAgo(shown.pack, day));
  const groups = [["Under 90 days", days.filter((day) => day < 90).length], ["90 days to a year", days.filter((day) => day >= 90 && day <= 365).length], ["Older", days.filter((day) => day > 365).length]];
  const none = company(of).offers.length - days.length;
  if (none) groups.push(["No day", none]);
  return groups.map(([name, count]) => h("p.meter", null, h("span", null, name), bar(Number(count), Math.max(1, company(of).offers.length)), h("span.count", null, String(count))));
}

/** The claims of a company about some tools. @param {number} of @param {number[]} tools */
function offersTable(of, tools) {
  const row = (/** @type {number} */ at) => {
    const what = /** @type {Offer} */ (offer(of, at));
    const claims = what.c || [];
    const sources = [...new Set(claims.flatMap((claim) => claim.e || []).map((one) => shown.pack.evidence[one].s))];
    const read = readOn(shown, what);
    const from = sources.length === 1 ? shown.pack.sources[sources[0]].name : sources.length ? plural(sources.length, "source") : what.g ? "concluded" : "no source";
    return h("tr", null, h("th", { scope: "row" }, claimLink(of, at), " ", toolLink(at)),
      h("td", null, claims.map((claim) => claim.d?.product).filter(Boolean)[0] || h("span.faint", null, STATE_WORDS[what.s])),
      h("td.faint", null, `${from}${what.b && what.b !== "stated" ? `, ${what.b}` : ""}`), h("td.faint.count", null, read ? age(shown.pack, read) : "no day"));
  };
  return h("table.claims", null, h("caption.heard", null, `Claims of ${company(of).name}`), h("tbody", null, tools.map(row)));
}

/** @param {string | undefined} id */
function companyView(id) {
  const at = id === undefined ? undefined : shown.names.get("companies")?.get(id.toLowerCase());
  if (at === undefined) return missing("company", id || "");
  const of = at;
  const me = company(of);
  const we = us();
  const tools = countedTools(shown.pack);
  const offered = tools.filter((one) => isOffered(offer(of, one)));
  const no = tools.filter((one) => offer(of, one)?.s === "no");
  const unknown = tools.filter((one) => offer(of, one) === undefined);
  const common = we === undefined || we === of ? null : offered.filter((one) => isOffered(offer(we, one))).length;
  const groups = shown.pack.stacks.map((stack, stackAt) => ({ name: /** @type {Child} */ (stackTag(stackAt)), tools: stack.tools, id: stack.id }));
  const inStack = new Set(shown.pack.stacks.flatMap((stack) => stack.tools));
  groups.push({ name: "In no stack", tools: shown.pack.tools.map((_, one) => one).filter((one) => !inStack.has(one)), id: "none" });
  const [chips, more] = cut("unknown", unknown, 9, (one) => h("span.chip", null, h("span.sign.unknown", { "aria-hidden": "true" }), h("a", { href: here({ cell: `${me.id}.${tool(one).id}` }) }, tool(one).name)));
  const features = (me.provides || []).length;
  return h("div.reading", null,
    recordHead("Company", me, [
      me.ceased && `Ceased ${dayText(me.ceased)}. `, me.owner && `Belongs to ${me.owner}. `,
      "Offers ", h("b.ours", null, `${offered.length} of ${tools.length} tools`), common === null ? "" : `, ${common} of them in common with ${company(we ?? 0).name}`, ". ",
      no.length > 0 && ["Known not to offer ", h("b", null, String(no.length)), ". "], "Nothing is known of ", h("b.unknown-of", null, String(unknown.length)), "."],
    we !== undefined && we !== of && view("compare", { c: `${company(we).id},${me.id}` }, `Compare with ${company(we).name}`), view(`gaps/${me.id}`, {}, "Gaps"), h("a", { href: here({ for: me.id, cell: "" }) }, "See it from here")),
    h("div.main-and-side", null,
      h("div", null, groups.map((group) => {
        const known = group.tools.filter((one) => offer(of, one) !== undefined);
        if (!known.length) return null;
        const { offered, unknown } = covers(of, group.tools);
        return h("section", null, h("h2.of-stack", null, group.name, h("span.faint", null, `${offered} of ${group.tools.length}${unknown ? `, ${unknown} unknown` : ""}`)), offersTable(of, known));
      }), features > 0 && h("section", null, h("h2", null, "Features", h("span.faint", null, plural(features, "claim"))), companyFeatures(of))),
      h("div.side", null,
        card(`Closest to ${me.name}`, rivals(of).slice(0, 5).map(([one, count]) => h("p.meter", null, companyLink(one), bar(count, offered.length), h("span.count", null, String(count)))), h("p.faint", null, "Tools in common. Rare shared tools count more.")),
        unknown.length > 0 && card("Unknown", h("p.faint", null, "Nobody has recorded these either way."), h("p.chips", null, chips, more)),
        card("Age of the evidence", ages(of), filed(me)))),
    elsewhere(`show company:${me.id}`, `SELECT tool, support FROM offers WHERE company = ${literal(me.id)}`));
}

/** The features that a company provides, by tool. @param {number} of */
function companyFeatures(of) {
  /** @type {Map<number, Offer[]>} */
  const byTool = new Map();
  for (const has of company(of).provides || []) {
    const at = shown.toolsOfFeature.get(has.t) ?? -1;
    byTool.set(at, [...(byTool.get(at) || []), has]);
  }
  const [lines, more] = cut("features", [...byTool], 6, ([at, list]) => h("p", null, h("b", null, at < 0 ? "No tool" : tool(at).name), `: ${STATES.filter((state) => list.some((one) => one.s === state)).map((state) => `${STATE_WORDS[state].toLowerCase()} ${list.filter((one) => one.s === state).length}`).join(", ")}. `,
    h("span.faint", null, `${listed(list.filter(isOffered).map((one) => shown.pack.features[one.t].name), 6)}.`)));
  return [lines, more].flat();
}

/** @param {string | undefined} id */
function toolView(id) {
  const found = id === undefined ? undefined : shown.names.get("tools")?.get(id.toLowerCase());
  if (found === undefined) return missing("tool", id || "");
  const at = found;
  const me = tool(at);
  const all = shown.pack.companies.map((_, one) => one);
  const of = (/** @type {string} */ state) => byCloseness(us()).filter((one) => stateOf(offer(one, at)) === state);
  const unknown = shown.pack.companies_total - me.offered - me.planned - me.no;
  const we = us();
  const list = (/** @type {string} */ title, /** @type {number[]} */ companies, /** @type {string} */ key) => {
    if (!companies.length) return null;
    const [rows, more] = cut(key, companies, 25, (one) => { const what = /** @type {Offer} */ (offer(one, at)); const read = readOn(shown, what); return h("tr", null, h("th", { scope: "row" }, claimLink(one, at), " ", companyLink(one)),
      h("td", null, (what.c || []).map((claim) => claim.d?.product).find(Boolean) || ""), h("td.faint", null, what.b || (what.g ? "concluded" : "no source")), h("td.faint.count", null, read ? age(shown.pack, read) : "")); });
    return h("section", null, h("h2", null, title, h("span.faint", null, String(companies.length))), h("table.claims", null, h("caption.heard", null, title), h("tbody", null, rows)), more);
  };
  const features = me.features || [];
  return h("div.reading", null,
    recordHead("Tool", me, [h("b.ours", null, plural(me.offered, "company", "companies")), ` ${me.offered === 1 ? "offers" : "offer"} it. `, me.no > 0 && `${plural(me.no, "company is", "companies are")} known not to. `, me.planned > 0 && `${me.planned} ${me.planned === 1 ? "plans" : "plan"} it. `, "Of ", h("b.unknown-of", null, number(unknown)), " nothing is known."],
      we !== undefined && h("span", null, square(we, at), " ", placed(we, at))),
    h("div.main-and-side", null,
      h("div", null, list("Yes", of("yes"), "yes"), list("Partly", of("partial"), "partial"), list("Planned", of("planned"), "planned"), list("No", of("no"), "no"), all.length < shown.pack.companies_total && h("p.faint", null, "This page holds some companies of the landscape only.")),
      h("div.side", null,
        card("Where it belongs", h("p", null, me.stacks.length ? me.stacks.map((stack) => view(`stack/${shown.pack.stacks[stack].id}`, {}, stackTag(stack))) : "In no stack"),
          h("p", null, SCOPE_WORDS[me.scope], me.principles?.length ? `: ${listed(me.principles, 4)}` : ""), filed(me)),
        me.roles && card("Who needs it", h("ul", null, me.roles.map((role) => h("li", null, view(`role/${shown.pack.roles[role].id}`, {}, shown.pack.roles[role].name))))),
        features.length > 0 && card("Features", h("p.faint", null, listed(features.map((one) => shown.pack.features[one].name), 12)), h("p", null, view("compare", { tool: me.id }, "Compare them"))))),
    elsewhere(`coverage tool:${me.id}`, `SELECT company, support FROM offers WHERE tool = ${literal(me.id)}`));
}

/** Who covers some tools, ranked. @param {number[]} tools @param {string} title */
function coverageTable(tools, title) {
  const rows = shown.pack.companies.map((_, at) => ({ at, ...covers(at, tools) })).filter((row) => row.offered > 0);
  rows.sort((a, b) => b.offered - a.offered || b.yes - a.yes || a.at - b.at);
  const [lines, more] = cut("coverage", rows, 20, ({ at, offered, unknown }) => h("tr", { class: at === us() ? "ours" : "" }, h("th", { scope: "row" }, companyLink(at)),
    h("td", null, bar(offered, tools.length, unknown)), h("td.count", null, interval(offered, unknown, tools.length)),
    h("td.signs", null, tools.slice(0, 12).map((one) => claimLink(at, one)))));
  return [table(title, [head("Company"), head(""), head("Covers", "count"), head(tools.length <= 12 ? listed(tools.map((one) => tool(one).name), 12) : "")], lines, "coverage"), more];
}

/** @param {string | undefined} id */
function stackView(id) {
  const at = id === undefined ? undefined : shown.names.get("stacks")?.get(id.toLowerCase());
  if (at === undefined) return missing("stack", id || "");
  const me = shown.pack.stacks[at];
  const we = us();
  const ours = we === undefined ? null : covers(we, me.tools);
  const best = Math.max(0, ...shown.pack.companies.map((_, one) => covers(one, me.tools).offered));
  const leaders = shown.pack.companies.map((_, one) => ({ one, ...covers(one, me.tools) })).filter((row) => best > 0 && row.offered === best).sort((a, b) => b.yes - a.yes || a.one - b.one).map((row) => company(row.one).name);
  return h("div.reading", null,
    recordHead("Stack", me, [best ? [h("b.ours", null, listed(leaders, 3)), ` ${leaders.length === 1 ? "covers" : "cover"} the most: at least ${best} of ${plural(me.tools.length, "tool")}${leaders.length > 1 ? " each" : ""}. `] : "Nobody is known to cover any of it. ", ours && `${company(we ?? 0).name} covers ${interval(ours.offered, ours.unknown, me.tools.length)}.`].flat(),
      view("matrix", { stack: me.id }, "Open as matrix"), we !== undefined && view(`gaps/${company(we).id}`, { stack: me.id }, "Our gaps in it")),
    h("ul.tools-of-stack", null, me.tools.map((one) => h("li", null, square(we, one), heard(`${placed(we, one)}. `), toolLink(one), h("span.faint", null, ` ${tool(one).offered}`)))),
    coverageTable(me.tools, `Who covers ${me.name}`), filed(me), notCounted(),
    elsewhere(`coverage stack:${me.id}`, `SELECT * FROM coverage(${literal(me.id)})`));
}

/** @param {string | undefined} id */
function roleView(id) {
  const at = id === undefined ? undefined : shown.names.get("roles")?.get(id.toLowerCase());
  if (at === undefined) return missing("role", id || "");
  const me = shown.pack.roles[at];
  const needs = me.needs.map((need) => need.t);
  const we = us();
  const ours = we === undefined ? null : covers(we, needs);
  const how = new Map(me.needs.map((need) => [need.t, need.i]));
  return h("div.reading", null,
    recordHead("Role", me, needs.length ? [`Needs ${plural(needs.length, "tool")}. `, ours && [company(we ?? 0).name, " covers ", h("b.ours", null, interval(ours.offered, ours.unknown, needs.length)), "."]].flat() : ["Nobody has recorded what this role needs."]),
    me.reports_to && h("p", null, "Reports to ", me.reports_to.map((one) => view(`role/${shown.pack.roles[one].id}`, {}, shown.pack.roles[one].name))),
    needs.length > 0 && [h("ul.tools-of-stack", null, needs.map((one) => h("li", null, square(we, one), heard(`${placed(we, one)}. `), toolLink(one), how.get(one) && h("span.faint", null, ` ${how.get(one)}`)))), coverageTable(needs, `Who serves ${me.name}`)].flat(),
    filed(me), elsewhere(`roles ${me.id}`, `SELECT * FROM needs WHERE role = ${literal(me.id)}`));
}

/** @param {string | undefined} id */
function sourceView(id) {
  const at = id === undefined ? undefined : shown.names.get("sources")?.get(id.toLowerCase());
  if (at === undefined) return missing("source", id || "");
  const me = shown.pack.sources[at];
  /** @type {[number, Offer][]} */
  const claims = [];
  shown.pack.companies.forEach((one, of) => one.offers.forEach((what) => (what.c || []).some((claim) => (claim.e || []).some((piece) => shown.pack.evidence[piece].s === at)) && claims.push([of, what])));
  const [rows, more] = cut("claims", claims, 40, ([of, what]) => h("tr", null, h("th", { scope: "row" }, claimLink(of, what.t), " ", companyLink(of)), h("td", null, toolLink(what.t)), h("td", null, STATE_WORDS[what.s]), h("td.faint.count", null, age(shown.pack, readOn(shown, what)))));
  return h("div.reading", null,
    recordHead("Source", me, [h("b.ours", null, plural(me.claims, "claim")), ` ${me.claims === 1 ? "rests" : "rest"} on it. `, me.interest ? `Interest: ${me.interest}` : "Nobody has said whose interest it serves."]),
    me.published && h("p.faint", null, `Published ${me.published}.`),
    claims.length > 0 && [h("h2", null, "Offers that it names", h("span.faint", null, String(claims.length))), h("table.claims", null, h("caption.heard", null, "Offers that it names"), h("tbody", null, rows)), more],
    filed(me), elsewhere(`show source:${me.id}`, `SELECT * FROM evidence WHERE source = ${literal(me.id)}`));
}

/** The owners' questions. */
function questionsView() {
  document.title = `Questions · ${shown.pack.name}`;
  const words = /** @type {Record<string, string>} */ ({ answerable: "The landscape can speak about these", blocked: "These wait for claims", answered: "Answered" });
  return h("div.reading", null, heading("Your questions", [`${plural(shown.pack.questions.length, "question")} that the owners ask.`]),
    Object.entries(words).map(([state, title]) => { const list = shown.pack.questions.filter((one) => one.state === state);
      return list.length > 0 && h("section", null, h("h2", null, title, h("span.faint", null, String(list.length))), h("ul.questions", null, list.map((one) => h("li", null, h("p.name", null, one.name), one.answer && h("p", null, one.answer),
        state === "blocked" && h("p.faint", null, `It waits for ${plural(one.missing, "claim")} at least.`), (one.commands || []).map((command) => copyLine(command, "the command")))))); }),
    elsewhere("questions"));
}
