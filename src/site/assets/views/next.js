// Research next: which unknown to look up first, and the command that records the answer.

function nextView() {
  const { pack } = shown;
  const we = us();
  document.title = `Research next · ${pack.name}`;
  if (we === undefined) return missing("company", undefined);
  const me = company(we);
  const rows = unknowns(we).map(([name, count, why]) => h("tr", null, h("th", { scope: "row" }, name), h("td", null, why), h("td.count", null, count)));
  return h("div.reading", null,
    heading("Research next", [`What to look up first, seen from ${me.name}: what would change most answers.`]),
    h("h2", null, "What is lacking most"), table("What is lacking most", [head("What"), head("Why"), head("How many", "count")], rows, "plain"),
    elsewhere("next"));
}
