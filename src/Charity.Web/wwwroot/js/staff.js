// Keys and the command box of the staff pages. Everything is a link or a form without it.
"use strict";

(() => {
  const command = document.getElementById("command");
  const help = document.getElementById("keys");
  const opener = document.querySelector("[data-keys]");
  const pages = [...document.querySelectorAll(".staff-nav a")];
  const off = "charity-keys-off";

  // Letters by what is printed on the key where that is Latin, else by its place: Cyrillic layouts keep their keys.
  const letter = event => /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
  const isTyping = target => target.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]") !== null;
  const lettersOn = () => localStorage.getItem(off) === null;
  const seen = element => element.getClientRects().length > 0;

  // Rows: the first link of one takes the focus, so that Enter opens it.
  const rows = () => [...document.querySelectorAll("table.list > tbody > tr, [data-row]")].filter(seen);
  const rowOf = element => element?.closest("table.list > tbody > tr, [data-row]");
  const step = by => {
    const all = rows();
    const at = all.indexOf(rowOf(document.activeElement));
    const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (row) {
      const target = row.querySelector("a[data-open]") ?? row.querySelector("a[href]") ?? row.querySelector("button, summary") ?? row;
      if (target === row) {
        row.tabIndex = -1;
      }

      target.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
  };

  const follow = selector => document.querySelector(selector)?.click();

  // What a page itself answers to: in the row with the focus first.
  const pressed = key => {
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const target = rowOf(document.activeElement)?.querySelector(selector) ?? [...document.querySelectorAll(selector)].find(one => seen(one) && !rowOf(one));
    if (target && /^(INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(target.tagName)) {
      target.focus();
    }

    if (target && !/^(SELECT|TEXTAREA)$/.test(target.tagName)) {
      target.click();
    }

    return Boolean(target);
  };

  const showHelp = () => {
    const here = help.querySelector("[data-keys-here]");
    const known = new Map([...document.querySelectorAll("[data-key]")].map(one => [one.dataset.key, (one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent).trim()]));
    here.hidden = known.size === 0;
    here.querySelector("dl").replaceChildren(...[...known].map(([key, name]) => {
      const line = document.createElement("div");
      const [term, what, cap] = ["dt", "dd", "kbd"].map(tag => document.createElement(tag));
      cap.textContent = key;
      what.textContent = name;
      term.append(cap);
      line.append(term, what);
      return line;
    }));
    help.showModal();
  };

  // What kept.js keeps. On a machine that others use too, nothing that was typed stays behind: not for good where a session
  // ended by itself, nor at all where somebody signs out; and other windows hear of that, which have it still on screen.
  const longest = 30 * 24 * 3600 * 1000;
  const drafts = () => Object.keys(localStorage).filter(name => name.startsWith("charity-draft/"));
  const isOld = name => {
    try {
      return Object.values(JSON.parse(localStorage.getItem(name))).every(field => !(Date.now() - field.at < longest));
    } catch {
      return true;
    }
  };
  drafts().filter(isOld).forEach(name => localStorage.removeItem(name));
  document.querySelector("form[action='/staff/sign-out']")?.addEventListener("submit", () => {
    drafts().forEach(name => localStorage.removeItem(name));
    localStorage.setItem("charity-signed-out", "");
    localStorage.removeItem("charity-signed-out");
  });

  let going = 0;
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing || !command || !help) {
      return;
    }

    const key = letter(event);
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === "k") {
      event.preventDefault();
      help.close();
      command.focus();
      command.select();
      return;
    }

    if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) {
      event.target.blur();
      return;
    }

    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || help.open || document.querySelector("dialog[open]") || !lettersOn()) {
      return;
    }

    const went = Date.now() - going < 1500;
    going = 0;
    if (went) {
      const page = pages.find(one => one.dataset.go === key);
      if (page) {
        event.preventDefault();
        location.assign(page.href);
      }

      return;
    }

    const actions = {
      "/": () => { command.focus(); command.select(); },
      "?": showHelp,
      j: () => step(1),
      k: () => step(-1),
      n: () => follow("a[rel=next]"),
      p: () => follow("a[rel=prev]"),
      u: () => follow(".back a"),
      g: () => { going = Date.now(); },
    };
    if (pressed(key)) {
      event.preventDefault();
    } else if (Object.hasOwn(actions, key)) {
      event.preventDefault();
      actions[key]();
    }
  });

  if (help && opener) {
    opener.hidden = false;
    opener.addEventListener("click", showHelp);
    const on = help.querySelector("[data-keys-on]");
    on.checked = lettersOn();
    on.addEventListener("change", () => on.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1"));
  }

  if (!command) {
    return;
  }

  // The command box becomes a combobox: pages by name, and the gifts for these words.
  const list = document.createElement("ul");
  list.id = "command-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", command.dataset.found);
  list.hidden = true;
  command.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", "aria-keyshortcuts": "/ Control+K" })) {
    command.setAttribute(name, value);
  }

  let options = [];
  let at = -1;
  const mark = index => {
    at = index;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) {
      command.removeAttribute("aria-activedescendant");
    } else {
      command.setAttribute("aria-activedescendant", options[at].id);
    }
  };
  const close = () => {
    list.hidden = true;
    command.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const offer = () => {
    const typed = command.value.trim().toLowerCase();
    const found = pages.filter(page => page.querySelector("span").textContent.toLowerCase().includes(typed))
      .slice(0, 8)
      .map(page => ({ text: page.querySelector("span").textContent, key: page.dataset.go, go: () => location.assign(page.href) }));
    if (typed && command.dataset.gifts) {
      found.push({ text: `${command.dataset.gifts} ${command.value.trim()}`, go: () => location.assign(`/staff/gifts?q=${encodeURIComponent(command.value.trim())}`) });
    }

    options = found.map((one, i) => {
      const option = document.createElement("li");
      option.id = `command-${i}`;
      option.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = one.text;
      option.append(name);
      if (one.key) {
        const cap = document.createElement("kbd");
        cap.textContent = `g ${one.key}`;
        cap.setAttribute("aria-hidden", "true");
        option.append(cap);
      }

      option.addEventListener("mousedown", event => { event.preventDefault(); one.go(); });
      option.run = one.go;
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    command.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  command.addEventListener("focus", offer);
  command.addEventListener("input", offer);
  command.addEventListener("blur", close);
  command.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const last = options.length - 1;
      mark(event.key === "ArrowDown" ? (at >= last ? -1 : at + 1) : (at < 0 ? last : at - 1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      options[at].run();
    }
  });
})();
