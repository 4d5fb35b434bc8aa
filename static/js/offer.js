// Puts an offered load and reps into the boxes of the set in front:
// <button data-offer data-load="62.5" data-reps="8">, boxes named load and reps in [data-offer-boxes].
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-offer]");
  if (!button) {
    return;
  }
  const boxes = document.querySelector("[data-offer-boxes]") ?? document;
  for (const name of ["load", "reps"]) {
    const box = boxes.querySelector(`input[name="${name}"]`);
    if (box && name in button.dataset) {
      box.value = button.dataset[name];
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
});
