async ({ tap, input }) => {
  const faults = [];
  const named = (element) => {
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const text = (element.textContent.trim() || element.name || "").slice(0, 40);
    return `${element.localName}${element.id && `#${element.id}`}${classes} "${text}"`;
  };
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getBoundingClientRect().bottom + scrollY > 0;

  window.scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
  const shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({
    type: "layout-shift",
    buffered: true,
  });
  await new Promise((done) => setTimeout(done, 150));
  for (const shift of shifts.filter(({ value }) => value >= 0.0005)) {
    const moved = shift.sources.map(({ node }) => (node?.classList ? named(node) : node?.nodeName));
    faults.push(`layout shift of ${shift.value.toFixed(4)}: ${moved.join(", ")}`);
  }

  document.querySelectorAll("details").forEach((details) => (details.open = true));
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) =>
        Math.max(element.getBoundingClientRect().right, element.scrollWidth) > root.clientWidth,
    );
    faults.push(`overflows to ${root.scrollWidth} px: ${wide.slice(0, 4).map(named)}`);
  }

  const ticked = (field) => ["checkbox", "radio"].includes(field.type);
  for (const field of document.querySelectorAll("input, select, textarea")) {
    const size = parseFloat(getComputedStyle(field).fontSize);
    if (ticked(field) || !shown(field) || size >= input) continue;
    faults.push(`letters of ${size} px: ${named(field)}`);
  }

  const inSentence = (element) =>
    getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim() !== element.textContent.trim();
  const hits = (element, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return element.contains(hit) || hit?.closest("label")?.control === element;
  };
  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(targets)) {
    if (!shown(element) || inSentence(element) || element.closest(".body-map")) continue;
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const box = ((ticked(element) && element.labels[0]) || element).getBoundingClientRect();
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const big = Math.min(box.width, box.height) > tap - 0.5;
    const reach = big ? 0 : tap / 2 - 1;
    const edges = [[-reach, 0], [reach, 0], [0, -reach], [0, reach]];
    if (!edges.every(([across, down]) => hits(element, x + across, y + down))) {
      const size = `${Math.round(box.width)}×${Math.round(box.height)}`;
      faults.push(`tap target under ${tap} px (${size}): ${named(element)}`);
    }
  }
  return faults;
}
