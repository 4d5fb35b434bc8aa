(() => {
  const key = "gymsite-theme";
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(key) || "";
    } catch {
      return "";
    }
  };

  const apply = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  root.dataset.scripted = "";
  apply(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const control = document.querySelector("[data-theme-switch]");
    if (!control) return;
    const chosen = control.querySelector(`input[value="${stored()}"]`);
    if (chosen) chosen.checked = true;
    control.addEventListener("change", (event) => {
      apply(event.target.value);
      try {
        localStorage.setItem(key, event.target.value);
      } catch {
        // Storage refused: the choice lasts for this page.
      }
    });
  });
})();
