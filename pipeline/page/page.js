// Airflow shows the page in a sandboxed frame, in which no link may open a tab or leave the frame. The frame is of
// Airflow's own origin, so such a link is followed by the document around it. Alone, the page needs no script.
if (window.parent !== window) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[target]");
    if (!link) return;
    event.preventDefault();
    const outer = window.parent.document.createElement("a");
    outer.href = link.href;
    outer.target = link.target === "_top" ? "" : link.target;
    outer.rel = "noopener noreferrer";
    outer.click();
  });
}
