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
