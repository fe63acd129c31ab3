// Buttons with data-copy put their text on the clipboard.
import { toast } from "./toasts.js";

for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  toast(`${button.dataset.copy} is on the clipboard.`);
});
