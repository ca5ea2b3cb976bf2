/* Keys of a page: an element with data-key is pressed by that key, unless somebody types.
   Loaded as a file of ours; everything works without it. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) {
    event.preventDefault();
    wanted.click();
  }
});

/* A menu that was opened closes by Escape, and by a click elsewhere. */
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details[data-drop][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-drop][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

/* What was sent is not sent twice by an impatient second click. */
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  setTimeout(() => delete event.target.dataset.sent, 4000); // a file that comes back leaves the page
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
