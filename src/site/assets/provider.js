// Where the numbers come from: the pack in the file, or the program that serves the page.

/** @typedef {{ canSuppose: boolean, pack: () => Promise<Pack>, suppose: (tools: string) => Promise<Pack>, follow: (changed: () => void) => void }} Provider */

/** The pack that is in this file. @returns {Promise<Pack>} */
async function embedded() {
  const text = document.getElementById("pack")?.textContent || "";
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Asks the program that serves the page. @param {string} path @returns {Promise<any>} */
async function asked(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error || `the program answered ${answer.status}`);
  return said;
}

/** @type {Provider} */
const provider = document.documentElement.dataset.served === undefined
  ? { canSuppose: false, pack: embedded, suppose: embedded, follow: () => {} }
  : {
      canSuppose: true,
      pack: () => asked(`/api/pack${forQuery("?")}`),
      suppose: (tools) => asked(`/api/pack?suppose=${encodeURIComponent(tools)}${forQuery("&")}`),
      follow: (changed) => {
        const events = new EventSource("/api/changes");
        events.addEventListener("changed", () => { problem(); changed(); });
        events.addEventListener("broken", (event) => problem(JSON.parse(event.data).text, "wrong"));
        events.addEventListener("error", () => problem("The program that serves this page does not answer. The page shows what it last said.", "gone"));
        events.addEventListener("open", () => problem());
      },
    };

/** Which company the program is asked about. @param {string} sign */
function forQuery(sign) {
  const id = parse(location.hash).query.get("for");
  return id ? `${sign}for=${encodeURIComponent(id)}` : "";
}
