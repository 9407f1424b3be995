// Copy buttons: hidden until this runs, since without it a field can be copied by hand.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) {
    continue;
  }

  button.hidden = false;
  const label = button.querySelector("span");
  const before = label.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    } catch {
      return;
    }

    button.classList.add("copied");
    label.textContent = button.dataset.done;
    label.setAttribute("role", "status");
    setTimeout(() => {
      button.classList.remove("copied");
      label.textContent = before;
      label.removeAttribute("role");
    }, 2500);
  });
}
