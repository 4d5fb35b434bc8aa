/* Changes on their way to the server: each {address, body, revision}, sent in order until it is
   answered. A change can be sent again without harm, as the server takes each revision once. */
(() => {
  const place = document.querySelector("[data-unsent]");
  if (!place) return;
  const waits = [1, 2, 4, 8, 15, 30];
  const patience = 15_000;
  const queue = [];
  let sending = false;
  let failures = 0;
  let refused = false;
  let signedOut = false;
  let timer = 0;
  let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  const tell = () => {
    const kept = `${queue.length} ${queue.length === 1 ? "change" : "changes"} not yet sent`;
    place.replaceChildren();
    if (!queue.length) place.textContent = refused ? "Not kept" : "used" in place.dataset ? "Saved" : "";
    else if (signedOut) {
      const link = Object.assign(document.createElement("a"), {
        href: "/accounts/login/",
        target: "_blank",
        textContent: "Sign in",
      });
      place.append(`${kept}. `, link);
    } else if (failures) place.textContent = `No signal · ${kept}`;
    else place.textContent = "Saving";
    place.toggleAttribute("data-waiting", queue.length > 0 && (failures > 0 || signedOut));
  };

  const post = async ({ address, body }) => {
    try {
      return await fetch(address, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        body: new URLSearchParams(body),
        redirect: "manual",
        signal: AbortSignal.timeout(patience),
      });
    } catch {
      return null;
    }
  };

  const isJson = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");

  const renewToken = async () => {
    try {
      const page = await (await fetch(location.pathname)).text();
      const fresh = new DOMParser().parseFromString(page, "text/html");
      token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value ?? token;
    } catch {
      // No signal: the next try renews it.
    }
  };

  const later = () => {
    failures += 1;
    timer = setTimeout(send, waits[Math.min(failures, waits.length) - 1] * 1000);
  };

  const send = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    while (queue.length) {
      tell();
      const change = queue[0];
      const answer = await post(change);
      signedOut = answer?.type === "opaqueredirect";
      if (signedOut) break;
      const stale = answer?.status === 403 && !isJson(answer);
      if (stale) await renewToken();
      if (!answer || stale || answer.status >= 500 || [408, 429].includes(answer.status)) {
        later();
        break;
      }
      failures = 0;
      const result = isJson(answer) ? await answer.json().catch(() => ({})) : {};
      refused = answer.status >= 400;
      queue.shift();
      const newer = queue.some(({ address }) => address === change.address);
      const detail = { change, status: answer.status, result, newer };
      document.dispatchEvent(new CustomEvent("unsent:answered", { detail }));
    }
    sending = false;
    tell();
    if (!queue.length) document.dispatchEvent(new CustomEvent("unsent:empty"));
  };

  document.addEventListener("unsent:add", ({ detail: change }) => {
    place.dataset.used = "";
    const old = queue.findIndex(
      ({ address }, index) => address === change.address && !(sending && index === 0),
    );
    if (old < 0) queue.push(change);
    else queue[old] = change;
    send();
  });

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !queue.length || event.target.method === "dialog") return;
    event.preventDefault();
    const { target: form, submitter } = event;
    document.addEventListener("unsent:empty", () => form.requestSubmit(submitter), { once: true });
    send();
  });

  addEventListener("online", send);
  addEventListener("focus", send);
  addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });
})();
