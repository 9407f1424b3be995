// The draft of a campaign: its parts as tabs, and a quiet save between. The form works the same without this.
"use strict";
{
  const form = document.getElementById("draft");
  const tabs = form.querySelector("[data-tabs]");
  const links = [...tabs.querySelectorAll("a")];
  const parts = links.map(link => document.getElementById(link.hash.slice(1)));

  const show = index => {
    parts.forEach((part, i) => { part.hidden = i !== index; });
    links.forEach((link, i) => { i === index ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"); });
  };

  /** The part that holds what an address points at: a field in an error's link, or the part itself. */
  const find = id => {
    const target = id && document.getElementById(id);
    return target ? parts.findIndex(part => part.contains(target)) : -1;
  };

  const go = id => {
    const index = find(id);
    if (index >= 0) {
      show(index);
      const target = document.getElementById(id);
      if (target !== parts[index]) {
        target.scrollIntoView({ block: "center" });
        target.focus?.({ preventScroll: true });
      }
    }
  };

  links.forEach((link, i) => link.addEventListener("click", event => {
    event.preventDefault();
    show(i);
    history.replaceState(null, "", link.hash);
  }));
  addEventListener("hashchange", () => go(decodeURIComponent(location.hash.slice(1))));
  // A link to a field that the address names already changes no address.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (link && !links.includes(link)) {
      go(decodeURIComponent(link.hash.slice(1)));
    }
  });
  // A field that the browser itself refuses must be seen.
  form.addEventListener("invalid", event => show(Math.max(0, find(event.target.id))), true);
  // First what is wrong, else the editor's own language, else the one that the organisation writes in first.
  const wrong = parts.findIndex(part => part.querySelector("[aria-invalid=true]"));
  show(wrong >= 0 ? wrong : Math.max(0, links.findIndex(link => link.lang === document.documentElement.lang)));
  go(decodeURIComponent(location.hash.slice(1)));

  // --- sentences beside fields

  let noted = new Set([...form.querySelectorAll("p.error[id$='-error']")].map(sentence => sentence.id.slice(0, -"-error".length)));
  const note = (name, text) => {
    const field = form.elements[name];
    const id = `${name}-error`;
    let sentence = document.getElementById(id);
    if (!field?.closest) {
      return;
    }

    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter(one => one && one !== id);
    if (text) {
      if (!sentence) {
        sentence = document.createElement("p");
        sentence.className = "error";
        sentence.id = id;
        field.closest(".field, .example, fieldset").append(sentence);
      }

      sentence.textContent = text;
      field.setAttribute("aria-invalid", "true");
      others.push(id);
    } else {
      sentence?.remove();
      field.removeAttribute("aria-invalid");
    }

    others.length ? field.setAttribute("aria-describedby", others.join(" ")) : field.removeAttribute("aria-describedby");
  };

  const noteAll = (fields = []) => {
    const now = new Set(fields.map(field => field.name));
    noted.forEach(name => { if (!now.has(name)) { note(name, ""); } });
    fields.forEach(field => note(field.name, field.text));
    noted = now;
  };

  // --- the quiet save

  const status = form.querySelector("[data-status]");
  const pause = 2500;
  const longest = 60000;
  const patience = 8000;
  // What the server sent back without saving it is still to be saved.
  let dirty = "unsaved" in form.dataset;
  let edits = 0;
  let running = null;
  let wait = pause;
  let timer = 0;
  let leaving = false;

  const say = (text, bad, fields = []) => {
    status.replaceChildren(text);
    fields.forEach((field, i) => {
      const link = document.createElement("a");
      link.href = `#${field.name}`;
      link.textContent = field.label;
      status.append(i ? ", " : " ", link);
    });
    bad ? status.setAttribute("data-tone", "bad") : status.removeAttribute("data-tone");
  };

  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const later = text => {
    say(text, true);
    dirty = true;
    wait = Math.min(wait * 2, longest);
    plan();
  };

  const send = async () => {
    dirty = false;
    say(form.dataset.saving, false);
    const data = new FormData(form);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout(longest) });
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        later(form.dataset.signedout);
        return;
      }

      if (!answer.ok) {
        later(form.dataset.offline);
        return;
      }

      const told = await answer.json();
      wait = pause;
      if (told.seen) {
        form.elements.seen.value = told.seen;
      }

      noteAll(told.fields);
      if (told.state === "saved") {
        const now = new Date();
        const at = `${form.dataset.saved} ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
        told.fields?.length ? say(`${at}. ${form.dataset.look}`, true, told.fields) : say(at, false);
        form.dispatchEvent(new CustomEvent("draft-saved", { detail: data }));
      } else {
        dirty = true;
        say(form.dataset[told.state], true, told.fields);
      }
    } catch {
      later(form.dataset.offline);
    }
  };

  const save = async () => {
    if (running || !dirty || leaving) {
      return;
    }

    const before = edits;
    running = send();
    await running;
    running = null;
    if (edits !== before) {
      // Typed while it was under way.
      plan();
    }
  };

  const changed = event => {
    if (!event.target.name) {
      return;
    }

    dirty = true;
    edits++;
    plan();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // First quietly, so that this page knows what was saved before it goes; whatever comes of that, the form is sent.
  form.addEventListener("submit", async event => {
    if (leaving || (!dirty && !running)) {
      leaving = true;
      return;
    }

    event.preventDefault();
    clearTimeout(timer);
    const late = new Promise(done => setTimeout(done, patience));
    await Promise.race([late, (async () => { await running; await save(); })()]);
    leaving = true;
    form.requestSubmit(event.submitter);
  });
  addEventListener("beforeunload", event => {
    if ((dirty || running) && !leaving) {
      event.preventDefault();
    }
  });
}
