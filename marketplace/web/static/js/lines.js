// j and k move through the lines of a list or table marked data-lines; arrows do so in the command menu.
function step(links, by) {
  const here = links.indexOf(document.activeElement.closest("a"));
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  next?.focus();
}

function select(dialog, by) {
  const items = [...dialog.querySelectorAll(".results li")];
  const here = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = Math.min(Math.max(here + by, 0), items.length - 1);
  items.forEach((item, index) => item.setAttribute("aria-selected", String(index === next)));
  items[next]?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest?.("dialog.command");
  if (dialog && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    return select(dialog, event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  if (event.key !== "j" && event.key !== "k") return;
  if (localStorage.getItem("single-keys-off")) return;
  step([...document.querySelectorAll("main [data-lines] :is(tr, li) a:first-of-type")], event.key === "j" ? 1 : -1);
});
