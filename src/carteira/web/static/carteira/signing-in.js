// Signing in: passkeys, and the key that a link of a mail carries behind the # of its address.

// Browsers offer passkeys over https (or on this computer) and under a name; an address of numbers has none.
const canUsePasskeys =
  Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON) && !/^[\d.]+$|^\[/.test(location.hostname);

async function optionsOf(form) {
  if (!form.dataset.options) return JSON.parse(form.querySelector("script").textContent).publicKey;
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options.publicKey;
}

async function credentialFor(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  }
  const alone = form.elements.passwordless.checked;
  Object.assign(options.authenticatorSelection, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  });
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const failed = document.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify((await credentialFor(form)).toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (canUsePasskeys) {
    form.hidden = false;
    form.addEventListener("submit", send);
  } else {
    for (const control of form.querySelectorAll("button")) control.disabled = true;
    const impossible = document.querySelector("[data-passkey-impossible]");
    if (impossible) impossible.hidden = false;
  }
}

const place = document.querySelector("[data-key-place]");
if (place && location.hash.length > 1) {
  place.querySelector("input").value = decodeURIComponent(location.hash.slice(1));
  place.hidden = true;
  history.replaceState(null, "", location.pathname);
}
