(() => {
  const focusAfter = (event) => {
    const menu = event.detail.requestConfig?.elt.closest("[popover]");
    if (!menu || document.activeElement !== document.body) return;
    const opener = document.querySelector(`[popovertarget="${menu.id}"]`);
    (opener ?? document.querySelector("[data-undo]"))?.focus();
  };

  document.addEventListener("htmx:afterSettle", focusAfter);
})();
