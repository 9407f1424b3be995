// A search over the pictures to choose from. Without this script the newest ones stand there.
"use strict";
for (const list of document.querySelectorAll("ul[data-picker]")) {
  const search = document.createElement("input");
  search.type = "search";
  search.className = "input";
  search.placeholder = search.ariaLabel = list.dataset.search;
  search.maxLength = 100;
  const note = document.createElement("p");
  note.className = "soft";
  note.setAttribute("role", "status");
  list.before(search);
  list.after(note);

  const fill = async () => {
    const asked = search.value;
    const response = await fetch(`/staff/pictures/choose?${new URLSearchParams({ q: asked, lang: document.documentElement.lang })}`).catch(() => null);
    if (!response?.ok || asked !== search.value) {
      return;
    }

    const found = await response.json();
    const chosen = list.querySelector("input:checked");
    note.textContent = found.length ? "" : list.dataset.none;
    // None and the chosen one stay.
    const kept = [...list.children].filter((item, i) => i === 0 || item.contains(chosen));
    const has = new Set(kept.map(item => item.querySelector("input").value.replaceAll("-", "")));
    list.replaceChildren(...kept, ...found.filter(one => !has.has(one.id)).map(one => {
      const item = document.createElement("li"), label = document.createElement("label");
      const radio = document.createElement("input"), image = document.createElement("img"), words = document.createElement("span");
      radio.type = "radio";
      radio.name = list.dataset.picker;
      radio.value = one.id;
      image.src = one.src;
      image.alt = "";
      words.textContent = one.alt;
      label.append(radio, image, words);
      if (one.note) {
        const tag = document.createElement("span");
        tag.className = "tag bad";
        tag.textContent = one.note;
        label.append(tag);
      }

      item.append(label);
      return item;
    }));
  };
  let wait = 0;
  search.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(fill, 200); });
  search.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); } });
}
