// Mathematics: each formula stands on the page as TeX; KaTeX sets it. What it cannot read stays as it is written.
"use strict";

function set(formulas) {
  for (const formula of formulas) {
    const source = formula.textContent;
    try {
      katex.render(source, formula, { displayMode: formula.matches(".block"), maxExpand: 1000, maxSize: 20, strict: false, trust: false });
    } catch (error) {
      formula.textContent = source;
      formula.title = error.message;
    }
  }
}

set(document.querySelectorAll(".math"));
document.addEventListener("htmx:afterSwap", () => set(document.querySelectorAll(".math:not(:has(.katex))")));
