// Passkeys: asks the server for a question, lets the browser answer it, and sends the answer with the form around the
// button. Without this, or in a browser without passkeys, those forms stay hidden and the password way is whole.
"use strict";
{
  const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), sign => sign.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const known = list => (list ?? []).map(one => ({ ...one, id: bytes(one.id) }));

  /** What the browser wants, from the server's JSON. */
  const question = (json, making) => ({
    ...json,
    challenge: bytes(json.challenge),
    ...(making
      ? { user: { ...json.user, id: bytes(json.user.id) }, excludeCredentials: known(json.excludeCredentials) }
      : { allowCredentials: known(json.allowCredentials) }),
  });

  /** What the server wants, from the browser's answer. */
  const answer = given => {
    const response = given.response;
    return JSON.stringify({
      id: given.id,
      rawId: text(given.rawId),
      type: given.type,
      authenticatorAttachment: given.authenticatorAttachment ?? undefined,
      clientExtensionResults: given.getClientExtensionResults(),
      response: response.attestationObject
        ? { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }
        : {
          clientDataJSON: text(response.clientDataJSON),
          authenticatorData: text(response.authenticatorData),
          signature: text(response.signature),
          userHandle: response.userHandle ? text(response.userHandle) : null,
        },
    });
  };

  const why = error => ({ NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "elsewhere" })[error.name] ?? "failed";

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) {
      continue;
    }

    const making = form.dataset.passkey === "make";
    const button = form.querySelector("button");
    const said = form.querySelector("[role=alert]");
    const say = key => {
      said.querySelector("p").textContent = form.dataset[key];
      said.hidden = false;
    };
    form.closest("[data-with-passkey]").hidden = false;
    if (button.type === "button") {
      button.addEventListener("click", () => form.requestSubmit());
    }

    form.addEventListener("submit", async event => {
      event.preventDefault();
      said.hidden = true;
      button.disabled = true;
      try {
        const reply = await fetch(form.dataset.question, {
          method: "POST",
          body: new URLSearchParams({ __RequestVerificationToken: form.elements.__RequestVerificationToken.value }),
        });
        if (reply.redirected) {
          // Signed out meanwhile, or asked to confirm: the page that says so.
          location.assign(reply.url);
          return;
        }

        if (!reply.ok) {
          say(reply.status === 429 ? "slowly" : "failed");
          return;
        }

        const publicKey = question(await reply.json(), making);
        const given = making ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
        form.elements.Answer.value = answer(given);
        form.submit();
      } catch (error) {
        say(why(error));
      } finally {
        button.disabled = false;
      }
    });
  }
}
