// Opens the page in a real browser, saved and served, and looks at it as a reader does: what it shows, what it says to
// assistive technology, what it does when files break, and how large and how fast it is.
//
//     node tests/browser/run.mjs --program target/debug/landscape [--only PART]
//
// The browser is Debian's Chromium, or the one that $CHROMIUM names. The exit code is 1 when anything is wrong.

import { execFile, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const PROGRAM = resolve(argument("--program") || join(ROOT, "target/debug/landscape"));
const ONLY = argument("--only");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FOLDER = mkdtempSync(join(tmpdir(), "landscape-browser-"));

/** How long anything may take before it counts as wrong. */
const PATIENCE = 20_000;

/** Sizes that the page of the shipped landscape must keep to, in bytes. */
const BUDGETS = { file: 400_000, packed: 150_000 };

// --- what is wrong -------------------------------------------------------------------------------------------------

let done = 0;
const wrong = [];

/** Says whether something is as it should be; `what` explains it where it is not. */
function check(name, ok, what = "") {
  done += 1;
  if (ok) return;
  const text = typeof what === "string" ? what : JSON.stringify(what);
  wrong.push(name);
  console.error(`  wrong: ${name}${text && `: ${text.slice(0, 1500)}`}`);
}

const same = (name, found, expected) =>
  check(name, JSON.stringify(found) === JSON.stringify(expected), `${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);

/** Runs a part of the tests; one that fails does not keep the others from running. */
async function part(name, run) {
  if (ONLY && ONLY !== name) return;
  const begun = Date.now();
  console.log(`-- ${name}`);
  try {
    await run();
  } catch (error) {
    check(name, false, error?.stack || String(error));
  }
  console.log(`   ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** Waits until something holds, and says whether it came to that. */
async function until(holds, patience = PATIENCE) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (await holds()) return true;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return false;
}

// --- the program ---------------------------------------------------------------------------------------------------

const environment = { ...process.env, PATH: `${dirname(PROGRAM)}:${process.env.PATH}`, NO_COLOR: "1", XDG_STATE_HOME: join(FOLDER, "state") };
delete environment.LANDSCAPE_GRAPH;

/** Runs the program in the folder of a landscape, and returns its answer as JSON. */
const json = (folder, ...words) =>
  JSON.parse(execFileSync(PROGRAM, [...words, "--format", "json"], { cwd: folder, env: environment, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] }));

const program = (folder, ...words) => execFileSync(PROGRAM, words, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "inherit"] });

/** Makes a folder with a landscape in it. */
function landscape(name, fill) {
  const folder = join(FOLDER, name);
  mkdirSync(folder);
  fill(join(folder, "graph"));
  return folder;
}

const servers = new Set();

/** Serves the landscape of a folder. */
async function serve(folder, port = 0) {
  const child = spawn(PROGRAM, ["serve", "--port", String(port)], { cwd: folder, env: environment, stdio: ["ignore", "ignore", "pipe"] });
  servers.add(child);
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  await until(() => said.includes("(Ctrl-C ends)") || child.exitCode !== null);
  const found = /serving (http:\/\/127\.0\.0\.1:(\d+)\/)/.exec(said);
  if (!found) throw new Error(`it does not serve: ${said}`);
  const stop = async () => {
    child.kill("SIGINT");
    await until(() => child.exitCode !== null || child.signalCode !== null);
    servers.delete(child);
    return child.exitCode;
  };
  return { address: found[1], port: Number(found[2]), stop };
}

/** Saves the page of the landscape of a folder, and returns its address. */
function save(folder) {
  program(folder, "export", "html", "--output", "page.html");
  return pathToFileURL(join(folder, "page.html")).href;
}

// --- the browser ---------------------------------------------------------------------------------------------------

let browser;

/** Opens a page, and notes what it complains about and what it asks for. */
async function open(address, { width = 1440, height = 900, scheme = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints = [];
  const asked = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => { complaints.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  await ready(page);
  return { page, complaints, asked, close: () => context.close() };
}

/** Waits until the script has drawn the page. */
const ready = (page) => page.waitForSelector("header.top", { timeout: PATIENCE });

/** Goes to a view, and returns how long it took to draw it, in milliseconds. */
const go = (page, route) => page.evaluate((hash) => new Promise((drawn) => {
  const begun = performance.now();
  const end = () => requestAnimationFrame(() => setTimeout(() => drawn(performance.now() - begun)));
  if (location.hash === hash) return end();
  addEventListener("hashchange", end, { once: true });
  location.hash = hash;
}), `#/${route}`);

const text = (page, selector) => page.locator(selector).first().innerText({ timeout: PATIENCE });
const texts = (page, selector) => page.locator(selector).allInnerTexts();
const plain = (words) => words.map((word) => word.replace(/\s+/g, " ").trim());
const named = ({ name, owner, ceased }) => plain([`${name}${owner ? ` (${owner.name})` : ""}${ceased ? ` (ceased ${ceased})` : ""}`])[0];

/** Finds what axe has against a page. */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary?.slice(0, 240)}`);
}

// --- what is looked at ---------------------------------------------------------------------------------------------

const SHIPPED = landscape("shipped", (graph) => cpSync(join(ROOT, "graph"), graph, { recursive: true }));
const overview = json(SHIPPED, "overview");
const us = overview.perspective.id;
const gapsOfUs = json(SHIPPED, "gaps", "--top", "all");
const rivalsOfUs = json(SHIPPED, "overlap", us, "--top", "all");
const [rival, other] = rivalsOfUs.others.map((pair) => pair.companies[1].id);
const [firstGap, secondGap] = gapsOfUs.gaps.map((gap) => gap.tool.id);
const stacks = json(SHIPPED, "list", "stack", "--top", "all");
const stackIds = stacks.kinds[0].records.map((one) => one.record.id);
const source = overview.sources[0].source.id;
const role = json(SHIPPED, "roles").roles[0].role.id;

/** Every view, by its name. */
const VIEWS = {
  overview: "",
  matrix: "matrix",
  "matrix of a stack": `matrix?stack=${stackIds[0]}`,
  gaps: "gaps",
  "a gap": `gaps/${us}?open=${firstGap}`,
  "gaps of a rival": `gaps/${rival}`,
  compare: "compare",
  "compare three": `compare?c=${us},${rival},${other}`,
  overlap: "overlap",
  "overlap of a rival": `overlap/${rival}`,
  "what if": "whatif",
  "research next": "next",
  company: `company/${rival}`,
  evidence: `company/${rival}?cell=${rival}.${rivalsOfUs.others[0].shared[0].id}`,
  tool: `tool/${firstGap}`,
  stack: `stack/${stackIds[0]}`,
  role: `role/${role}`,
  source: `source/${source}`,
  questions: "questions",
  embedded: `embed/stack/${stackIds[0]}`,
  "no such record": "company/nobody-of-this-name",
};

/** Both forms of the page, each with the landscape of a folder in it. */
async function inBothForms(folder, look) {
  await look("saved", save(folder));
  const server = await serve(folder);
  try {
    await look("served", server.address);
  } finally {
    await server.stop();
  }
}

// --- the tests -----------------------------------------------------------------------------------------------------

async function everyViewLoads() {
  await inBothForms(SHIPPED, async (form, address) => {
    const { page, complaints, asked, close } = await open(address);
    for (const [name, route] of Object.entries(VIEWS)) {
      await go(page, route);
      const heading = await page.locator("#main h1").count();
      check(`${form}, ${name}: it has a heading`, heading === 1, String(heading));
      check(`${form}, ${name}: it has a title`, (await page.title()).length > 2);
      const missing = await page.locator("#main", { hasText: "The landscape has no such record" }).count();
      same(`${form}, ${name}: the record is there`, missing, name === "no such record" ? 1 : 0);
    }
    same(`${form}: nothing is complained about`, complaints, []);
    const origin = address.replace(/[^/]*$/, "");
    const beyond = asked.filter((url) => (form === "saved" ? url !== address : url !== address && !url.startsWith(`${origin}api/`)));
    same(`${form}: nothing is asked for beyond the page`, beyond, []);
    await close();
  });
}

async function numbersAreThoseOfTheProgram() {
  const totals = gapsOfUs.totals;
  const among = (key) => totals.in_scope[key] + totals.open[key];
  const all = Object.keys(totals.in_scope).reduce((sum, key) => sum + among(key), 0);
  const companies = overview.kinds.find((one) => one.kind === "company").count;
  await inBothForms(SHIPPED, async (form, address) => {
    const { page, close } = await open(address);
    await go(page, "");
    same(`${form}: the tools that we offer`, await text(page, ".answer .ours"), `${totals.offered} of ${totals.tools} tools`);
    const known = overview.offers.yes + overview.offers.partial + overview.offers.planned + overview.offers.no;
    const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
    check(`${form}: the known cells`, (await text(page, ".context .long")).startsWith(`${number(known)} of ${number(overview.offers.cells)} `));
    await go(page, "matrix?rows=matrix&only=");
    const caption = await page.locator("table.matrix caption").textContent();
    check(`${form}: the tools of the matrix`, caption.includes(" tools"), caption);
    await go(page, "gaps");
    for (const [state, count] of [["", all], ["contested", among("contested")]]) {
      same(`${form}: gaps in the state “${state}”`, await text(page, `[data-k="state=${state}"] b`), String(count));
    }
    const inOrder = gapsOfUs.gaps.filter((gap) => gap.scope.verdict === "in").concat(gapsOfUs.gaps.filter((gap) => gap.scope.verdict === "open"));
    same(`${form}: the gaps in their order`, plain(await texts(page, "tr.gap-row th button.name")), inOrder.map((gap) => named(gap.tool)));
    same(`${form}: how many offer each`, plain(await texts(page, "tr.gap-row td.count")), inOrder.map((gap) => String(gap.offerers)));
    await go(page, "overlap?rows=overlap");
    const rows = rivalsOfUs.others;
    const shown = plain(await texts(page, "table.overlap tbody th a"));
    same(`${form}: the rivals in their order`, shown, rows.slice(0, shown.length).map((pair) => named(pair.companies[1])));
    check(`${form}: there are many rivals`, shown.length >= 20 && shown.length <= rows.length, String(shown.length));
    same(`${form}: what they have in common`, plain(await texts(page, "table.overlap tbody tr td.count:nth-child(2)")), rows.slice(0, shown.length).map((pair) => String(pair.similarity.shared)));
    for (const stack of stackIds) {
      const [target] = json(SHIPPED, "coverage", `stack:${stack}`, "--top", "all").targets;
      await go(page, `stack/${stack}?rows=coverage`);
      const found = new Map();
      for (const row of await page.locator("table.coverage tbody tr").all()) {
        found.set((await row.locator("th a").innerText()).trim(), (await row.locator("td.count").innerText()).trim());
      }
      const interval = ({ low, high, of }) => (low === high ? `${low} of ${of}` : `${low}–${high} of ${of}`);
      const expected = target.companies.filter((one) => one.offered.low > 0).map((one) => [named(one.company), interval(one.offered)]);
      same(`${form}: who covers ${stack}`, [...found].sort(), expected.sort());
    }
    await go(page, `company/${rival}`);
    const theirs = json(SHIPPED, "gaps", "--for", rival).totals;
    same(`${form}: the tools of a rival`, await text(page, ".answer .ours"), `${theirs.offered} of ${theirs.tools} tools`);
    await go(page, `tool/${firstGap}`);
    const offerers = gapsOfUs.gaps[0].offerers;
    check(`${form}: who offers a tool`, (await text(page, ".answer .ours")).startsWith(`${offerers} `));
    check(`${form}: what is unknown of it`, Number((await text(page, ".answer .unknown-of")).replace(/\D/g, "")) <= companies - offerers);
    await close();
  });
}

async function theKeyboardReachesEverything() {
  const { page, complaints, close } = await open(save(SHIPPED));
  for (const [name, route] of Object.entries(VIEWS)) {
    await go(page, route);
    await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
    let last = null;
    const stops = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const one = document.activeElement;
        if (!one || one === document.body) return null;
        const box = one.getBoundingClientRect();
        const look = getComputedStyle(one);
        const labelled = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || one.getAttribute("placeholder") || "";
        window.stops = (window.stops || 0) + 1;
        one.dataset.stop = String(window.stops);
        return { key: one.dataset.stop, html: one.outerHTML.slice(0, 120), isNamed: labelled.trim().length > 0, isSeen: box.width > 0 && box.height > 0 && look.visibility === "visible",
          isMarked: look.outlineStyle !== "none" || look.boxShadow !== "none" };
      });
      if (!at) break;
      if (at.key === last) { check(`${name}: the keyboard goes on`, false, at.html); break; }
      last = at.key;
      stops.push(at);
    }
    check(`${name}: the keyboard stops somewhere`, stops.length > 0, String(stops.length));
    for (const fault of ["isNamed", "isSeen", "isMarked"]) {
      same(`${name}: each stop ${fault}`, stops.filter((stop) => !stop[fault]).map((stop) => stop.html), []);
    }
  }
  await go(page, "");
  await page.keyboard.press("/");
  await page.keyboard.type(json(SHIPPED, "find", rival).hits[0].node.name);
  check("search finds a company", await until(async () => (await page.locator("#found a.chosen").count()) === 1));
  await page.keyboard.press("Enter");
  check("Enter opens it", await until(() => page.evaluate((id) => location.hash.includes(`company/${id}`), rival)));
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  check("Esc closes the search", await until(async () => !(await page.locator("#search[open]").count())));
  await page.keyboard.press("?");
  check("`?` shows the keys", (await page.locator("#keys[open]").count()) === 1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  check("g m opens the matrix", await until(() => page.evaluate(() => location.hash.startsWith("#/matrix"))));
  same("the matrix is one stop", await page.locator('table.matrix td a[tabindex="0"]').count(), 1);
  await page.locator('table.matrix td a[tabindex="0"]').focus();
  const place = () => page.evaluate(() => {
    const cell = document.activeElement?.closest("td");
    return cell ? [cell.parentElement.rowIndex, cell.cellIndex] : null;
  });
  const [row, column] = await place();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"]) await page.keyboard.press(key);
  same("arrows go from cell to cell", await place(), [row + 1, column + 1]);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Home");
  same("Home goes to the first cell", await place(), [row, 3]);
  const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.keyboard.press("Enter");
  check("Enter opens the evidence", await until(async () => (await page.locator("aside.panel").count()) === 1));
  await page.keyboard.press("Escape");
  check("Esc closes it", await until(async () => (await page.locator("aside.panel").count()) === 0));
  same("and goes back to the cell", await page.evaluate(() => document.activeElement.getAttribute("aria-label")), label);
  same("nothing is complained about", complaints, []);
  await close();
}

async function axeHasNothingAgainstIt() {
  await inBothForms(SHIPPED, async (form, address) => {
    for (const theme of ["light", "dark"]) {
      const { page, close } = await open(address, { scheme: theme });
      for (const [name, route] of Object.entries(VIEWS)) {
        if (form === "served" && !["overview", "what if"].includes(name)) continue;
        await go(page, route);
        same(`${form}, ${theme}, ${name}`, await faults(page), []);
      }
      await close();
    }
  });
}

async function aPhoneNeedsNoSidewaysScrolling() {
  const { page, close } = await open(save(SHIPPED), { width: 390, height: 844 });
  for (const [name, route] of Object.entries(VIEWS)) {
    await go(page, route);
    const [wide, of] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]);
    check(`${name}: as wide as the phone`, wide <= of, `${wide} of ${of}`);
  }
  await close();
}

async function itPrints() {
  const { page, close } = await open(save(SHIPPED));
  for (const name of ["overview", "matrix", "a gap", "evidence"]) {
    await go(page, VIEWS[name]);
    const pdf = await page.pdf({ format: "A4" });
    check(`${name}: a PDF`, pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 5_000, String(pdf.length));
  }
  await close();
}

async function whatIsSuggestedRuns() {
  const lines = new Map();
  await inBothForms(SHIPPED, async (form, address) => {
    const { page, close } = await open(address);
    const views = form === "served" ? { ...VIEWS, supposed: `gaps?suppose=${firstGap},${secondGap}` } : VIEWS;
    for (const [name, route] of Object.entries(views)) {
      await go(page, route);
      if (name === "supposed") await until(async () => (await text(page, ".elsewhere code")).includes("--assume"));
      for (const line of await texts(page, ".elsewhere .line code")) lines.set(line, `${form}, ${name}`);
    }
    await close();
  });
  check("there are many lines", lines.size > 20, String(lines.size));
  check("what is supposed is in one", [...lines.keys()].some((line) => line.includes("--assume")));
  const run = (words) => new Promise((ended) => {
    execFile(words[0], words.slice(1), { cwd: SHIPPED, env: environment, maxBuffer: 1 << 28 }, (error, _, said) => ended(error ? `${error.code}: ${said}` : ""));
  });
  for (const [line, where] of lines) {
    const words = line.startsWith("landscape ") ? ["sh", "-c", line] : [PROGRAM, "sql", line];
    const said = await run(words);
    check(`${where}: ${line}`, said === "", said);
  }
}

/** Names that try to be something else than names. */
const LONG = "w".repeat(10_000);
const HOSTILE = {
  landscape: { schema: 1, name: "</title><script>alert(1)</script>", perspective: "us" },
  stacks: [{ id: "s", name: "<img src=x onerror=alert(2)>" }, { id: "long", name: LONG }],
  tools: [
    { id: "t", name: "</script><script>alert(3)</script>", in_stack: [{ stack: "s" }] },
    { id: "bidi", name: "\u202eevil\u202c \u2066name\u2069 \u2028 line", in_stack: [{ stack: "s" }] },
    { id: "long", name: LONG, in_stack: [{ stack: "long" }] },
  ],
  companies: [
    { id: "us", name: "\"'><svg onload=alert(4)>", offers: [{ tool: "t", support: "yes" }] },
    { id: "them", name: "<a href=javascript:alert(5)>Them</a>", url: "javascript:alert(6)", note: "<style>*{display:none}</style>",
      offers: [{ tool: "t", support: "yes" }, { tool: "bidi", support: "yes", note: "<!-- --> ]]>", evidence: [{ source: "web", basis: "stated", on: "2026-01-01", quote: "<iframe src=//evil.example>", url: "javascript:alert(7)" }] }, { tool: "long", support: "partial" }] },
    { id: "long", name: LONG, offers: [{ tool: "long", support: "yes" }, { tool: "t", support: "yes" }] },
  ],
  roles: [{ id: "r", name: "{{constructor.constructor('alert(8)')()}}", needs: [{ tool: "t" }] }],
  sources: [{ id: "web", name: "<b onmouseover=alert(9)>Web</b>", interest: LONG }],
};

async function hostileNamesAreText() {
  const folder = landscape("hostile", (graph) => {
    mkdirSync(graph);
    writeFileSync(join(graph, "market.json"), JSON.stringify(HOSTILE));
  });
  const routes = ["", "matrix", "gaps", "gaps/us?open=bidi", "compare?c=us,them,long", "overlap", "whatif", "next", "company/them", "company/them?cell=them.bidi", "company/long",
    "tool/t", "tool/bidi", "tool/long", "stack/s", "stack/long", "role/r", "source/web", "questions",
    "company/%3Cimg%20src=x%20onerror=alert(10)%3E", "gaps?stack=%3Cscript%3E", "matrix?find=%3Cimg%3E", "nothing?x=<script>", "%E0%A4%A"];
  await inBothForms(folder, async (form, address) => {
    for (const width of [1440, 390]) {
      const { page, complaints, asked, close } = await open(address, { width });
      for (const route of routes) {
        await go(page, route);
        const markup = await page.evaluate(() => document.querySelectorAll("#main img, #main script, #main iframe, #main style, [onload], [onerror], [onmouseover], a[href^='javascript']").length);
        same(`${form}, ${width}, ${route}: no markup`, markup, 0);
        const [wide, of] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]);
        check(`${form}, ${width}, ${route}: as wide as the window`, wide <= of, `${wide} of ${of}`);
      }
      await go(page, "stack/s");
      check(`${form}: the name is there as text`, (await text(page, "#main")).includes("<img src=x onerror=alert(2)>"));
      check(`${form}: and in the title`, (await page.title()).includes("<img src=x onerror=alert(2)>"));
      same(`${form}, ${width}: nothing ran`, complaints, []);
      check(`${form}, ${width}: nothing was asked of others`, asked.every((url) => url.startsWith(address.replace(/[^/]*$/, ""))), asked.slice(-3));
      await close();
    }
  });
}

async function theServedPageFollows() {
  const folder = landscape("followed", (graph) => cpSync(join(ROOT, "graph"), graph, { recursive: true }));
  const file = join(folder, "graph/companies", `${rival}.json`);
  const good = readFileSync(file, "utf8");
  const name = JSON.parse(good).companies?.[0]?.name || JSON.parse(good).name;
  const renamed = good.replace(JSON.stringify(name), JSON.stringify("Renamed Inc"));
  check("there is a name to change", renamed !== good, good.slice(0, 200));
  let server = await serve(folder);
  const one = await open(`${server.address}#/company/${rival}`);
  const two = await open(`${server.address}#/overlap`);
  const heading = () => one.page.locator("#main h1").innerText();
  await until(async () => (await heading()) === name);
  const begun = Date.now();
  writeFileSync(file, renamed);
  check("a change is on the screen", await until(async () => (await heading()) === "Renamed Inc"));
  console.log(`   a change is on the screen after ${Date.now() - begun} ms`);
  check("in the other tab too", await until(async () => (await text(two.page, "#main")).includes("Renamed Inc")));

  writeFileSync(file, renamed.replace("\"offers\"", "\"ofers\""));
  const banner = () => one.page.locator("#banner").innerText();
  check("a broken file is said", await until(async () => (await banner()).includes(`${rival}.json:`)));
  const said = await banner();
  check("with its line and what to do", /\.json:\d+:\d+/.test(said) && said.includes("did you mean `offers`?"), said);
  check("in the other tab too", await until(async () => (await two.page.locator("#banner").innerText()).includes(`${rival}.json:`)));
  same("the last good landscape is shown", await heading(), "Renamed Inc");
  await go(one.page, `tool/${firstGap}`);
  same("and can be walked through", await one.page.locator("#main h1").count(), 1);
  check("what is wrong stays on the screen", (await banner()).includes(`${rival}.json:`));
  await one.page.reload();
  await ready(one.page);
  check("also after loading it again", await until(async () => (await banner()).includes(`${rival}.json:`)));
  await go(one.page, `company/${rival}`);
  writeFileSync(file, good);
  check("a mended file is shown", await until(async () => (await heading()) === name));
  check("and nothing is wrong any more", await until(async () => (await banner()) === ""));
  same("until then nothing was complained about", [...one.complaints, ...two.complaints], []);

  // What one tab supposes is no matter of the other.
  await go(one.page, `whatif?suppose=${firstGap}`);
  await until(async () => (await text(one.page, "#main h1")).includes("offered 1"));
  check("the other tab supposes nothing", !(await text(two.page, "#frame")).includes("Supposing"));

  const { port } = server;
  same("it ends well", await server.stop(), 0);
  check("that it is gone is said", await until(async () => (await banner()).includes("does not answer")));
  await go(one.page, `company/${rival}`);
  check("what it last said is shown", await until(async () => (await heading()) === name));
  writeFileSync(file, renamed);
  server = await serve(folder, port);
  check("a server that starts again is heard", await until(async () => (await heading()) === "Renamed Inc"));
  check("and nothing is wrong any more", await until(async () => (await banner()) === ""));
  await Promise.all([one.close(), two.close()]);
  await server.stop();
}

async function whatIfIsAssume() {
  const server = await serve(SHIPPED);
  const { page, complaints, close } = await open(`${server.address}#/whatif`);
  const figures = async () => Object.fromEntries(await page.locator("table.changes").first().locator("tr").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("th").textContent, [...row.querySelectorAll("td")].map((cell) => cell.textContent).filter((text) => text !== "→")])));
  const expected = (...assumed) => {
    const words = assumed.flatMap((id) => ["--assume", `${us} offers ${id}`]);
    const { totals } = json(SHIPPED, "gaps", "--top", "all", ...words);
    const others = json(SHIPPED, "overlap", us, "--top", "8", ...words).others;
    return { tools: `${totals.offered} of ${totals.tools}`, gaps: String(totals.in_scope.contested + totals.open.contested), rivals: others.map((pair) => named(pair.companies[1])) };
  };
  const before = expected();
  for (const assumed of [[firstGap], [firstGap, secondGap]]) {
    await page.locator(`[data-k="suppose-${assumed.at(-1)}"]`).check();
    await until(async () => (await text(page, "#main h1")).includes(`offered ${assumed.length} `));
    const after = expected(...assumed);
    const shown = await figures();
    same(`the tools with ${assumed}`, shown.Tools, [before.tools, after.tools]);
    same(`the gaps with ${assumed}`, shown["Gaps that others fill"], [before.gaps, after.gaps]);
    same(`the rivals with ${assumed}`, plain(await page.locator("table.changes").nth(1).locator("th a").allInnerTexts()), after.rivals);
    check("the address keeps it", page.url().includes(`suppose=${assumed.join(",")}`), page.url());
    await go(page, `gaps?suppose=${assumed.join(",")}`);
    same(`the gaps view with ${assumed}`, await text(page, '[data-k="state=contested"] b'), after.gaps);
    await page.reload();
    await ready(page);
    check("also after loading it again", await until(async () => (await text(page, '[data-k="state=contested"] b')) === after.gaps));
    await go(page, `whatif?suppose=${assumed.join(",")}`);
  }
  await page.locator("[data-k=clear]").click();
  check("Clear goes back", await until(async () => (await figures()).Tools.every((count) => count === before.tools)));
  await go(page, "whatif?suppose=no-such-tool");
  check("an unknown tool is said", await until(async () => (await page.locator("#banner").innerText()).includes("no-such-tool")));
  same("nothing else is complained about", complaints.filter((one) => !one.includes("400")), []);
  await close();
  await server.stop();
}

async function itIsSmallAndQuick() {
  const begun = Date.now();
  const address = save(SHIPPED);
  const file = readFileSync(fileURLToPath(address));
  const packed = gzipSync(file, { level: 9 }).length;
  console.log(`   export html ${Date.now() - begun} ms; file ${file.length} bytes, ${packed} compressed`);
  check("the file is small", file.length <= BUDGETS.file, `${file.length} of ${BUDGETS.file} bytes`);
  check("and compressed", packed <= BUDGETS.packed, `${packed} of ${BUDGETS.packed} bytes`);
  await inBothForms(SHIPPED, async (form, address) => {
    const started = Date.now();
    const { page, close } = await open(address);
    const first = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    console.log(`   ${form}: something after ${Math.round(first)} ms, all after ${Date.now() - started} ms`);
    const times = [];
    for (const [name, route] of Object.entries(VIEWS)) times.push([Math.round(await go(page, route)), name]);
    times.sort((a, b) => b[0] - a[0]);
    console.log(`   ${form}: views ${times.slice(0, 4).map(([time, name]) => `${name} ${time} ms`).join(", ")}; the quickest ${times.at(-1)[0]} ms`);
    await close();
  });
}

async function aLargeLandscapeIsServedInPages() {
  const folder = landscape("large", (graph) => {
    mkdirSync(graph);
    const tools = Array.from({ length: 40 }, (_, at) => ({ id: `t${at}`, name: `Tool ${at}`, in_stack: [{ stack: `s${at % 4}` }] }));
    const offers = (at) => tools.filter((_, tool) => (at * 7 + tool * 13) % 11 < 3).map(({ id }) => ({ tool: id, support: "yes" }));
    const companies = Array.from({ length: 3_000 }, (_, at) => ({ id: `c${at}`, name: `Company ${at}`, offers: offers(at) }));
    const stacks = [0, 1, 2, 3].map((at) => ({ id: `s${at}`, name: `Stack ${at}` }));
    writeFileSync(join(graph, "market.json"), JSON.stringify({ landscape: { schema: 1, name: "Large", perspective: "c0" }, stacks, tools, companies }));
  });
  const server = await serve(folder);
  const { page, complaints, close } = await open(server.address);
  const ranked = json(folder, "overlap", "c0", "--top", "200").others.map((pair) => named(pair.companies[1]));
  await go(page, "overlap?rows=overlap");
  const rows = async () => plain(await texts(page, "table.overlap tbody th a"));
  same("the closest hundred", await rows(), ranked.slice(0, 100));
  await page.getByText("Those that follow").click();
  check("the hundred that follow", await until(async () => JSON.stringify(await rows()) === JSON.stringify(ranked.slice(100, 200))));
  for (const route of ["company/c2999", "gaps/c2999", "overlap/c2998", "compare?c=c0,c2997,c1500", "company/c0?cell=c2996.t3"]) {
    await go(page, route);
    check(`${route} is asked for`, await until(async () => !(await text(page, "#main")).match(/no such record|needs the program|not in this page|No company/)));
  }
  await go(page, "whatif?suppose=t5");
  check("what is supposed is computed", await until(async () => (await text(page, "#main h1")).includes("offered 1")));
  const { totals } = json(folder, "gaps", "--assume", "c0 offers t5");
  const tools = page.locator("table.changes").first().locator("tr").first().locator("td").last();
  check("and is what the program says", await until(async () => (await tools.innerText()) === `${totals.offered} of ${totals.tools}`), await tools.innerText());
  await page.keyboard.press("/");
  await page.keyboard.type("Company 2995");
  check("search asks the program", await until(async () => (await page.locator("#found").innerText()).includes("Company 2995")));
  same("nothing is complained about", complaints, []);
  await close();
  await server.stop();
}

// --- all of it -----------------------------------------------------------------------------------------------------

const FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
try {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
  await part("views", everyViewLoads);
  await part("numbers", numbersAreThoseOfTheProgram);
  await part("keyboard", theKeyboardReachesEverything);
  await part("axe", axeHasNothingAgainstIt);
  await part("phone", aPhoneNeedsNoSidewaysScrolling);
  await part("print", itPrints);
  await part("elsewhere", whatIsSuggestedRuns);
  await part("hostile", hostileNamesAreText);
  await part("follow", theServedPageFollows);
  await part("whatif", whatIfIsAssume);
  await part("large", aLargeLandscapeIsServedInPages);
  await part("budgets", itIsSmallAndQuick);
} finally {
  await browser?.close();
  servers.forEach((child) => child.kill());
  rmSync(FOLDER, { recursive: true, force: true });
}
console.log(`${done - wrong.length} of ${done} as they should be, in ${statSync(PROGRAM).isFile() ? PROGRAM : "?"}`);
process.exitCode = wrong.length ? 1 : 0;
