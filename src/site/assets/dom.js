// Building the page: text enters as text nodes alone, and an address as a link only where it is one.

/** @typedef {Node | string | number | null | undefined | false | Children} Child */
/** @typedef {{ [at: number]: Child, length: number } & Iterable<any>} Children */

/**
 * Makes an element.
 * @param {string} name its name, with classes behind dots: "td.cell"
 * @param {Record<string, any> | null} [props] attributes; `on…` are listeners, `style` an object
 * @param {...Child} children
 * @returns {HTMLElement}
 */
function h(name, props, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  set(element, props);
  add(element, children);
  return element;
}

/**
 * Makes an element of a picture.
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {SVGElement}
 */
function svg(tag, props, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(element, props);
  add(element, children);
  return element;
}

/** @param {HTMLElement | SVGElement} element @param {Record<string, any> | null | undefined} props */
function set(element, props) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [name, said] of Object.entries(value)) element.style.setProperty(name, String(said));
    else if (key === "class") element.setAttribute("class", `${element.getAttribute("class") || ""} ${value}`.trim());
    else element.setAttribute(key, value === true ? "" : String(value));
  }
}

/** @param {Node} parent @param {Child[]} children */
function add(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) add(parent, child);
    else if (child instanceof Node) parent.appendChild(child);
    else breakable(String(child)).forEach((part, at) => {
      if (at) parent.appendChild(document.createElement("wbr"));
      parent.appendChild(document.createTextNode(part));
    });
  }
}

/** A text in parts: what is longer than any word may be broken anywhere. @param {string} text */
const breakable = (text) => (/\S{25}/.test(text) ? text.split(/(\S{25,})/u).flatMap((part, at) => (at % 2 ? part.match(/.{1,8}/gu) || [] : part || [])) : [text]);

/**
 * A link out of the page; plain text where the address is none that a reader should follow.
 * @param {string} address @param {Child} text
 */
function out(address, text) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return h("span", null, text);
  return h("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, text);
}

/** What a reader hears where nothing is seen. @param {string} text */
const heard = (text) => h("span.heard", null, text);
