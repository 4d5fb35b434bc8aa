(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-sheet-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      sheet.querySelector("[data-sheet-body]").innerHTML = await answer.text();
      sheet.showModal();
    } catch {
      location.assign(link.href);
    }
  });
})();
