(() => {
  const edge = 90;
  const pace = 10;

  const itemsOf = (list, except) =>
    [...list.querySelectorAll(":scope > [data-sortable-item]")].filter((item) => item !== except);
  const listsLike = (list) => [
    ...document.querySelectorAll(`[data-sortable="${list.dataset.sortable}"]`),
  ];
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return box.top + box.height / 2;
  };

  let busy = false;
  const waiting = [];

  const send = (item, list, place) => {
    busy = true;
    const form = item.querySelector("[data-sortable-form]");
    form.querySelector("[data-sortable-place]").value = place;
    const day = form.querySelector("[data-sortable-day-box]");
    if (day) day.value = list.dataset.sortableDay;
    form.requestSubmit();
  };

  const nearest = (lists, y) => {
    const away = (list) => {
      const box = list.getBoundingClientRect();
      return Math.max(box.top - y, y - box.bottom, 0);
    };
    return lists.reduce((best, list) => (away(list) < away(best) ? list : best));
  };

  const drag = (start) => {
    const grip = start.target.closest("[data-sortable-grip]");
    if (!grip || busy || start.button > 0 || !start.isPrimary) return;
    const item = grip.closest("[data-sortable-item]");
    const home = item.parentElement;
    const lists = listsLike(home);
    const startY = start.clientY + window.scrollY;
    let y = start.clientY;
    let goal = null;
    let frame = 0;
    // An animation instead of a style attribute, which htmx would copy against the content policy
    const lift = item.animate([], { duration: 1, fill: "both" });

    const clear = () => {
      document
        .querySelectorAll("[data-drop]")
        .forEach((element) => element.removeAttribute("data-drop"));
    };

    const aim = () => {
      clear();
      const list = nearest(lists, y);
      const others = itemsOf(list, item);
      const place = others.filter((other) => middle(other) < y).length;
      goal = { list, place };
      if (others[place]) others[place].dataset.drop = "before";
      else if (others.length) others.at(-1).dataset.drop = "after";
      else list.dataset.drop = "inside";
    };

    const step = () => {
      if (y < edge) window.scrollBy(0, -pace);
      else if (y > window.innerHeight - edge) window.scrollBy(0, pace);
      const moved = `0 ${y + window.scrollY - startY}px`;
      lift.effect.setKeyframes({ translate: [moved, moved] });
      aim();
      frame = requestAnimationFrame(step);
    };

    const follow = (event) => {
      if (event.pointerId !== start.pointerId) return;
      y = event.clientY;
      if (frame || Math.abs(y + window.scrollY - startY) < 4) return;
      item.dataset.dragged = "";
      frame = requestAnimationFrame(step);
    };

    const end = (drop) => {
      cancelAnimationFrame(frame);
      listening.abort();
      clear();
      lift.cancel();
      delete item.dataset.dragged;
      const there = itemsOf(home).indexOf(item);
      if (drop && goal && (goal.list !== home || goal.place !== there)) {
        send(item, goal.list, goal.place);
      }
    };

    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener("pointermove", follow, { signal });
    document.addEventListener("pointerup", () => end(true), { signal });
    document.addEventListener("pointercancel", () => end(false), { signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && end(false), {
      signal,
    });
  };

  const move = (grip, step) => {
    const item = grip.closest("[data-sortable-item]");
    const list = item.parentElement;
    const place = itemsOf(list).indexOf(item) + step;
    if (place >= 0 && place < itemsOf(list).length) {
      send(item, list, place);
      return;
    }
    const lists = listsLike(list);
    const next = lists[lists.indexOf(list) + step];
    if (next) send(item, next, step > 0 ? 0 : itemsOf(next).length);
  };

  const press = (event) => {
    const grip = event.target.closest("[data-sortable-grip]");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!grip || !step) return;
    event.preventDefault();
    if (busy) waiting.push([grip.id, step]);
    else move(grip, step);
  };

  const goOn = () => {
    busy = false;
    const [id, step] = waiting.shift() ?? [];
    const grip = document.getElementById(id);
    if (grip) move(grip, step);
  };

  const giveUp = () => {
    busy = false;
    waiting.length = 0;
  };

  document.addEventListener("pointerdown", drag);
  document.addEventListener("keydown", press);
  document.addEventListener("htmx:afterSettle", goOn);
  document.addEventListener("htmx:responseError", giveUp);
  document.addEventListener("htmx:sendError", giveUp);
})();
