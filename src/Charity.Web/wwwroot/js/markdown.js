// A small toolbar over Markdown text areas and keys for the common marks; paste.js cleans up what is pasted into them.
// Without these scripts the areas are plain ones. Every change goes through insertText, so that the browser's own undo
// takes it back.
"use strict";
(() => {
  const words = document.getElementById("markdown-words")?.dataset;
  if (!words) {
    return;
  }

  const draw = {
    bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
    italic: "M10 5h7M7 19h7M14 5l-4 14",
    heading: "M6 5v14M18 5v14M6 12h12",
    list: "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
    numbered: "M10 6h10M10 12h10M10 18h10M4 5l1.5-.8V9M4 15h2.5L4 19h2.5",
    quote: "M5 6v12M10 7h10M10 12h10M10 17h6",
    link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17",
    picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.1",
  };
  const names = Object.keys(draw);
  const keys = { b: "bold", i: "italic", k: "link" };

  // --- changing the text

  const replace = (area, from, to, text, selectFrom = from + text.length, selectTo = selectFrom) => {
    area.focus();
    area.setSelectionRange(from, to);
    const changed = text === "" ? from === to || document.execCommand("delete") : document.execCommand("insertText", false, text);
    if (!changed) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    }

    area.setSelectionRange(selectFrom, selectTo);
  };

  const wrap = (area, mark) => {
    const { value, selectionStart: start, selectionEnd: end } = area;
    let from = start, to = end;
    while (from < to && /\s/.test(value[from])) { from++; }
    while (to > from && /\s/.test(value[to - 1])) { to--; }
    const inner = value.slice(from, to);
    const size = mark.length;
    const isMarked = (before, after) => before.endsWith(mark) && after.startsWith(mark) && (size > 1 || !(before.endsWith("**") && !before.endsWith("***")));
    if (isMarked(value.slice(0, from), value.slice(to))) {
      replace(area, from - size, to + size, inner, from - size, to - size);
    } else {
      replace(area, from, to, mark + inner + mark, from + size, from + size + inner.length);
    }
  };

  const lines = (area, change) => {
    const { value, selectionStart: start, selectionEnd: end } = area;
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const stop = value.indexOf("\n", end > start && value[end - 1] === "\n" ? end - 1 : end);
    const to = stop < 0 ? value.length : stop;
    const text = change(value.slice(from, to).split("\n")).join("\n");
    if (start === end) {
      replace(area, from, to, text);
    } else {
      replace(area, from, to, text, from, from + text.length);
    }
  };

  const prefix = /^(?:#{1,6} |> |[-*] |\d+\. )/;
  const toggle = (area, is, mark) => lines(area, all => {
    const marked = all.every(line => is.test(line) || line.trim() === "") && all.some(line => is.test(line));
    let number = 0;
    return all.map(line => marked ? line.replace(prefix, "")
      : line.trim() === "" && all.length > 1 ? line : mark(++number) + line.replace(prefix, ""));
  });

  const link = area => {
    const { value, selectionStart: from, selectionEnd: to } = area;
    const chosen = value.slice(from, to);
    const address = /^(https?:\/\/|mailto:)\S+$/.test(chosen);
    const label = address ? words.linkText : chosen || words.linkText;
    const url = address ? chosen : "https://";
    const text = `[${label}](${url})`;
    const at = address || !chosen ? from + 1 : from + label.length + 3;
    replace(area, from, to, text, at, at + (address || !chosen ? label.length : url.length));
  };

  const commands = {
    bold: area => wrap(area, "**"),
    italic: area => wrap(area, "*"),
    heading: area => toggle(area, /^#{1,6} /, () => "## "),
    list: area => toggle(area, /^[-*] /, () => "- "),
    numbered: area => toggle(area, /^\d+\. /, n => `${n}. `),
    quote: area => toggle(area, /^> /, () => "> "),
    link,
    picture: area => choosePicture(area),
  };

  // --- pictures of the library

  let dialog = null;
  const choosePicture = area => {
    const { selectionStart: from, selectionEnd: to } = area;
    dialog?.remove();
    dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-label", words.choose);
    const head = document.createElement("div");
    head.className = "dialog-head";
    const title = document.createElement("h2");
    title.textContent = words.choose;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button quiet small";
    close.textContent = words.close;
    close.addEventListener("click", () => dialog.close());
    head.append(title, close);
    const search = document.createElement("input");
    search.type = "search";
    search.className = "input";
    search.placeholder = search.ariaLabel = words.search;
    search.maxLength = 100;
    const list = document.createElement("ul");
    list.className = "pictures choosing";
    const note = document.createElement("p");
    note.className = "soft";
    note.setAttribute("role", "status");
    dialog.append(head, search, list, note);
    document.body.append(dialog);

    let asked = 0;
    const fill = async () => {
      const mine = ++asked;
      const query = new URLSearchParams({ q: search.value, lang: area.lang });
      const response = await fetch(`/staff/pictures/choose?${query}`, { headers: { accept: "application/json" } }).catch(() => null);
      if (mine !== asked) {
        return;
      }

      if (!response?.ok) {
        note.textContent = words.failed;
        return;
      }

      const found = await response.json();
      note.textContent = found.length ? "" : words.none;
      list.replaceChildren(...found.map(one => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        const image = document.createElement("img");
        image.src = one.src;
        image.alt = "";
        image.width = 480;
        image.height = 320;
        image.loading = "lazy";
        const label = document.createElement("span");
        label.textContent = one.alt;
        button.append(image, label);
        if (one.note) {
          const tag = document.createElement("span");
          tag.className = "tag bad";
          tag.textContent = one.note;
          button.append(tag);
        }

        button.addEventListener("click", () => {
          dialog.close();
          const text = `![${one.alt.replace(/[\[\]\\]/g, "\\$&")}](picture:${one.id})`;
          const before = area.value.slice(0, from), after = area.value.slice(to);
          const lead = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
          const tail = after === "" || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
          replace(area, from, to, lead + text + tail);
        });
        item.append(button);
        return item;
      }));
    };
    let wait = 0;
    search.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(fill, 200); });
    dialog.addEventListener("close", () => { area.focus(); area.setSelectionRange(area.selectionStart, area.selectionEnd); });
    dialog.showModal();
    fill();
  };

  // --- the toolbar

  const onKey = (area, event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys[event.key.toLowerCase()]) {
      event.preventDefault();
      event.stopPropagation();
      commands[keys[event.key.toLowerCase()]](area);
      return;
    }

    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing || area.selectionStart !== area.selectionEnd) {
      return;
    }

    // A new line in a list goes on with the list; an empty item ends it.
    const at = area.selectionStart;
    const from = area.value.lastIndexOf("\n", at - 1) + 1;
    const line = area.value.slice(from, at);
    const item = /^(\s*)(?:([-*])|(\d+)\.) (.*)$/.exec(line);
    if (!item) {
      return;
    }

    event.preventDefault();
    if (item[4] === "") {
      replace(area, from, at, "");
    } else {
      replace(area, at, at, `\n${item[1]}${item[2] ?? `${Number(item[3]) + 1}.`} `);
    }
  };

  const enhance = (area, index) => {
    area.id ||= `markdown-${index}`;
    const bar = document.createElement("div");
    bar.className = "md-bar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", words.toolbar);
    bar.setAttribute("aria-controls", area.id);
    const buttons = names.map((name, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = i === 0 ? 0 : -1;
      const key = Object.keys(keys).find(k => keys[k] === name);
      button.setAttribute("aria-label", words[name]);
      button.title = words[name] + (key ? ` (Ctrl+${key.toUpperCase()})` : "");
      if (key) {
        button.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()}`);
      }

      button.innerHTML = `<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${draw[name]}"/></svg>`;
      // The text keeps its selection, and a phone its keyboard.
      button.addEventListener("mousedown", event => event.preventDefault());
      button.addEventListener("click", () => commands[name](area));
      return button;
    });
    bar.addEventListener("keydown", event => {
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (at < 0 || to === undefined) {
        return;
      }

      event.preventDefault();
      const next = buttons[(to + buttons.length) % buttons.length];
      buttons.forEach(button => { button.tabIndex = button === next ? 0 : -1; });
      next.focus();
    });
    bar.append(...buttons);
    area.before(bar);
    area.classList.add("md-area");
    area.addEventListener("keydown", event => onKey(area, event));
  };

  document.querySelectorAll("textarea[data-markdown]").forEach(enhance);
})();
