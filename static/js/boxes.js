/* Boxes are checked before their form is sent; what is wrong stands beside them. */
(() => {
  const unit = document.querySelector("[data-unit]")?.dataset.unit;
  const whole = /^[+-]?\d{1,9}$/;
  const decimal = /^[+-]?(?=[.,]?\d)\d{0,9}([.,]\d{0,9})?$/;
  const clock = /^((\d{1,3}:)?\d{1,4}:[0-5]\d|[+-]?\d{1,9})$/;
  const upTo = (most) => [0, most, `Type a number from 0 to ${most.toLocaleString("en-GB")}.`];
  const shapes = {
    load: [decimal, "Type one number, such as 62.5.", ...upTo(unit === "lb" ? 2204 : 1000)],
    reps: [whole, "Type one number, such as 8.", ...upTo(500)],
    metres: [whole, "Type one number, such as 8.", ...upTo(200_000)],
    seconds: [
      clock,
      "Type a time, such as 45 for seconds or 1:30 for minutes.",
      1,
      86_400,
      "Type a time from 1 to 24:00:00.",
    ],
  };
  const boxes = (form) => [...form.querySelectorAll("[data-box]")];
  const read = (typed) =>
    typed.split(":").reduce((whole, part) => whole * 60 + Number(part.replace(",", ".")), 0);

  const fault = (box) => {
    const input = box.querySelector("input");
    const [shape, words, least, most, range] = shapes[box.dataset.box];
    const typed = input.value.trim();
    if (!typed) return input.required ? words.replace("one number", "a number") : "";
    if (!shape.test(typed)) return words;
    return read(typed) < least || read(typed) > most ? range : "";
  };

  const show = (form, faults) => {
    for (const box of boxes(form)) {
      const words = faults[box.dataset.box] ?? "";
      box.classList.toggle("box--wrong", words !== "");
      box.querySelector("[data-wrong]").textContent = words;
      const input = box.querySelector("input");
      if (words) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    form.querySelector("[aria-invalid]")?.focus();
  };

  const check = (event) => {
    const form = event.target;
    if (!("set" in form.dataset) || event.submitter?.name === "deleted") return;
    const found = boxes(form).map((box) => [box.dataset.box, fault(box)]);
    show(form, Object.fromEntries(found));
    if (!found.some(([, words]) => words)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  document.addEventListener("submit", check, { capture: true });
  document.addEventListener("boxes:wrong", ({ target, detail }) => {
    const joined = Object.entries(detail).map(([name, words]) => [name, words.join(" ")]);
    show(target, Object.fromEntries(joined));
  });
})();
