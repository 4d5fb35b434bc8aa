(() => {
  const name = () =>
    document.querySelectorAll(".select2-selection[role=combobox]").forEach((box) => {
      const select = box.closest(".select2-container").previousElementSibling;
      const label = select?.labels?.[0]?.textContent.trim().replace(/:$/, "");
      if (!label || box.hasAttribute("aria-label")) return;
      box.removeAttribute("aria-labelledby");
      for (const part of [box, ...box.querySelectorAll("[role=textbox]")]) {
        part.setAttribute("aria-label", label);
      }
    });

  new MutationObserver(name).observe(document, { childList: true, subtree: true });
})();
