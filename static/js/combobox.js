(() => {
  const delay = 150;

  const attach = (form) => {
    const input = form.querySelector("[data-combobox-input]");
    const list = form.querySelector("[data-combobox-list]");
    const status = form.querySelector("[data-combobox-status]");
    let timer = 0;
    let asked = null;
    let active = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");

    const options = () => [...list.querySelectorAll("[role=option]")];

    const mark = (index) => {
      active = index;
      options().forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === index));
        if (place === index) option.scrollIntoView({ block: "nearest" });
      });
      const chosen = options()[index];
      if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
      else input.removeAttribute("aria-activedescendant");
    };

    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    };

    const show = (html) => {
      list.innerHTML = html.trim();
      const found = options().length;
      input.setAttribute("aria-expanded", String(found > 0));
      status.textContent = found ? `${found} suggestions, use the arrow keys` : "No suggestions";
      mark(-1);
    };

    const ask = async () => {
      const query = input.value.trim();
      if (query.length < 2) {
        close();
        return;
      }
      asked?.abort();
      asked = new AbortController();
      const address = new URL(form.action);
      address.searchParams.set("q", query);
      try {
        const answer = await fetch(address, {
          headers: { "HX-Request": "true", "HX-Target": "suggestions" },
          signal: asked.signal,
        });
        if (answer.ok && document.activeElement === input) show(await answer.text());
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, delay);
    });

    input.addEventListener("keydown", (event) => {
      const found = options();
      if (event.key === "Escape" && found.length) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" && found.length) {
        event.preventDefault();
        mark((active + 1) % found.length);
      } else if (event.key === "ArrowUp" && found.length) {
        event.preventDefault();
        mark((active - 1 + found.length) % found.length);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(found[active].dataset.address);
      } else if (event.key === "Enter") {
        close();
      }
    });

    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.address);
    });
    input.addEventListener("blur", close);
  };

  document.querySelectorAll("[data-combobox]").forEach(attach);
})();
