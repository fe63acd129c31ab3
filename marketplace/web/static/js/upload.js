// [data-upload] sends files straight to the storage while the form is filled in; without scripts the
// form sends them itself. Each finished file leaves a hidden input with its id.
import { toast } from "./toasts.js";

function token(form) {
  return form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

async function ask(url, form, data) {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token(form) }, body: new URLSearchParams(data) });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail ?? "The upload was refused.");
  return body;
}

function put(ticket, file, progress) {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(ticket.fields)) data.append(name, value);
    data.append("file", file);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => { progress.value = event.loaded / event.total; });
    request.addEventListener("load", () => (request.status < 300 ? resolve() : reject(new Error("The storage refused the file."))));
    request.addEventListener("error", () => reject(new Error("The connection was lost. Choose the file again.")));
    request.open("POST", ticket.url);
    request.send(data);
  });
}

function line(list, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("span");
  const progress = document.createElement("progress");
  name.textContent = file.name;
  state.className = "muted";
  state.textContent = `${Math.ceil(file.size / 1024).toLocaleString()} KB`;
  progress.className = "bar";
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  item.append(name, state, progress);
  list.append(item);
  return { item, state, progress };
}

async function upload(box, form, file) {
  const shown = line(box.querySelector("ul"), file);
  try {
    const ticket = await ask(box.dataset.presign, form, {
      purpose: box.dataset.purpose, filename: file.name, content_type: file.type || "application/octet-stream", size: file.size,
    });
    await put(ticket, file, shown.progress);
    const stored = await ask(box.dataset.confirm, form, { key: ticket.key });
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = box.dataset.name ?? "files";
    hidden.value = stored.id;
    shown.item.append(hidden);
    shown.state.textContent = "Uploaded";
    shown.progress.remove();
  } catch (error) {
    shown.item.remove();
    toast(`${file.name}: ${error.message}`, "error");
  }
}

document.addEventListener("change", async (event) => {
  const box = event.target.closest?.("[data-upload]");
  if (!box || event.target.type !== "file") return;
  const files = [...event.target.files];
  event.target.value = "";
  await Promise.all(files.map((file) => upload(box, event.target.form, file)));
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => event.target.closest?.("[data-upload]")?.classList.toggle("over", kind === "dragover"));
}
