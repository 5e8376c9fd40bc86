// Research next: which unknown to look up first, and the command that records the answer.

function nextView() {
  const { pack } = shown;
  const we = us();
  document.title = `Research next · ${pack.name}`;
  if (we === undefined) return missing("company", undefined);
  const me = company(we);
  const rows = unknowns(we).map(([name, count, why]) => h("tr", null, h("th", { scope: "row" }, name), h("td", null, why), h("td.count", null, count)));
  const queue = pack.queue;
  const first = queue && h("ol.queue", null, queue.lookups.map((one, at) =>
    h("li", null, h("div", null, h("b", null, `${at + 1}. ${one.what}`), h("p.faint", null, one.why)), copyLine(one.command, "the command that records a yes"))));
  return h("div.reading", null,
    heading("Research next", [`What to look up first, seen from ${me.name}: what would change most answers.${queue && queue.total > queue.lookups.length ? ` The first ${queue.lookups.length} of ${queue.total}.` : ""}`]),
    first, h("h2", null, "What is lacking most"), table("What is lacking most", [head("What"), head("Why"), head("How many", "count")], rows, "plain"),
    elsewhere("next"));
}
