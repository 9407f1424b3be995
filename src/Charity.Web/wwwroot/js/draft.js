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
  // A field that the browser itself refuses must be seen.
  form.addEventListener("invalid", event => show(Math.max(0, find(event.target.id))), true);
  show(Math.max(0, parts.findIndex(part => part.querySelector("[aria-invalid=true]"))));
  go(decodeURIComponent(location.hash.slice(1)));

  const status = form.querySelector("[data-status]");
  const pause = 2500;
  const longest = 60000;
  let dirty = false;
  let busy = false;
  let wait = pause;
  let timer = 0;
  let leaving = false;

  const say = (text, bad) => {
    status.textContent = text;
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

  const save = async () => {
    if (busy || !dirty || leaving) {
      return;
    }

    busy = true;
    dirty = false;
    say(form.dataset.saving, false);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "manual" });
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

      if (told.state === "saved") {
        const now = new Date();
        say(`${form.dataset.saved} ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`, false);
      } else {
        dirty = true;
        say(form.dataset[told.state], true);
      }
    } catch {
      later(form.dataset.offline);
    } finally {
      busy = false;
    }
  };

  const changed = event => {
    if (!event.target.name) {
      return;
    }

    dirty = true;
    plan();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", event => {
    if ((dirty || busy) && !leaving) {
      event.preventDefault();
    }
  });
}
