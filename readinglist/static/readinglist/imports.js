// The import desk: a pasted text that is too large is said so before it is sent, while it is still in its field.
"use strict";

for (const field of document.querySelectorAll("[data-max-bytes]")) {
  field.addEventListener("input", () => {
    const isTooLarge = new Blob([field.value]).size > Number(field.dataset.maxBytes);
    field.setCustomValidity(isTooLarge ? field.dataset.tooLarge : "");
    if (isTooLarge) field.reportValidity();
  });
}
