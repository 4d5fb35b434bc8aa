(() => {
  const floor = document.querySelector("[data-floor]");
  const bar = document.querySelector("[data-bar]");
  if (!bar) return;

  const all = (selector, inside = floor) => [...inside.querySelectorAll(selector)];
  const one = (selector, inside = floor) => inside.querySelector(selector);
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const skew = Date.now() - Date.parse(floor.dataset.now);
  const unit = floor.dataset.unit;
  const counting = ["working", "failure"];
  const kinds = { warm_up: "Warm-up", drop: "Drop set" };
  const kindWords = { warm_up: "warm-up", drop: "drop set", failure: "to failure" };

  const exercises = all("[data-exercise]");
  const rows = (exercise) => all("[data-row]", exercise);
  const counts = (row) => row.dataset.state === "done" && counting.includes(row.dataset.kind);
  const counted = (exercise) => rows(exercise).filter(counts).length;
  const todo = (exercise) => rows(exercise).filter((row) => row.dataset.state === "todo");
  const sets = (exercise) => Number(exercise.dataset.sets);
  const complete = (exercise) =>
    exercise.dataset.state !== "todo" || counted(exercise) >= sets(exercise);
  const standing = (exercise) =>
    exercise.dataset.state === "skipped" ? "skipped" : complete(exercise) ? "complete" : "open";
  const formOf = (row) => document.getElementById(`set-${row.dataset.row}`);
  const rowOf = (form) => one(`[data-row="${form.dataset.set}"]`);
  const exerciseOf = (part) => part.closest("[data-exercise]");
  const value = (form, name) => new FormData(form).get(name)?.trim() ?? "";

  const least = (some) =>
    some.reduce((least, next) => (counted(next) < counted(least) ? next : least), some[0]);
  const grouped = (exercise) => (other) => other.dataset.group === exercise.dataset.group;

  /* What is due after a set of an exercise: its superset in turn, then the first not done. */
  const after = (exercise) => {
    const open = exercises.filter((other) => !complete(other));
    if (!open.length) return null;
    const group = open.filter(grouped(exercise));
    return least(group.length ? group : open.filter(grouped(open[0])));
  };

  /* The exercise that comes after: of its superset, or further down, or left over. */
  const followingOf = (exercise) => {
    const open = exercises.filter((other) => other !== exercise && !complete(other));
    const further = open.filter((other) => exercises.indexOf(other) > exercises.indexOf(exercise));
    return [...open.filter(grouped(exercise)), ...further, ...open][0];
  };

  const alternates = (exercise, upcoming, done = counted(exercise)) =>
    upcoming && upcoming !== exercise && grouped(exercise)(upcoming) && counted(upcoming) < done;

  const time = (seconds) => {
    if (seconds < 120) return `${seconds} s`;
    const parts = [
      [Math.floor(seconds / 3600), "h"],
      [Math.floor(seconds / 60) % 60, "min"],
      [seconds % 60, "s"],
    ];
    return parts.filter(([number]) => number).map((part) => part.join(" ")).join(" ");
  };

  const shortly = (seconds) =>
    seconds < 120
      ? `${seconds} s`
      : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  const seconds = (text) => text.split(":").reduce((whole, part) => whole * 60 + Number(part), 0);

  const words = (form) => {
    const label = one("[data-box=load] label", form)?.textContent ?? "";
    const [load, reps, metres, length] = ["load", "reps", "metres", "seconds"].map((name) =>
      value(form, name),
    );
    const loaded = `${label.startsWith("Added") ? "+" : ""}${load.replace(",", ".")} ${unit}${
      label === "Help" ? " help" : ""
    }`;
    const counted = reps && (load ? reps : `${reps} ${reps === "1" ? "rep" : "reps"}`);
    const far = metres && (metres < 1000 ? `${metres} m` : `${metres / 1000} km`);
    const covered = [far, length && time(seconds(length))].filter(Boolean).join(" in ");
    const effort = [load && loaded, counted, covered].filter(Boolean).join(" × ");
    const rir = value(form, "rir");
    return [effort, rir && `${rir} left`, kindWords[value(form, "kind")]]
      .filter(Boolean)
      .join(" · ");
  };

  /* Labels */
  const relabel = (exercise) => {
    let number = 0;
    for (const row of rows(exercise)) {
      const { state, kind } = row.dataset;
      const numbered = state === "todo" || counts(row);
      number += numbered;
      const label =
        state === "deleted" ? "Deleted" : numbered ? `Set ${number}` : (kinds[kind] ?? "Set");
      one("[data-label]", row).textContent = label;
      const name = `${exercise.dataset.name}, ${label.toLowerCase()}`;
      formOf(row).setAttribute("aria-label", name);
    }
    const overview = one(`[data-overview="${exercise.dataset.exercise}"] [data-overview-words]`);
    const done = counted(exercise);
    const superset = overview.textContent.match(/ · superset .$/)?.[0] ?? "";
    const words = {
      skipped: "skipped",
      complete: `done, ${done} ${done === 1 ? "set" : "sets"}`,
      open: `${done} of ${Math.max(sets(exercise), done)} sets`,
    };
    overview.textContent = words[standing(exercise)] + superset;
  };

  /* The buttons of the list of all exercises */
  const offer = () => {
    for (const exercise of exercises) {
      for (const form of all(`[data-overview="${exercise.dataset.exercise}"] form`)) {
        const next = one("[name=order]", form);
        if (next) next.value = current().dataset.order;
        form.hidden = form.dataset.when !== standing(exercise) || (next && exercise === current());
      }
    }
  };

  const progress = () => {
    const planned = (exercise) =>
      exercise.dataset.state === "todo"
        ? Math.max(sets(exercise), counted(exercise))
        : counted(exercise);
    const bar = one("[data-progress]");
    bar.max = exercises.reduce((sum, exercise) => sum + planned(exercise), 0) || 1;
    bar.value = exercises.reduce((sum, exercise) => sum + counted(exercise), 0);
  };

  const doneLabel = (exercise, row) => {
    if (row.dataset.state !== "todo") return "Save";
    const isCounted = counting.includes(value(formOf(row), "kind"));
    const done = counted(exercise) + (isCounted ? 1 : 0);
    const others = exercises.filter((other) => other !== exercise && !complete(other));
    const behind = least(others.filter(grouped(exercise)).filter((other) => counted(other) < done));
    if (behind) return `Done, then ${behind.dataset.name}`;
    const last = done >= sets(exercise) && !others.length;
    const rest = Number(exercise.dataset.restSeconds);
    return last || !rest ? "Done" : `Done, rest ${shortly(rest)}`;
  };

  /* Which exercise and which set stand in front */
  const current = () => exercises.find((exercise) => !exercise.hidden);
  const currentRow = () => one("[data-exercise]:not([hidden]) [aria-current=step]");

  const front = (exercise, row = todo(exercise)[0]) => {
    const changed = exercise !== current();
    tell("stopwatch:stop");
    exercises.forEach((other) => (other.hidden = other !== exercise));
    for (const other of rows(exercise)) {
      formOf(other).hidden = other !== row;
      if (other === row) other.setAttribute("aria-current", "step");
      else other.removeAttribute("aria-current");
    }
    describe(exercise, row);
    offer();
    if (location.search) history.replaceState(null, "", location.pathname);
    if (changed) scrollTo({ top: 0, behavior: "instant" });
  };

  const describe = (exercise, row) => {
    const done = counted(exercise);
    const planned = Math.max(sets(exercise), done);
    const label = row && one("[data-label]", row).textContent;
    one("[data-place]", exercise).textContent = label?.startsWith("Set ")
      ? `${label.toLowerCase()} of ${planned}`
      : `${done} of ${planned} sets done`;
    const enough = one("[data-enough]", exercise);
    if (enough) {
      enough.hidden = complete(exercise);
      one("button", enough).value = done ? "done" : "skipped";
      one("[data-enough-words]", enough).textContent = done ? "Enough sets" : "Skip";
    }
    one("[data-complete]", exercise).hidden =
      todo(exercise).length > 0 || exercise.dataset.state === "skipped";
    const following = followingOf(exercise);
    const nextWords = following && one("[data-next-words]", following).content.textContent;
    one("[data-following]", exercise).textContent = following ? `Next: ${nextWords}` : "";
    const doneButton = one("[data-done]", bar);
    const over = exercises.every(complete);
    doneButton.hidden = one("[data-swap]", bar).hidden = !row;
    one("[data-finish]", bar).hidden = Boolean(row) || !over;
    one("[data-finish]", bar).classList.toggle("button--main", over);
    one("[data-next]", bar).hidden = Boolean(row) || !following;
    if (following) {
      one("[data-next]", bar).dataset.exerciseLink = following.dataset.exercise;
      one("[data-next-name]", bar).textContent = following.dataset.name;
    }
    one("[data-swap]", bar).href = exercise.dataset.swapAddress;
    if (!row) return;
    doneButton.setAttribute("form", formOf(row).id);
    doneButton.textContent = doneLabel(exercise, row);
    one("[data-delete]", formOf(row)).hidden = row.dataset.state !== "done";
  };

  /* Rows still to do: as many as are planned and not done */
  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const addRow = (exercise) => {
    const model = formOf(rows(exercise).at(-1));
    const spare = one("[data-spare]", exercise);
    const copy = document.createElement("template");
    copy.innerHTML = spare.innerHTML.replaceAll(spare.dataset.spare, uuid());
    const [row, form] = copy.content.children;
    form.elements.order.value = Number(model.elements.order.value) + 1;
    for (const input of all("[data-box] input", form)) input.value = value(model, input.name);
    one("[data-rows]", exercise).append(row);
    one("[data-forms]", exercise).append(form);
  };

  const balance = (exercise) => {
    const wanted = exercise.dataset.state === "todo" ? sets(exercise) - counted(exercise) : 0;
    for (let open = todo(exercise).length; open < wanted; open += 1) addRow(exercise);
    for (const row of todo(exercise).slice(Math.max(wanted, 0))) {
      formOf(row).remove();
      row.remove();
    }
    relabel(exercise);
    progress();
    offer();
  };

  const carryLoad = (exercise, form) => {
    const load = value(form, "load");
    for (const row of load ? todo(exercise) : []) {
      const input = one("input[name=load]", formOf(row));
      if (!("touched" in input.dataset)) input.value = load;
    }
  };

  const mark = (row, form, deleted) => {
    const exercise = exerciseOf(row);
    row.dataset.state = deleted ? "deleted" : "done";
    if (!deleted) {
      row.dataset.kind = value(form, "kind");
      one("[data-words]", row).textContent = words(form);
      carryLoad(exercise, form);
    }
    balance(exercise);
  };

  const send = (form, body) => {
    delete body.csrfmiddlewaretoken;
    const revision = Number(body.revision);
    tell("unsent:add", { address: form.action, body, revision });
    for (const other of all("form").filter(({ action }) => action === form.action)) {
      other.elements.revision.value = revision + 1;
    }
  };

  const announce = (text) => (one("[data-announce]").textContent = text);

  const warn = (textContent) =>
    Object.assign(one("[data-warning]"), { textContent, hidden: !textContent });

  const goOn = (exercise, row, form, focused) => {
    const upcoming = after(exercise);
    const rest = Number(exercise.dataset.restSeconds);
    const resting = upcoming && rest && !alternates(exercise, upcoming);
    if (resting) tell("rest:start", { after: row.dataset.row, seconds: rest });
    else tell("rest:stop");
    one("[data-next-load]", exercise)?.remove();
    front(upcoming ?? exercise);
    const next = currentRow();
    const name = upcoming ? `Next: ${upcoming.dataset.name}` : "All exercises are done";
    const label = next ? `, ${one("[data-label]", next).textContent.toLowerCase()}` : "";
    announce(`Set kept. ${resting ? `Rest ${time(rest)}. ` : ""}${name}${label}.`);
    if (!next) one("[data-finish]:not([hidden]), [data-next]:not([hidden])", bar)?.focus();
    else if (focused) (one(`input[name="${focused}"]`, formOf(next)) ?? one("[data-done]")).focus();
  };

  const keepSet = (event, form) => {
    event.preventDefault();
    tell("stopwatch:stop");
    const deleted = event.submitter?.name === "deleted";
    const row = rowOf(form);
    const exercise = exerciseOf(form);
    const fresh = row.dataset.state === "todo";
    const typing = form.contains(document.activeElement) && document.activeElement.name;
    const body = Object.fromEntries(new FormData(form));
    if (deleted) body.deleted = "1";
    warn("");
    if (fresh) body.done_at = new Date(Date.now() - skew).toISOString();
    send(form, body);
    mark(row, form, deleted);
    if (fresh) {
      goOn(exercise, row, form, typing);
      return;
    }
    front(exercise);
    announce(deleted ? "Set deleted. It can be put back from the list." : "Change kept.");
    (deleted ? one("button", row) : one("a", row)).focus();
  };

  const addSet = (event, form) => {
    const exercise = exerciseOf(form);
    if (!rows(exercise).length) return;
    event.preventDefault();
    if (sets(exercise) >= 20) return warn("An exercise has room for 20 sets.");
    exercise.dataset.sets = Math.max(sets(exercise), counted(exercise)) + 1;
    exercise.dataset.state = "todo";
    send(form, { revision: value(form, "revision"), sets: exercise.dataset.sets, state: "todo" });
    balance(exercise);
    front(exercise);
    announce("One more set.");
  };

  /* Answers of the server */
  const fill = (form, set) => {
    for (const name of ["load", "reps", "seconds", "metres"]) {
      const input = one(`input[name="${name}"]`, form);
      if (input && set[name] !== null && set[name] !== undefined) input.value = set[name];
    }
    form.elements.kind.value = set.kind;
    if (form.elements.rir) form.elements.rir.value = set.rir ?? "";
  };

  const takeSet = (form, { taken, set }, { body }) => {
    const row = rowOf(form);
    const exercise = exerciseOf(form);
    const { revision } = form.elements;
    revision.value = Math.max(Number(revision.value), set.revision + 1);
    const state = set.deleted ? "deleted" : "done";
    const same = row.dataset.state === state && one("[data-words]", row).textContent === set.words;
    Object.assign(row.dataset, { state, kind: set.kind });
    one("[data-words]", row).textContent = set.words;
    if (!taken && !same) {
      fill(form, set);
      const label = one("[data-label]", row).textContent;
      const typed = [body.load, body.reps, body.metres, body.seconds].filter(Boolean).join(" × ");
      warn(`${label} was logged on another device: ${set.words}. Yours, ${typed}, was not kept.`);
    }
    balance(exercise);
    if (exercise === current()) describe(exercise, currentRow());
  };

  const refuseSet = (form, errors, change) => {
    const row = rowOf(form);
    const exercise = exerciseOf(form);
    if (change.revision === 1) row.dataset.state = "todo";
    form.elements.revision.value = change.revision;
    tell("rest:stop");
    balance(exercise);
    if (!row.isConnected) return;
    front(exercise, row);
    form.dispatchEvent(new CustomEvent("boxes:wrong", { detail: errors, bubbles: true }));
    const other = Object.values(errors).flat().join(" ");
    warn(`This set was not kept. ${other || "The workout is not here any more."}`);
  };

  document.addEventListener("unsent:answered", ({ detail }) => {
    const { change, status, result, newer } = detail;
    const form = all("form").find(({ action }) => action === change.address);
    if (!form || newer) return;
    if (result.set && "set" in form.dataset) takeSet(form, result, change);
    else if (status >= 400 && "set" in form.dataset) refuseSet(form, result.errors ?? {}, change);
    else if (result.item && !result.taken) location.reload();
  });

  floor.addEventListener("submit", (event) => {
    const form = event.target;
    if ("set" in form.dataset) keepSet(event, form);
    else if ("addSet" in form.dataset) addSet(event, form);
  });

  floor.addEventListener("input", ({ target }) => {
    if (target.name) target.dataset.touched = "";
    if (target.name === "kind") {
      const name = target.closest("label").textContent.trim().toLowerCase();
      one("[data-kind-name]", target.form).textContent = name;
      describe(current(), currentRow());
    }
  });

  floor.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a");
    const row = link?.closest("[data-row]");
    const exercise = exercises.find(
      ({ dataset }) => dataset.exercise === link?.dataset.exerciseLink,
    );
    if (!row && !exercise) return;
    event.preventDefault();
    if (row) {
      front(exerciseOf(row), row);
      one("input:not([type=hidden])", formOf(row))?.focus({ preventScroll: false });
    } else {
      front(exercise);
      one("h2", exercise).focus();
    }
  });
})();
