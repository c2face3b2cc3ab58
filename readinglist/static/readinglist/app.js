// What is nicer with JavaScript. Every page works without this file.
"use strict";

document.documentElement.classList.add("js");

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

const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

// Rows by keyboard: j and k move, r marks read, u takes the last change back.
function rows() {
  return [...document.querySelectorAll("[data-paper]")];
}

function step(by) {
  const all = rows().filter((row) => row.matches(".row"));
  const here = all.indexOf(document.activeElement.closest("[data-paper]"));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by))];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

function currentPaper() {
  return document.activeElement.closest("[data-paper]") || document.querySelector(".paper[data-paper]");
}

function press(selector) {
  const paper = currentPaper();
  const button = paper && paper.querySelector(selector);
  if (button) button.click();
}

// The help takes the focus, and gives it back where it was.
let beforeKeys = null;
function toggleKeys(show) {
  const keys = document.getElementById("keys");
  const button = document.getElementById("show-keys");
  if (keys.hidden) beforeKeys = document.activeElement;
  keys.hidden = show === undefined ? !keys.hidden : !show;
  button.setAttribute("aria-expanded", String(!keys.hidden));
  if (!keys.hidden) keys.focus();
  else (beforeKeys?.isConnected && beforeKeys !== document.body ? beforeKeys : button).focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const keys = document.getElementById("keys");
  if (event.key === "Escape") {
    if (!keys.hidden) toggleKeys(false);
    else if (typing(event.target)) event.target.blur();
    return;
  }
  if (typing(event.target)) return;
  const actions = {
    "/": () => document.getElementById("search")?.focus(),
    "?": () => toggleKeys(),
    j: () => step(1),
    k: () => step(-1),
    r: () => press('.status [id$="-read"]:not([id$="-to-read"])'),
    u: () => document.querySelector(".status .undo.latest")?.click(),
    Enter: () => event.target.matches(".row") && event.target.querySelector(".title a").click(),
  };
  const action = actions[event.key];
  if (!action || (event.key === "Enter" && !event.target.matches(".row"))) return;
  event.preventDefault();
  action();
});

document.getElementById("show-keys").addEventListener("click", () => toggleKeys());

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
  const place = form.querySelector("[name=place]")?.value || "";
  for (const other of document.querySelectorAll(`.status[action="${form.getAttribute("action")}"]`)) {
    if (other === form) continue;
    const otherPlace = other.querySelector("[name=place]")?.value || "";
    const copy = form.cloneNode(true);
    for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.id = element.id.replace(place, otherPlace);
    if (otherPlace) copy.querySelector("[name=place]").value = otherPlace;
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

// After a swap: the search field, which stays, says what the results say; the focus of a control that is gone moves
// to its row, or from a filter to the results.
let focusedPaper = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  focusedPaper = event.target.closest?.("[data-paper]")?.dataset.paper || null;
  document.querySelector(".failed")?.remove();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches?.(".status")) {
    document.querySelector(".undo.latest")?.classList.remove("latest");
    event.target.querySelector(".undo")?.classList.add("latest");
    repeatIn(event.target);
    tellReaders(event.target);
  }
  const browse = document.getElementById("browse");
  const search = document.getElementById("search");
  if (browse && search && document.activeElement !== search) search.value = browse.dataset.q;
  if (document.activeElement !== document.body) return;
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
    if (!range.isConnected) return; // left because the results were swapped
    const fields = [...range.querySelectorAll("input")];
    if (fields.some((field) => field.value !== field.defaultValue)) range.form.requestSubmit();
  });
});

// A switch of language comes back to the filters as they are now.
document.addEventListener("submit", (event) => {
  if (event.target.matches(".switch")) event.target.elements.next.value = location.pathname + location.search;
}, true);

// Years by dragging over the bars.
let firstYear = null;
document.addEventListener("pointerdown", (event) => {
  firstYear = event.target.closest(".years [data-year]")?.dataset.year || null;
});
document.addEventListener("pointerup", (event) => {
  const last = event.target.closest?.(".years [data-year]")?.dataset.year;
  if (firstYear && last && firstYear !== last) {
    const [low, high] = [firstYear, last].sort();
    document.getElementById("year_min").value = low;
    document.getElementById("year_max").value = high;
    document.getElementById("filters").requestSubmit();
  }
  firstYear = null;
});
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".years")) event.preventDefault();
});
