// Mathematics: each formula stands on the page as TeX; KaTeX sets it. What it cannot read stays as it is written.
"use strict";

for (const formula of document.querySelectorAll(".math")) {
  const source = formula.textContent;
  try {
    katex.render(source, formula, { displayMode: formula.matches(".block"), maxExpand: 1000, maxSize: 20, strict: false });
  } catch (error) {
    formula.textContent = source;
    formula.title = error.message;
  }
}
