// Passkey ceremonies of the browser.
// <form data-passkey="create|get" data-passkey-options="id of a JSON script"> with an input named
// `credential`; without options the form's address is asked for them.
(() => {
  const refusals = {
    NotAllowedError: "The passkey was not used, or the time ran out. Try again.",
    InvalidStateError: "This device already holds a passkey of your account.",
    SecurityError: "Passkeys do not work at this address.",
  };

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const decoded = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

  const optionsOf = async (form) => {
    const element = document.getElementById(form.dataset.passkeyOptions);
    if (element) return JSON.parse(element.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).request_options;
  };

  const create = ({ publicKey }) =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: decoded(publicKey.excludeCredentials),
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
        },
      },
    });

  const get = ({ publicKey }) =>
    navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: decoded(publicKey.allowCredentials),
      },
    });

  const encoded = (credential) => {
    const response = {};
    const names = [
      "clientDataJSON",
      "attestationObject",
      "authenticatorData",
      "signature",
      "userHandle",
    ];
    for (const name of names) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) {
      response.transports = credential.response.getTransports();
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  const ceremonies = { create, get };

  if (!window.PublicKeyCredential) {
    document.documentElement.dataset.passkeys = "none";
    return;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("[data-passkey]")) {
      const trouble = form.querySelector("[data-passkey-trouble]");
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        trouble.textContent = "";
        try {
          const credential = await ceremonies[form.dataset.passkey](await optionsOf(form));
          form.elements.credential.value = encoded(credential);
          form.submit();
        } catch (error) {
          trouble.textContent = refusals[error.name] || "That did not work. Try again in a minute.";
        }
      });
    }
  });
})();
