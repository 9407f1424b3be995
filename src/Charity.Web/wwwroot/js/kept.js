// What was typed into a campaign's draft and not yet saved, kept in this browser: after a crash it is offered, never put
// back by itself. Each field stands with what the server had when it was typed over, so that newer words are seen.
"use strict";
{
  const form = document.getElementById("draft");
  const offer = document.getElementById("kept");
  const key = form.dataset.keep;
  const oldest = 30 * 24 * 3600 * 1000;

  const fields = () => [...form.elements].filter(field => field.name && !/^(hidden|radio|submit|button)$/.test(field.type));
  const valueOf = field => field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = kept => {
    try {
      Object.keys(kept).length ? localStorage.setItem(key, JSON.stringify(kept)) : localStorage.removeItem(key);
    } catch {
      // No room, or none allowed: then there is no more than the quiet save.
    }
  };

  /** What the server has of each field. */
  const saved = new Map(fields().map(field => [field.name, valueOf(field)]));

  const keep = field => {
    const kept = read();
    const text = valueOf(field);
    if (text === saved.get(field.name)) {
      delete kept[field.name];
    } else {
      kept[field.name] = { was: saved.get(field.name) ?? "", text, at: Date.now() };
    }

    write(kept);
  };

  let wait = 0;
  let goneOut = false;
  const touched = new Set();
  const keepAll = () => {
    clearTimeout(wait);
    touched.forEach(field => { if (!goneOut) { keep(field); } });
    touched.clear();
  };
  const changed = event => {
    const field = event.target;
    if (saved.has(field.name)) {
      touched.add(field);
      clearTimeout(wait);
      wait = setTimeout(keepAll, 300);
    }
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("pagehide", keepAll);
  // Whoever signs out, here or in another window, takes it along: staff.js throws away what stands, and nothing is written
  // until the server has taken something again.
  document.addEventListener("submit", event => { goneOut ||= event.target.matches("form[action='/staff/sign-out']"); });
  addEventListener("storage", event => { goneOut ||= event.key === "charity-signed-out"; });

  form.addEventListener("draft-saved", event => {
    goneOut = false;
    keepAll();
    const kept = read();
    for (const field of fields()) {
      const sent = event.detail.get(field.name) ?? "";
      saved.set(field.name, sent);
      const one = kept[field.name];
      if (one && one.text === sent) {
        delete kept[field.name];
      } else if (one) {
        one.was = sent;
      }
    }

    write(kept);
  });

  // --- what an earlier page left

  const labelOf = field => {
    const label = field.labels?.[0]?.firstChild?.textContent.trim() || field.labels?.[0]?.textContent.trim() || field.name;
    const part = field.closest(".part")?.querySelector("h2")?.textContent.trim();
    return part ? `${label} · ${part}` : label;
  };
  const wordsOf = (field, text) => field.type === "checkbox" ? (text ? "✓" : "–")
    : field.tagName === "SELECT" ? [...field.options].find(option => option.value === text)?.textContent ?? "–" : text || "–";

  const left = read();
  const waiting = new Map();
  for (const field of fields()) {
    const one = left[field.name];
    if (!one) {
      continue;
    }

    if (one.text !== valueOf(field) && Date.now() - one.at < oldest) {
      waiting.set(field, one);
    } else if (!("unsaved" in form.dataset)) {
      delete left[field.name];
    }
  }

  for (const name of Object.keys(left).filter(name => !saved.has(name))) {
    delete left[name];
  }

  write(left);

  const isNewer = (field, one) => one.was !== saved.get(field.name);
  const done = field => {
    waiting.delete(field);
    draw();
  };
  const bring = (field, one) => {
    field.type === "checkbox" ? field.checked = one.text === "on" : field.value = one.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    done(field);
  };

  const draw = () => {
    offer.hidden = waiting.size === 0;
    const when = new Date(Math.max(0, ...[...waiting.values()].map(one => one.at)));
    offer.querySelector("[data-when]").textContent = when.toLocaleString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    offer.querySelector("[data-all]").hidden = [...waiting].every(([field, one]) => isNewer(field, one));
    offer.querySelector("ul").replaceChildren(...[...waiting].map(([field, one]) => {
      const item = document.createElement("li");
      const name = document.createElement("strong");
      name.textContent = labelOf(field);
      item.append(name);
      if (isNewer(field, one)) {
        const tag = document.createElement("span");
        tag.className = "tag warm";
        tag.textContent = offer.dataset.newer;
        item.append(" ", tag);
      }

      const text = document.createElement("div");
      text.className = "block";
      text.lang = field.lang;
      text.textContent = wordsOf(field, one.text);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet small";
      button.textContent = offer.dataset.back;
      button.addEventListener("click", () => bring(field, one));
      item.append(text, button);
      return item;
    }));
  };

  offer.querySelector("[data-all]").addEventListener("click", () => [...waiting].filter(([field, one]) => !isNewer(field, one)).forEach(([field, one]) => bring(field, one)));
  offer.querySelector("[data-forget]").addEventListener("click", () => {
    const kept = read();
    waiting.forEach((_, field) => { delete kept[field.name]; });
    write(kept);
    waiting.clear();
    draw();
  });
  draw();
}
