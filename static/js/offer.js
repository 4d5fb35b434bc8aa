/* Accepting an offer puts its load and reps into the boxes of the exercise's sets still to do. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-offer]");
  if (!button) return;

  const exercise = button.closest("[data-exercise]");
  for (const row of exercise.querySelectorAll('[data-row][data-state="todo"]')) {
    const boxes = document.getElementById(`set-${row.dataset.row}`).elements;
    for (const name of ["load", "reps"]) {
      if (!(name in button.dataset) || !boxes[name]) continue;
      boxes[name].value = button.dataset[name];
      boxes[name].dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  button.hidden = true;
  button.parentElement.querySelector("[data-offer-taken]").textContent = button.dataset.taken;
});
