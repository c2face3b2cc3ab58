// Passkeys: what the server asks goes to the browser's keys, what they answer goes back with the form. Loaded without
// "defer": a form that is pressed before anybody listens would be sent without a key.
"use strict";

const decoded = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (keys = []) => keys.map((key) => ({ ...key, id: decoded(key.id) }));

function written(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = encoded(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: encoded(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

function made(asked, form) {
  const selection = { ...asked.authenticatorSelection };
  if (form.elements.passwordless?.checked) {
    Object.assign(selection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  }
  return navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: decoded(asked.challenge),
      user: { ...asked.user, id: decoded(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
      authenticatorSelection: selection,
    },
  });
}

const found = (asked) =>
  navigator.credentials.get({
    publicKey: { ...asked, challenge: decoded(asked.challenge), allowCredentials: named(asked.allowCredentials) },
  });

async function asked(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById("js_data").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return answer.json();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-passkey]")) return;
  event.preventDefault();
  const said = form.querySelector("[data-failed]");
  said.hidden = true;
  try {
    if (!window.PublicKeyCredential) throw new DOMException("", "SecurityError");
    const { creation_options, request_options } = await asked(form);
    const credential = creation_options
      ? await made(creation_options.publicKey, form)
      : await found(request_options.publicKey);
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (error) {
    said.textContent = error.name === "SecurityError" ? said.dataset.unfit : said.dataset.failed;
    said.hidden = false;
  }
});
