// Summaries: what is nicer with JavaScript where they are written and read. Every page works without this file.
"use strict";

// A text that is being written: kept in this browser until the server has it, put back if it never got there.
const words = document.getElementById("words");
let sent = null; // the form with which the page is being left

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // a full or forbidden store: the server's copy has to do
  }
}

// After signing in again in another tab the forms here need that session's token; true where they have it.
async function renew(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.getElementById("words")?.dataset.user !== words.dataset.user) return false;
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return true;
}

function watch(editor) {
  const text = editor.matches("textarea") ? editor : editor.querySelector("textarea[name=body]");
  const form = text.form;
  const key = `text:${words.dataset.user}:${editor.dataset.keep}`;
  const isNew = editor.dataset.keep.startsWith("new"); // the server keeps nothing of a paper that is not there yet
  const opened = text.value;
  // The version it was typed over goes with a text, so that putting it back never saves over somebody's newer one.
  const bases = ["seen", "over"].map((name) => form.elements[text.name.replace(/body$/, name)]).filter(Boolean);
  const openedOver = bases.map((field) => field.value);
  let sending = null;
  let isKept = true;
  let hasRetried = false;

  const keep = () => text.dispatchEvent(new Event("keep"));
  const hold = (isSent) => store(key, { body: text.value, over: bases.map((field) => field.value), sent: isSent });
  const fill = (body, over) => {
    text.value = body;
    bases.forEach((field, place) => (field.value = over?.[place] ?? field.value));
    text.dispatchEvent(new Event("filled"));
  };

  const before = stored(key);
  if (before?.sent && "answered" in editor.dataset) store(key, null); // this page answers it, with all of its text
  else if (before && before.body !== opened) {
    const note = words.content.querySelector(".put-back").cloneNode(true);
    note.querySelector("button").addEventListener("click", () => {
      store(key, null);
      fill(opened, openedOver);
      note.remove();
      text.focus();
      keep();
    });
    (editor === form ? form : text.closest(".form-row") ?? text).before(note);
    fill(before.body, before.over);
    document.addEventListener("DOMContentLoaded", keep); // when htmx listens
  } else if (before) store(key, null);

  const failed = async (which) => {
    isKept = false;
    const place = document.querySelector(`#preview-${editor.dataset.editor} .kept`);
    place?.replaceChildren(words.content.querySelector(which).cloneNode(true));
  };
  const again = async () => {
    if (!isKept && (await renew(form.elements.next?.value ?? location.href))) keep();
  };
  addEventListener("focus", again);
  addEventListener("online", again);

  text.addEventListener("input", () => {
    hasRetried = false;
    hold(false);
  });
  text.addEventListener("htmx:beforeRequest", (event) => {
    if (sent === form) event.preventDefault(); // the form is on its way: what is kept now would outlive it
    else sending = text.value;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt !== text) return;
    if (event.detail.xhr.responseURL.includes("/login/")) {
      event.detail.shouldSwap = false; // the sign-in has run out; its page is no preview
      failed(".signed-out");
    } else if (event.detail.xhr.status < 300 && event.detail.serverResponse.includes("data-elsewhere>")) {
      isKept = false; // the server keeps what another device has typed
    } else if (event.detail.xhr.status < 300) {
      isKept = true;
      if (sending === text.value && !isNew) store(key, null);
    }
  });
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    text.addEventListener(failure, (event) => {
      failed(".not-kept");
      if (event.detail.xhr?.status !== 403 || hasRetried) return;
      hasRetried = true; // the token of a session before this one is refused so
      again();
    });
  }

  form.addEventListener("submit", () => {
    sent = form;
    setTimeout(() => (sent = null), 1000); // where another text kept the page from being left
    if (text.value !== opened) hold(true);
  });
  addEventListener("beforeunload", (event) => {
    const isSafe = sent === form || (sent && isKept && !stored(key)); // a text beside the one that is being saved
    if (!isSafe && text.value !== opened) event.preventDefault();
  });

  // An outline is offered while there is nothing; its place stays.
  const start = form.querySelector(`[data-start="${text.id}"]:not([data-over])`)?.parentElement;
  const offer = () => start?.classList.toggle("past", text.value.trim() !== "");
  text.addEventListener("input", offer);
  text.addEventListener("filled", offer);
  offer();

  // Where the style sheet cannot grow the field, its own height is measured.
  if (!CSS.supports("field-sizing", "content")) {
    const grow = () => {
      text.style.height = "auto";
      text.style.height = `${text.scrollHeight + 4}px`;
    };
    text.addEventListener("input", grow);
    text.addEventListener("filled", grow);
    grow();
  }
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.main, [name=_save]"));
    }
  });
}
for (const editor of document.querySelectorAll("[data-editor]")) watch(editor);

// What was sent and saved is not needed here any more: the next page says that it was.
const saidSaved = document.querySelector(".messagelist .success") || (location.hash.startsWith("#summary-") && document.querySelector(".say"));
if (saidSaved) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("text:") && stored(key)?.sent) store(key, null);
  }
}

// An outline to start from, or one's unsaved text, without leaving the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-start]");
  const text = link && document.getElementById(link.dataset.start);
  if (!text || (text.value.trim() && !link.dataset.over)) return;
  event.preventDefault();
  text.value = link.dataset.text;
  text.focus();
  text.setSelectionRange(0, 0);
  const over = text.form.elements[text.name.replace(/body$/, "over")];
  if (link.dataset.over && over && over.value !== link.dataset.over) {
    over.value = link.dataset.over; // begun over an older version: saving shows both
    text.form.elements[text.name.replace(/body$/, "seen")].value = "older";
  }
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// Reading: a link that copies what it leads to and says so where it stands, printing, and an address that names the
// language that is not shown.
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) print();
  const link = event.target.closest("[data-copy-from]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const text = fetch(link.href).then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer.status)));
  try {
    const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
  } catch {
    location.href = link.href;
    return;
  }
  const label = link.textContent;
  if (label === link.dataset.done) return;
  link.textContent = link.dataset.done;
  setTimeout(() => (link.textContent = label), 2000);
});

function showNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".pair .summary");
  const choice = named && document.getElementById(named.id.replace("summary-", "first-"));
  if (!choice || choice.checked) return;
  choice.checked = true;
  document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
}
showNamed();
addEventListener("hashchange", showNamed);

// The name of a term in the other language: on the side where there is room for it, and away on Escape.
function meet(event) {
  const term = event.target.closest?.(".term");
  if (!term || term.contains(event.relatedTarget)) return;
  term.classList.remove("dismissed");
  term.classList.toggle("late", term.getBoundingClientRect().left > innerWidth / 2);
}
document.addEventListener("pointerover", meet);
document.addEventListener("focusin", meet);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) term.classList.add("dismissed");
});

// One's own note stays in its field when it could not be saved, and leaving the page with it asks first.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const words = event.target.querySelector?.(".not-saved");
    if (words) words.hidden = false;
  });
}
addEventListener("beforeunload", (event) => {
  const note = document.getElementById("note-private_note");
  if (note && (note.value !== note.defaultValue || note.form.matches("[data-refused]"))) event.preventDefault();
});
