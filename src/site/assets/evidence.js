// The evidence of one cell: where it is claimed, by whom, when, and in which file.

/** @param {Evidence} evidence */
function evidenceCard(evidence) {
  const source = shown.pack.sources[evidence.s];
  return h("li.card", null,
    h("h3", null, view(`source/${source.id}`, {}, source.name)),
    source.interest && h("p.faint", null, `Interest: ${source.interest}`),
    evidence.q && h("blockquote", null, evidence.q),
    evidence.a && h("p.place", null, evidence.a),
    evidence.u && h("p.place", null, out(evidence.u, evidence.u)),
    evidence.n && h("p", null, evidence.n),
    h("p.faint", null, [evidence.b, evidence.o, evidence.o && age(shown.pack, evidence.o)].filter(Boolean).join(" · ")));
}

/** A claim as a footnote in Markdown. @param {string} what @param {Offer} offer */
function citation(what, offer) {
  const parts = (offer.c || []).flatMap((claim) => claim.e || []).map((at) => {
    const { s, a, u, o } = shown.pack.evidence[at];
    return [shown.pack.sources[s].name, a, u, o].filter(Boolean).join(", ");
  });
  return `[^1]: ${what}. ${parts.join("; ") || "No evidence is recorded."}`;
}

/** A place in a file, as a link where the page knows where the files can be seen. @param {string} place */
function placeLink(place) {
  const template = document.documentElement.dataset.repository;
  const [, file, line] = /^(.*?):(\d+)(?::\d+)?$/.exec(place) || [];
  if (!template || !file) return h("code", null, place);
  return out(template.replace("{file}", file).replace("{line}", line), h("code", null, `${file}:${line}`));
}

/** The key of the cell that is open: its company and its tool. @returns {[number, number] | null} */
function openCell() {
  const [of, at] = (route.query.get("cell") || "").split(".").map((name, position) =>
    shown.names.get(position ? "tools" : "companies")?.get(name.toLowerCase()));
  return of === undefined || at === undefined ? null : [of, at];
}

/** The panel of the open cell; nothing where none is open. */
function evidencePanel() {
  const cell = openCell();
  if (!cell) return null;
  const [of, at] = cell;
  const what = offer(of, at);
  const title = `${company(of).name} · ${tool(at).name}`;
  const claims = what?.c || [];
  const evidence = claims.flatMap((claim) => claim.e || []).map((one) => shown.pack.evidence[one]);
  const supports = new Set(claims.map((claim) => claim.d?.product).filter(Boolean));
  const sources = new Set(evidence.map((one) => one.s)).size;
  const read = readOn(shown, what);
  return h("aside.panel", { "aria-label": `Evidence: ${title}`, id: "evidence", tabindex: "-1" },
    h("div.top", null, h("p.faint", null, companyLink(of), " · ", toolLink(at)),
      h("button", { type: "button", "data-k": "close", onclick: closePanel }, "Close")),
    h("h2", null, sign(what), " ", STATE_WORDS[stateOf(what)]),
    what ? h("p", null, supports.size > 0 && ["Sold as ", h("b", null, [...supports].join(", ")), ". "],
      what.g === "part" && "Concluded: it offers a part of this tool. ",
      what.g === "feature" && "Concluded: it provides a feature that shows this tool. ",
      what.g === "listing" && "Concluded: its list of offers is complete, and this tool is not in it. ",
      sources > 0 ? `${plural(sources, "source")}, ${what.b || "stated"}, read ${age(shown.pack, read)}.` : claims.length > 0 && "No evidence is recorded.")
      : h("p", null, `Nobody has recorded whether ${company(of).name} offers ${tool(at).name}. That is not a no.`),
    evidence.length > 0 && [h("h3", null, "Evidence"), h("ul.cards", null, evidence.map(evidenceCard))],
    claims.map((claim) => h("div.claimed", null,
      (claim.since || claim.until) && h("p.faint", null, [claim.since && `Since ${claim.since}`, claim.until && `until ${claim.until}`].filter(Boolean).join(", ")),
      claim.n && h("p", null, claim.n),
      claim.p && h("p.place", null, placeLink(claim.p)))),
    shown.pack.redacted && h("p.faint", null, "Notes and quotes were left out of this page."),
    what && [h("h3", null, "Cite"), copyLine(citation(`${company(of).name}, ${tool(at).name}: ${said(what)}`, what), "the citation")],
    !what && [h("h3", null, "What would settle it"),
      h("p", null, "A page of the vendor, or of somebody who has looked. Record it:"),
      copyLine(`landscape link ${company(of).id} offers ${tool(at).id} --support yes --source SOURCE --url URL --on today`, "the command"),
      h("p.faint", null, "Or ", h("code", null, "--support no"), ", where somebody has looked and it does not.")],
    elsewhere(`why ${word(`company:${company(of).id}`)} ${word(`tool:${tool(at).id}`)}`,
      `SELECT * FROM offers WHERE company = ${literal(company(of).id)} AND tool = ${literal(tool(at).id)}`));
}

function closePanel() {
  const opened = route.query.get("cell");
  change({ cell: "" });
  const link = [...document.querySelectorAll("a.claim")].find((link) => (link.getAttribute("href") || "").includes(`cell=${opened}`));
  if (link instanceof HTMLElement) link.focus();
}
