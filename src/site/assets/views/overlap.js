// Who competes with a company: a ranked list, and its neighbourhood as a picture.

/** @param {string | undefined} id */
function overlapView(id) {
  const found = id === undefined ? us() : shown.names.get("companies")?.get(id.toLowerCase());
  if (found === undefined) return missing("company", id);
  const of = found;
  const me = company(of);
  document.title = `Who competes with ${me.name} · ${shown.pack.name}`;
  if (!me.rivals) return needsProgram(`Who competes with ${me.name}`, `overlap ${me.id}`);
  const total = me.rivals_total || 0;
  const tools = countedTools(shown.pack);
  const mine = tools.filter((at) => isOffered(offer(of, at)));
  const query = (/** @type {string} */ key) => route.query.get(key) || "";
  const by = query("by") || "ours";
  const list = me.rivals.map((rival) => ({ rival, at: rival[0] }));
  if (by === "theirs") list.sort((a, b) => (b.rival[4] ?? 0) - (a.rival[4] ?? 0) || b.rival[1] - a.rival[1] || a.at - b.at);
  if (by === "shared") list.sort((a, b) => b.rival[1] - a.rival[1] || (b.rival[3] ?? 0) - (a.rival[3] ?? 0) || a.at - b.at);
  const [rows, more] = cut("overlap", list, 20, ({ rival, at }) => {
    const theirs = covers(at, tools).offered;
    const [, common, possible] = rival;
    return h("tr", null, h("th", { scope: "row" }, companyLink(at)), h("td.count", null, String(common)),
      h("td", null, bar(common, mine.length, possible)), h("td.count", null, interval(common, possible, mine.length)),
      h("td.count", null, `${common} of ${theirs}`), h("td", null, view("compare", { c: `${me.id},${company(at).id}` }, "Compare")));
  });
  return h("div.reading", null,
    heading(`Who competes with ${me.name}`, [`${plural(total, "company", "companies")} ${total === 1 ? "offers" : "offer"} something that ${me.name} offers. The order is by how much of yours they offer; rare tools count more.`]),
    h("div.bar-of-tools", null, total === list.length && list[0]?.rival[4] !== undefined && segments("Order", segment("by", "ours", ["Most of ours"], "ours"), segment("by", "theirs", ["Most of theirs"], "ours"), segment("by", "shared", ["Most in common"], "ours"))),
    list.length === 0 ? h("p.empty", null, `No other company is known to offer what ${me.name} offers.`) :
      h("div.two", null, h("div", null, table(`Who competes with ${me.name}`, [head("Company"), head("In common", "count"), head(""), head(`Of our ${mine.length}`, "count"), head("Of theirs", "count"), head("")], rows, "overlap"), more, total > list.length && h("p.faint", null, shown.pack.next || query("page") ? `${number(list.length)} of ${number(total)}. ` : `This page holds the ${list.length} closest of ${number(total)}. `,
        query("page") && [h("a", { href: here({ page: "" }) }, "The closest"), " "], shown.pack.next && h("a", { href: here({ page: String(shown.pack.next) }) }, "Those that follow"))),
        neighbourhood(of, list.slice(0, 8).map((one) => one.rival), mine.length)),
    h("p.hint", null, "“20–26 of 27”: at least 20, at most 26. The rest is unknown, which is not a no."),
    elsewhere(`overlap ${me.id}${by === "ours" ? "" : ` --by ${by}`}`, `SELECT * FROM overlap(${literal(me.id)})`));
}

/** We at the left, at most eight rivals in one column; a line is as wide as the share of ours. @param {number} of @param {Rival[]} list @param {number} mine */
function neighbourhood(of, list, mine) {
  const [width, step, left, right] = [480, 52, 110, 300];
  const height = Math.max(1, list.length) * step + 16;
  const y = (/** @type {number} */ at) => 32 + at * step;
  const short = (/** @type {string} */ name) => (name.length > 17 ? `${name.slice(0, 16)}…` : name);
  const lines = list.map(([at, common], place) => {
    const share = mine ? common / mine : 0;
    return [svg("path", { class: "tie", d: `M${left},${height / 2} C${(left + right) / 2},${height / 2} ${(left + right) / 2},${y(place)} ${right},${y(place)}`, style: { "stroke-width": String(1 + share * 13) } }),
      svg("text", { class: "count", x: right - 14, y: y(place) - 8, "text-anchor": "end" }, String(common)),
      svg("a", { href: to(`company/${company(at).id}`) }, svg("title", null, `${company(at).name}: ${common} of ${mine} tools in common`), svg("circle", { cx: right, cy: y(place), r: 8, class: "node" }), svg("text", { x: right + 16, y: y(place) + 5 }, short(company(at).name)))];
  });
  return h("figure.neighbourhood", null, svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `The closest rivals of ${company(of).name}: ${list.map(([at, common]) => `${company(at).name} ${common} in common`).join(", ")}` },
    ...lines.flat(), svg("circle", { cx: left, cy: height / 2, r: 14, class: "us" }), svg("text", { x: left - 22, y: height / 2 + 5, "text-anchor": "end", class: "us-name" }, short(company(of).name))),
    h("figcaption.faint", null, "A line is as wide as the share of our tools that the other offers; the number is how many."));
}
