// The first papers that are found, below the search field while one types: arrows choose, Enter opens, Esc closes.
// Loaded where the field leads to the catalogue; without this file it only leads there.
"use strict";

{
  const field = document.getElementById("search");
  const list = document.getElementById("hits");
  const said = document.getElementById("hits-said");

  const chosen = () => list.querySelector('[aria-selected="true"]');

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(isOpen) {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    choose(null);
  }

  // From the field to the first or the last, along the list, and back to the field.
  function step(by) {
    const stops = [null, ...list.children];
    choose(stops[(stops.indexOf(chosen()) + by + stops.length) % stops.length]);
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "hits");
  field.setAttribute("aria-expanded", "false");

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // What was found for this text is shown again; an empty field asks nothing.
  field.addEventListener("focus", () => show(list.dataset.q === field.value.trim() && list.children.length > 0));
  field.form.addEventListener("focusout", (event) => field.form.contains(event.relatedTarget) || show(false));
  field.addEventListener("htmx:confirm", (event) => {
    if (field.value.trim()) return;
    event.preventDefault();
    htmx.trigger(field, "htmx:abort");
    show(false);
  });
  list.addEventListener("htmx:afterSwap", (event) => {
    list.dataset.q = event.detail.requestConfig.parameters.q.trim();
    said.textContent = list.lastElementChild.textContent;
    show(document.activeElement === field && field.value.trim() !== "");
  });
}
