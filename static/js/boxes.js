/* Boxes are checked before their form is sent; what is wrong stands beside them. */
(() => {
  const unit = document.querySelector("[data-unit]")?.dataset.unit;
  const shapes = {
    load: [/^\d{1,4}([.,]\d{0,2})?$/, "Type one number, such as 62.5.", unit === "lb" ? 2204 : 1000],
    reps: [/^\d{1,4}$/, "Type one number, such as 8.", 500],
    metres: [/^\d{1,7}$/, "Type one number, such as 400.", 200_000],
    seconds: [/^(\d{1,3}:){0,2}\d{1,5}$/, "Type 45 for seconds or 1:30 for minutes.", 86_400],
  };
  const boxes = (form) => [...form.querySelectorAll("[data-box]")];
  const read = (typed) =>
    typed.split(":").reduce((whole, part) => whole * 60 + Number(part.replace(",", ".")), 0);

  const fault = (box) => {
    const input = box.querySelector("input");
    const [shape, words, most] = shapes[box.dataset.box];
    const typed = input.value.trim();
    if (!typed) return input.required ? words.replace("one number", "a number") : "";
    if (!shape.test(typed)) return words;
    return read(typed) > most ? `Type a number from 0 to ${most.toLocaleString("en-GB")}.` : "";
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
