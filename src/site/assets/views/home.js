// The overview: the answers first, in sentences whose numbers lead to what they count.

/** The gaps of a company by what becomes of them. @param {number} of */
function gapCounts(of) {
  const gaps = company(of).gaps || [];
  const open = gaps.filter((gap) => gap.v !== "out");
  return {
    contested: open.filter((gap) => gap.s === "contested"),
    unresearched: open.filter((gap) => gap.s === "unresearched"),
    other: open.filter((gap) => gap.s === "empty" || gap.s === "unsettled"),
    out: gaps.filter((gap) => gap.v === "out"),
  };
}

/** Why a gap has its place, in a sentence. @param {number} of @param {Gap} gap */
function whySentence(of, gap) {
  const words = ["None", "One", "Two", "Three", "Four", "Five"];
  const closest = (gap.c || []).map((at) => company(at).name);
  const five = Math.min(5, rivals(of).length);
  const among = closest.length
    ? `${words[closest.length]} of your ${five === 5 ? "five" : five} closest rivals ${closest.length === 1 ? "offers" : "offer"} it (${listed(closest, 3)}). `
    : "";
  const own = gap.o === "no" ? " You do not offer it." : gap.o === "planned" ? " You plan it." : "";
  return `${among}${plural(gap.n[0], "company", "companies")} in all.${own}`;
}

/** @param {number} of */
function homeSentence(of) {
  const tools = countedTools(shown.pack);
  const { offered, unknown } = covers(of, tools);
  const counts = gapCounts(of);
  const name = company(of).name;
  const us = company(of).id;
  const parts = [
    counts.contested.length > 0 && ["Others offer ", view(`gaps/${us}`, { state: "contested" }, h("b.more-of", null, `${counts.contested.length} more`))],
    counts.unresearched.length > 0 && ["nobody has looked at ", view(`gaps/${us}`, { state: "unresearched" }, h("b.unknown-of", null, String(counts.unresearched.length)))],
    counts.out.length > 0 && ["your principles rule out ", view(`gaps/${us}`, { scope: "out" }, h("b", null, String(counts.out.length)))],
  ].filter(Boolean);
  const joined = parts.flatMap((part, at) => [at === 0 ? "" : at === parts.length - 1 ? ", and " : ", ", .../** @type {Child[]} */ (part)]);
  const first = [`${name} offers `, view(`company/${us}`, {}, h("b.ours", null, `${offered} of ${tools.length} tools`)), ". "];
  if (parts.length && !counts.contested.length && typeof joined[1] === "string") joined[1] = joined[1].replace(/^./, (letter) => letter.toUpperCase());
  const rest = parts.length ? [...joined, "."] : unknown ? [`Nothing is known of ${unknown}.`] : [];
  return h("p.answer", null, first, rest);
}

/** The squares of all tools, in groups. @param {number} of */
function homeSquares(of) {
  const tools = countedTools(shown.pack);
  const counts = gapCounts(of);
  const ours = tools.filter((at) => isOffered(offer(of, at))).sort((a, b) => Number(offer(of, a)?.s !== "yes") - Number(offer(of, b)?.s !== "yes") || a - b);
  const full = ours.filter((at) => offer(of, at)?.s === "yes").length;
  const partly = ours.length - full;
  /** @param {number[]} list @param {Child} label */
  const group = (list, label) => list.length > 0 && h("figure.squares", null,
    h("div", { style: { "--columns": String(Math.ceil(list.length / 3)) } }, list.map((at) =>
      h("a", { href: to(`tool/${tool(at).id}`), title: `${tool(at).name}: ${placed(of, at)}`, "aria-label": tool(at).name }, square(of, at)))),
    h("figcaption", null, label));
  return h("div.home-squares", null,
    group(ours, [h("b", null, String(ours.length)), ` ${company(of).name} offers`, partly > 0 && ` · ${full} in full, ${partly} partly`]),
    group(counts.contested.map((gap) => gap.t), [h("b", null, String(counts.contested.length)), ` ${counts.contested.length === 1 ? "gap" : "gaps"}`]),
    group(counts.unresearched.map((gap) => gap.t), [h("b", null, String(counts.unresearched.length)), " not researched"]),
    group(counts.other.map((gap) => gap.t), [h("b", null, String(counts.other.length)), " others"]),
    group(counts.out.map((gap) => gap.t), [h("b", null, String(counts.out.length)), " ruled out"]),
    h("p.faint.wide", null, "A square is a tool. A gap is filled as far as your five closest rivals offer it."));
}

/** What is not known, as a list: what blocks most is first. @param {number} of */
function unknowns(of) {
  const { pack } = shown;
  const tools = countedTools(pack);
  const known = pack.known.yes + pack.known.partial + pack.known.planned + pack.known.no;
  const untouched = tools.filter((at) => tool(at).state === "unresearched");
  const five = rivals(of).slice(0, 5).map(([at]) => ({ at, unknown: covers(at, tools).unknown }));
  const needless = pack.roles.filter((role) => role.needs.length === 0);
  const blocked = pack.questions.filter((question) => question.state === "blocked");
  const old = pack.evidence.filter((one) => one.o && daysAgo(pack, one.o) > 365).length;
  /** @type {(Child[] | false)[]} */
  const rows = [
    untouched.length > 0 && [plural(untouched.length, "tool"), plural(untouched.length * pack.companies_total, "cell"), `Nobody has looked at any company: ${listed(untouched.map((at) => tool(at).name), 4)}.`],
    covers(of, tools).unknown > 0 && ["Your own offer", plural(covers(of, tools).unknown, "cell"), "Nobody has recorded whether you offer these tools. You know it best."],
    five.some((one) => one.unknown > 0) && ["Your closest rivals", plural(five.reduce((sum, one) => sum + one.unknown, 0), "cell"),
      `Not known: ${listed(five.filter((one) => one.unknown).map((one) => `${company(one.at).name} ${one.unknown}`), 3)} tools.`],
    needless.length > 0 && ["What roles need", plural(needless.length, "role"), `No needs are recorded for ${listed(needless.map((role) => role.name), 3)}.`],
    blocked.length > 0 && ["Your questions", `${blocked.length} blocked`, "They wait for claims that nobody has made."],
    old > 0 && ["Old evidence", plural(old, "reading"), "Read more than a year ago."],
    pack.known.no * 20 < known && ["“No” is rare", `${number(pack.known.no)} of ${number(known)}`, "Few claims say no. Without them, no tool can be shown as empty."],
  ];
  return rows.filter(Boolean).slice(0, 5).map((row) => /** @type {Child[]} */ (row));
}

/** The market map: a panel for each stack, a row for each tool. @param {number | undefined} of */
function marketMap(of) {
  const { pack } = shown;
  const most = Math.max(1, ...pack.tools.map((one) => one.offered));
  const row = (/** @type {number} */ at) => h("li", null, square(of, at), heard(`${placed(of, at)}. `), toolLink(at),
    bar(tool(at).offered, most), h("span.count", { title: plural(tool(at).offered, "company offers it", "companies offer it") }, number(tool(at).offered)));
  const panel = (/** @type {Child} */ name, /** @type {number[]} */ tools, /** @type {string} */ kind, /** @type {string} */ key) => {
    const sorted = [...tools].sort((a, b) => tool(b).offered - tool(a).offered || a - b);
    const [rows, more] = cut(key, sorted, 12, row);
    const ours = of === undefined ? null : covers(of, tools);
    return h("section.panel-of-stack", { class: kind }, h("h3", null, name, ours && h("span", null, `${company(of ?? 0).name} ${interval(ours.offered, ours.unknown, tools.length)}`)),
      h("ul", null, rows), more);
  };
  const inStack = new Set(pack.stacks.flatMap((stack) => stack.tools));
  const loose = countedTools(pack).filter((at) => !inStack.has(at));
  return h("section.map", null,
    h("h2", null, "Market map", h("span.faint", null, `${plural(inStack.size, "tool")} in ${plural(pack.stacks.length, "stack")}${loose.length ? `, and ${loose.length} in none` : ""}. The bar is how many companies offer the tool.`)),
    h("div.panels", null,
      pack.stacks.map((stack, at) => panel(view(`stack/${stack.id}`, {}, stack.name), stack.tools, `hue-${at % 6}`, `map-${stack.id}`)),
      loose.length > 0 && panel("In no stack", loose, "no-stack", "map-none")));
}

/** The overview. */
function homeView() {
  const { pack } = shown;
  const of = us();
  document.title = pack.name;
  if (of === undefined) {
    return h("div.reading", null, h("h1.answer", { tabindex: "-1" }, `${pack.name}: ${plural(pack.companies_total, "company", "companies")} and ${plural(pack.tools.length, "tool")}.`),
      h("p", null, "Nobody's view is taken. Choose a company above."), marketMap(undefined), elsewhere("overview"));
  }
  const me = company(of);
  const gaps = gapCounts(of).contested.slice(0, 5);
  const closest = rivals(of).slice(0, 5);
  const mine = covers(of, countedTools(pack)).offered;
  const alsoOffers = (/** @type {number} */ at) => {
    const also = countedTools(pack).filter((one) => isOffered(offer(at, one)) && !isOffered(offer(of, one)));
    return also.length ? `Also offers ${listed(also.map((one) => tool(one).name), 3)}.` : "Nothing known that you do not offer.";
  };
  return h("div.reading", null,
    h("h1.heard", { tabindex: "-1" }, `${pack.name}, seen from ${me.name}`),
    homeSentence(of), homeSquares(of),
    h("div.three", null,
      h("section", null, h("h2", null, "Top gaps", view(`gaps/${me.id}`, {}, `All ${gapCounts(of).contested.length}`)),
        h("ol.ranked", null, gaps.map((gap) => h("li", null, h("p.name", null, view(`gaps/${me.id}`, { open: tool(gap.t).id }, tool(gap.t).name), tool(gap.t).stacks.slice(0, 1).map((stack) => stackTag(stack))),
          h("p.faint", null, whySentence(of, gap))))),
        gaps.length === 0 && h("p.faint", null, "No other company is known to offer a tool that you do not.")),
      h("section", null, h("h2", null, "Closest competitors", view(`overlap/${me.id}`, {}, `All ${number(me.rivals_total || 0)}`)),
        h("ol.ranked", null, closest.map(([at, common]) => h("li", null, h("p.name", null, companyLink(at), h("span.count", null, `${common} of ${mine}`)),
          bar(common, mine), h("p.faint", null, alsoOffers(at))))),
        closest.length === 0 && h("p.faint", null, "No other company is known to offer what you offer.")),
      h("section", null, h("h2", null, "What we do not know", view("next", {}, "Research next")),
        h("ol.ranked", null, unknowns(of).map(([name, count, why]) => h("li", null, h("p.name", null, h("span", null, name), h("span.count", null, count)), h("p.faint", null, why)))))),
    marketMap(of),
    h("p.sources.faint", null, "Sources: ", [...pack.sources].sort((a, b) => b.claims - a.claims).slice(0, 5).map((source, at) =>
      [at > 0 && " · ", view(`source/${source.id}`, {}, source.name), ` (${number(source.claims)}${source.interest ? `; ${source.interest}` : ""})`]).flat()),
    elsewhere("overview", `SELECT * FROM gaps(${literal(me.id)}) LIMIT 5`));
}
