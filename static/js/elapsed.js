(() => {
  const clock = document.querySelector("[data-clock]");
  const floor = document.querySelector("[data-floor]");
  if (!clock || !floor) return;
  const skew = Date.now() - Date.parse(floor.dataset.now);
  const started = Date.parse(floor.dataset.started) + skew;
  const two = (number) => String(number).padStart(2, "0");

  setInterval(() => {
    const seconds = Math.max(Math.floor((Date.now() - started) / 1000), 0);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    clock.textContent = hours
      ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
      : `${minutes}:${two(seconds % 60)}`;
  }, 1000);
})();
