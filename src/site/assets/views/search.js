// Search: one key, one field, every record.

/** Every name that can be found, in the order in which kinds are shown. */
function everything() {
  const { pack } = shown;
  const of = (/** @type {string} */ kind, /** @type {Record_[]} */ records, /** @type {(at: number) => string} */ note) => records.map((record, at) => ({ kind, record, names: [record.name, ...(record.aliases || [])], note: note(at) }));
  return [
    ...of("tool", pack.tools, (at) => plural(pack.tools[at].offered, "company", "companies")),
    ...of("company", pack.companies, (at) => plural(covers(at, countedTools(pack)).offered, "tool")),
    ...of("stack", pack.stacks, (at) => plural(pack.stacks[at].tools.length, "tool")),
    ...of("role", pack.roles, (at) => plural(pack.roles[at].needs.length, "need")),
    ...of("source", pack.sources, (at) => plural(pack.sources[at].claims, "claim")),
  ];
}

/** What is found, best first: the beginning of a name, then of a word, then anywhere. @param {string} text */
function search(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const rank = (/** @type {string} */ name) => { const at = name.toLowerCase().indexOf(wanted); return at < 0 ? 9 : at === 0 ? (name.length === wanted.length ? 0 : 1) : /[\s/(-]/.test(name[at - 1]) ? 2 : 3; };
  return everything().map((one) => ({ ...one, rank: Math.min(...one.names.map(rank)) })).filter((one) => one.rank < 9).sort((a, b) => a.rank - b.rank);
}

const KIND_WORDS = /** @type {Record<string, string>} */ ({ tool: "Tools", company: "Companies", stack: "Stacks", role: "Roles", source: "Sources" });

/** A name with what matches underlined. @param {string} name @param {string} text */
function matched(name, text) {
  const at = name.toLowerCase().indexOf(text.trim().toLowerCase());
  return at < 0 ? name : [name.slice(0, at), h("u", null, name.slice(at, at + text.trim().length)), name.slice(at + text.trim().length)];
}

function openSearch() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("search"));
  if (dialog.open) return;
  const field = h("input", { type: "search", "aria-label": "Search tools, companies, stacks, roles and sources", placeholder: "Search", role: "combobox", "aria-expanded": "true", "aria-controls": "found", autocomplete: "off" });
  const results = h("div", { id: "found", role: "listbox", "aria-label": "Found" });
  const input = /** @type {HTMLInputElement} */ (field);
  const fill = () => {
    const found = search(input.value);
    const near = !found.length && input.value.trim() ? ["tools", "companies", "stacks", "roles"].map((kind) => ({ kind, one: nearest(input.value.trim(), kind) })).find(({ one }) => one) : null;
    results.replaceChildren();
    add(results, Object.keys(KIND_WORDS).map((kind) => {
      const list = found.filter((one) => one.kind === kind);
      return list.length > 0 && h("div", { role: "group", "aria-label": KIND_WORDS[kind] }, h("p.faint", { "aria-hidden": "true" }, KIND_WORDS[kind]), list.slice(0, 6).map((one) => h("a", { role: "option", href: to(`${kind}/${one.record.id}`) }, h("span", null, matched(one.record.name, input.value)), h("span.faint", null, one.note))), list.length > 6 && h("p.faint", null, `${list.length - 6} more`));
    }));
    if (!found.length && input.value.trim()) add(results, [h("p.empty", null, `Nothing is called “${input.value.trim()}”.`, near?.one && [" Did you mean ", h("a", { role: "option", href: to(`${{ tools: "tool", companies: "company", stacks: "stack", roles: "role" }[near.kind]}/${near.one.id}`) }, near.one.name), "?"])]);
    if (!input.value.trim()) add(results, [h("p.faint", null, "Type a name. Arrows choose, Enter opens.")]);
    results.querySelector("a")?.classList.add("chosen");
  };
  const options = () => [...results.querySelectorAll("a")];
  field.addEventListener("input", fill);
  dialog.onkeydown = (event) => {
    const list = options();
    const at = list.findIndex((one) => one.classList.contains("chosen"));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && list.length) {
      event.preventDefault();
      list[at]?.classList.remove("chosen");
      const next = list[(at + step + list.length) % list.length];
      next.classList.add("chosen");
      next.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter" && list[at] && document.activeElement === field) { event.preventDefault(); list[at].click(); }
  };
  results.onclick = (event) => { if (event.target instanceof Element && event.target.closest("a")) dialog.close(); };
  dialog.replaceChildren(h("div", null, field, results));
  fill();
  dialog.showModal();
  input.focus();
}

/** What keys do. */
function openKeys() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));
  const keys = [["/ or Ctrl K", "Search"], ["?", "This list"], ["g, then o m g c v w r", "Overview, matrix, gaps, compare, overlap, what if, research next"], ["Arrows, Home, End", "Go through the matrix"], ["Enter", "Open the evidence"], ["Esc", "Close what is open"]];
  dialog.replaceChildren(h("div", null, h("h2", null, "Keys"), h("dl", null, keys.map(([key, what]) => [h("dt", null, h("kbd", null, key)), h("dd", null, what)]).flat()), h("form", { method: "dialog" }, h("button", null, "Close"))));
  if (!dialog.open) dialog.showModal();
}
