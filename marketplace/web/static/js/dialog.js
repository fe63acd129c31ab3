// Links with data-open="id" open that dialog; without scripts they lead to the page that says the same.
export function open(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) {
    dialog.showModal();
    const input = dialog.querySelector("input[type=search]");
    if (input) {
      input.select();
      input.dispatchEvent(new Event("open"));
    }
  }
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open]");
  if (link && !event.ctrlKey && !event.metaKey && open(link.dataset.open)) event.preventDefault();
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

// Chromium spends the first Escape on emptying a search input; here it always closes.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.("dialog")?.close();
});

document.addEventListener("submit", (event) => {
  const dialog = event.target.closest("dialog.command");
  const first = dialog?.querySelector("[aria-selected=true] a, .results a");
  if (!first) return;
  event.preventDefault();
  first.click();
});
