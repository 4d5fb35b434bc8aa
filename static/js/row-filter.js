/* Hides the rows that the typed words are not in; what is ticked in them stays ticked. */
(() => {
  const box = document.querySelector("[data-row-filter]");
  const rows = [...document.querySelectorAll("[data-filtered]")];
  if (!box) return;

  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset.filtered.toLowerCase().includes(words);
  });

  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.dispatchEvent(new Event("input"));
  });
})();
