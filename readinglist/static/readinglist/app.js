// What is nicer with JavaScript. Every page works without this file.
"use strict";

document.documentElement.classList.add("js");

// Whoever goes back before this has loaded is at another address by now than the page.
const bare = (address) => address.split("#")[0];
for (const { name } of performance.getEntriesByType("navigation")) {
  if (name.startsWith(location.origin) && bare(name) !== bare(location.href)) location.reload();
}

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  defaultSettleDelay: 0,
  scrollIntoViewOnBoost: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

// Rows by keyboard: j and k move, r marks read, u takes the last change back.
function step(by) {
  const rows = [...document.querySelectorAll(".row[data-paper]")];
  const here = rows.indexOf(document.activeElement.closest("[data-paper]"));
  const next = here < 0 ? rows.at(by > 0 ? 0 : -1) : rows[here + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(selector) {
  const paper = document.activeElement.closest("[data-paper]") || document.querySelector(".paper[data-paper]");
  paper?.querySelector(selector)?.click();
}

// The help is fetched when it is first wanted.
const keysOpener = document.getElementById("show-keys");
async function toggleKeys() {
  const keys = () => document.getElementById("keys");
  if (!keys()) await htmx.ajax("GET", keysOpener.href, { source: keysOpener, target: ".colophon", swap: "beforeend" });
  keys()?.togglePopover();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const actions = {
    "/": () => document.getElementById("search")?.focus(),
    "?": toggleKeys,
    j: () => step(1),
    k: () => step(-1),
    r: () => press(".choices [value=read], .choices:not(:has([value=read])) [aria-pressed=true]"),
    u: () => document.querySelector(".status .undo.latest")?.click(),
    Enter: () => event.target.matches(".row") && event.target.querySelector(".title a").click(),
  };
  const action = actions[event.key];
  if (!action || (event.key === "Enter" && !event.target.matches(".row"))) return;
  event.preventDefault();
  action();
});

// Closed by the press of which the click is the end; a click by keyboard has no detail.
let isClosed = false;
keysOpener.addEventListener("pointerdown", () => (isClosed = Boolean(document.querySelector("#keys:popover-open"))));
keysOpener.addEventListener("click", (event) => {
  if (!isPlain(event)) return;
  event.preventDefault();
  if (!isClosed || !event.detail) toggleKeys();
});

// The theme changes at once; the server remembers it.
document.getElementById("themes").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const data = new FormData(form, event.submitter);
  document.documentElement.dataset.theme = event.submitter.value;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  fetch(form.action, { method: "POST", body: data, redirect: "manual" });
});

// A page may show one paper twice; the other controls then say the same.
function repeatIn(form) {
  for (const other of document.querySelectorAll(`.status[action="${form.getAttribute("action")}"]`)) {
    if (other === form) continue;
    const copy = form.cloneNode(true);
    copy.querySelector(".undo")?.remove();
    other.replaceWith(copy);
    htmx.process(copy);
  }
}

// While an input method composes, the search field does not hold what is meant yet: nothing is asked until it does.
const isSearch = (element) => element?.id === "search";
let isComposing = false;
document.addEventListener("compositionstart", (event) => (isComposing ||= isSearch(event.target)));
document.addEventListener("input", (event) => {
  if (event.isComposing && isSearch(event.target)) event.stopImmediatePropagation();
}, true);
document.addEventListener("compositionend", (event) => {
  if (!isSearch(event.target)) return;
  isComposing = false;
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("htmx:confirm", (event) => {
  if (isComposing && isSearch(event.target)) event.preventDefault();
});

// A search is one step of the browser's history, however often its words change: one step back leaves it.
document.addEventListener("htmx:configRequest", (event) => {
  const asked = event.target;
  if (!asked.matches('#search[form="filters"], #filters')) return;
  const goesOn = isSearch(document.activeElement) && new URLSearchParams(location.search).has("q");
  asked.setAttribute("hx-push-url", String(!goesOn));
  asked.setAttribute("hx-replace-url", String(goesOn));
});

// The rows of a paper say how many have read it, now that somebody's status has changed.
function tellReaders(form) {
  const paper = form.closest("[data-paper]")?.dataset.paper;
  for (const facts of form.dataset.readers === undefined ? [] : document.querySelectorAll(`.row[data-paper="${paper}"] .facts`)) {
    let said = facts.querySelector(".readers");
    if (!said && form.dataset.readers && !facts.closest(".me")) {
      said = facts.appendChild(document.createElement("span"));
      said.className = "readers";
    }
    if (said && form.dataset.readers) said.textContent = form.dataset.readers;
    else said?.remove();
  }
}

// Addresses hold what was chosen and nothing else.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  for (const [name, value] of Object.entries(event.detail.parameters)) {
    if (value === "") delete event.detail.parameters[name];
  }
});

// After a swap: the search field, which stays, says what the results say; the focus stays on its button of a status; that
// of a control that is gone moves to its row, or from a filter to the results.
let focusedPaper = null;
let focusedButton = -1;
document.addEventListener("htmx:beforeSwap", (event) => {
  focusedPaper = event.target.closest?.("[data-paper]")?.dataset.paper || null;
  focusedButton = [...(event.target.elements || [])].indexOf(document.activeElement);
  document.querySelector(".failed")?.remove();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches?.(".status")) {
    event.target.elements[focusedButton]?.focus({ preventScroll: true });
    document.querySelector(".undo.latest")?.classList.remove("latest");
    event.target.querySelector(".undo")?.classList.add("latest");
    repeatIn(event.target);
    tellReaders(event.target);
  }
  const browse = document.getElementById("browse");
  const search = document.getElementById("search");
  if (browse && search && document.activeElement !== search) search.value = browse.dataset.q;
  if (document.activeElement !== document.body || event.target.id === "keys") return;
  const row = focusedPaper && document.querySelector(`[data-paper="${focusedPaper}"]`);
  (row || document.querySelector("#browse h1"))?.focus({ preventScroll: Boolean(row) });
});

// Where an answer is no part of this page, its heading is said, and the page stays with all that was typed.
function sayFailed({ detail }) {
  const answer = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  const textContent = answer.querySelector("h1")?.textContent || document.body.dataset.away;
  document.querySelector(".failed")?.remove();
  document.querySelector("main").append(
    Object.assign(document.createElement("p"), { className: "say failed", role: "alert", textContent }));
}
document.addEventListener("htmx:responseError", sayFailed);
document.addEventListener("htmx:sendError", sayFailed);

// Years that were typed count when the two fields are left, so that the second is not swapped away under the hand.
document.addEventListener("focusout", (event) => {
  const range = event.target.closest(".range");
  if (!range || range.contains(event.relatedTarget)) return;
  setTimeout(() => {
    // left because the results were swapped
    if (!range.isConnected) return;
    const fields = [...range.querySelectorAll("input")];
    if (fields.some((field) => field.value !== field.defaultValue)) range.form.requestSubmit();
  });
});

// A switch of language comes back to the filters as they are now.
document.addEventListener("submit", (event) => {
  if (event.target.matches(".switch")) event.target.elements.next.value = location.pathname + location.search;
}, true);

// Years by the bars, which htmx does not boost, and by dragging over them.
const barAt = (event) => event.target.closest?.(".years a");
const yearAt = (event) => barAt(event)?.id.slice("year-".length);
document.addEventListener("click", (event) => {
  const bar = barAt(event);
  if (!bar || !isPlain(event)) return;
  event.preventDefault();
  htmx.ajax("GET", bar.getAttribute("href"), { source: bar });
});
let firstYear;
document.addEventListener("pointerdown", (event) => (firstYear = yearAt(event)));
document.addEventListener("pointerup", (event) => {
  const last = yearAt(event);
  if (firstYear && last && firstYear !== last) {
    const [low, high] = [firstYear, last].sort();
    document.getElementById("year_min").value = low;
    document.getElementById("year_max").value = high;
    document.getElementById("filters").requestSubmit();
  }
  firstYear = null;
});
document.addEventListener("dragstart", (event) => barAt(event) && event.preventDefault());
