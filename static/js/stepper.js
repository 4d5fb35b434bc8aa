(() => {
  const read = (text) => {
    const parts = text.trim().replace(",", ".").split(":").map(Number);
    const value = parts.reduce((whole, part) => whole * 60 + part, 0);
    return Number.isFinite(value) ? value : 0;
  };

  const write = (value, input) => {
    if (input.name !== "seconds" || value < 120) return String(Math.round(value * 100) / 100);
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(value / 3600), Math.floor(value / 60) % 60];
    return hours
      ? `${hours}:${two(minutes)}:${two(value % 60)}`
      : `${minutes}:${two(value % 60)}`;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const input = button.closest("[data-box]").querySelector("input");
    input.value = write(Math.max(read(input.value) + Number(button.dataset.step), 0), input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
