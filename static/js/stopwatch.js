(() => {
  const ready = 5;
  const announce = document.querySelector("[data-announce]");
  let running = null;

  const say = (text) => {
    if (announce) announce.textContent = text;
  };

  const words = (button) => button.querySelector("[data-stopwatch-words]");

  const stop = () => {
    const { button, input, timer, started } = running;
    clearInterval(timer);
    const seconds = Math.max(Math.round((Date.now() - started) / 1000), 0);
    running = null;
    words(button).textContent = "Start the clock";
    if (!seconds) return;
    input.value = String(seconds);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    say(`Stopped at ${seconds} seconds.`);
  };

  const tick = () => {
    const { button, input, started, target } = running;
    const passed = Math.floor((Date.now() - started) / 1000);
    if (passed < 0) {
      words(button).textContent = `Get ready: ${-passed}`;
      return;
    }
    if (!running.begun) {
      running.begun = true;
      say("Go.");
    }
    input.value = String(passed);
    const left = target - passed;
    words(button).textContent = target > 0 && left > 0 ? `Stop · ${left} s left` : "Stop";
    if (left === 0 && !running.reached) {
      running.reached = true;
      say(`${target} seconds reached.`);
      navigator.vibrate?.(200);
    }
  };

  const start = (button) => {
    const input = button.closest("[data-box]").querySelector("input");
    const target = Number(button.dataset.target ?? 0);
    const started = Date.now() + ready * 1000;
    running = { button, input, target, started, timer: setInterval(tick, 200) };
    say("Get ready.");
    tick();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-stopwatch]");
    if (!button) return;
    const same = running?.button === button;
    if (running) stop();
    if (!same) start(button);
  });
  document.addEventListener("stopwatch:stop", () => {
    if (running) stop();
  });
})();
