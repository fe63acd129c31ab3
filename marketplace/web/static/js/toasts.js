// Messages leave after a while, except errors; each can be closed.
const STAY_MS = 6000;

export function toast(text, kind = "info") {
  const note = document.createElement("p");
  note.className = `toast ${kind}`;
  note.textContent = text;
  document.getElementById("messages")?.append(note);
  settle(note);
}

function settle(note) {
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => note.remove());
  note.append(close);
  if (!note.classList.contains("error")) setTimeout(() => note.remove(), STAY_MS);
}

const region = document.getElementById("messages");
if (region) {
  region.querySelectorAll("[data-toast]").forEach(settle);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof HTMLElement && node.matches("[data-toast]")) settle(node);
      }
    }
  }).observe(region, { childList: true });
}
