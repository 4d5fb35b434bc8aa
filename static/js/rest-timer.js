(() => {
  const panel = document.querySelector("[data-rest]");
  if (!panel) return;
  const time = panel.querySelector("[data-rest-time]");
  const announce = document.querySelector("[data-announce]");
  const vibrate = document.querySelector("[data-vibrate]");
  const floor = document.querySelector("[data-floor]");
  const skew = Date.now() - Date.parse(floor.dataset.now);
  const key = "gymsite-rest";
  const wish = "gymsite-vibrate";
  let rest = null;

  const stored = (store, name) => {
    try {
      return JSON.parse(store.getItem(name));
    } catch {
      return null;
    }
  };

  const keep = (store, name, value) => {
    try {
      store.setItem(name, JSON.stringify(value));
    } catch {
      // Storage refused: it lasts for this page.
    }
  };

  const words = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  const show = () => {
    const left = rest ? Math.ceil((rest.until - Date.now()) / 1000) : 0;
    panel.hidden = left <= 0;
    if (left > 0) time.textContent = words(left);
    else if (rest) end();
  };

  const end = () => {
    const over = rest.until > 0 && Date.now() - rest.until < 5000;
    rest = null;
    if (!over) return;
    announce.textContent = "The rest is over.";
    if (vibrate.querySelector("input").checked) navigator.vibrate?.([200, 100, 200]);
  };

  const start = (after, until) => {
    const old = stored(sessionStorage, key);
    rest = old?.after === after ? old : { after, until };
    show();
  };

  const change = (until) => {
    if (!rest) return;
    rest.until = until;
    keep(sessionStorage, key, rest);
    show();
  };

  panel.addEventListener("click", (event) => {
    const by = event.target.closest("[data-rest-by]");
    if (by) change(rest.until + Number(by.dataset.restBy) * 1000);
    if (event.target.closest("[data-rest-skip]")) {
      change(0);
      document.querySelector("[data-done]").focus();
    }
  });

  document.addEventListener("rest:start", ({ detail }) => {
    start(detail.after, Date.now() + detail.seconds * 1000);
  });
  document.addEventListener("rest:stop", () => {
    rest = null;
    show();
  });

  if (navigator.vibrate && matchMedia("(pointer: coarse)").matches) {
    vibrate.hidden = false;
    const box = vibrate.querySelector("input");
    box.checked = stored(localStorage, wish) === true;
    box.addEventListener("change", () => keep(localStorage, wish, box.checked));
  }
  if (panel.dataset.until) start(panel.dataset.after, Date.parse(panel.dataset.until) + skew);
  setInterval(show, 250);
})();
