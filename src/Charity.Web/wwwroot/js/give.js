// The give form in words: keeps the sum in sight for amounts that are typed, and the chips and the field in step.
// Everything is checked again by the server, which alone decides; without this the form works the same.
"use strict";
{
  const form = document.getElementById("give");
  const own = document.getElementById("own");
  const sum = form.querySelector("[data-sum]");
  const hint = document.getElementById("cover-hint");
  const hintText = hint ? hint.cloneNode(true) : null;
  const sumText = sum.cloneNode(true);
  const sets = new Map([...form.querySelectorAll(".presets")].map(set => [set.dataset.currency, set]));
  const feeShown = form.elements.FeeShown;

  const currency = () => (form.querySelector("input[name=Currency]:checked") ?? form.elements.Currency).value;
  const chips = code => [...form.querySelectorAll(`input[name="Preset[${code}]"]`)];

  /** Minor units of what was typed; null when it is better left to the server. */
  const typed = scale => {
    const plain = own.value.replace(/[\s\u00a0\u202f'’]/g, "");
    // With both signs in it, the last one is the decimal sign: 1.234,50 and 1,234.50.
    const grouped = /^\d{1,3}(?:([.,])\d{3})+(?!\1)[.,]\d{1,3}$/.exec(plain);
    const text = grouped ? plain.replaceAll(grouped[1], "") : plain;
    const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text);
    if (!match || (match[2] ?? "").length > scale) {
      return null;
    }

    return Number(match[1]) * 10 ** scale + Number((match[2] ?? "").padEnd(scale, "0") || 0);
  };

  const write = (minor, set) => {
    const scale = Number(set.dataset.scale);
    const digits = String(minor).padStart(scale + 1, "0");
    const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, form.dataset.group);
    return set.dataset.before + whole + (scale ? form.dataset.decimal + digits.slice(-scale) : "") + set.dataset.after;
  };

  /** The same whole-number formula as the server's: the smallest charge that leaves the amount after the fee. */
  const fee = (minor, set) => {
    const parts = Number(set.dataset.feeParts);
    const bound = (minor + Number(set.dataset.feeFixed)) * 10000 - 5000;
    return Math.floor(bound / (10000 - parts)) + 1 - minor;
  };

  const show = () => {
    const code = currency();
    const set = sets.get(code);
    const chosen = chips(code).find(chip => chip.checked && chip.value !== "own");
    const minor = chosen ? Number(chosen.value) : own.value.trim() ? typed(Number(set.dataset.scale)) : null;
    const isCard = form.querySelector("input[name=Means]:checked").value === "card";
    const cover = form.querySelector(".cover");
    const canCover = set.dataset.feeParts !== "" && set.dataset.feeParts !== undefined;
    const extra = minor !== null && canCover ? fee(minor, set) : null;
    if (chosen || minor === null) {
      // The style sheet shows what the server wrote.
      sum.replaceChildren(...sumText.cloneNode(true).childNodes);
      hint?.replaceChildren(...hintText.cloneNode(true).childNodes);
    } else {
      sum.textContent = write(minor + (isCard && cover?.checked && extra !== null ? extra : 0), set);
      if (hint && extra !== null) {
        hint.textContent = hint.dataset.feeText.replace("{0}", write(extra, set));
      }
    }

    // What this script cannot read the server may have read, and named its fee: that one stays as it was shown.
    if (extra !== null) {
      feeShown.value = String(extra);
    }
  };

  form.addEventListener("change", event => {
    const chip = event.target;
    if (chip.name?.startsWith("Preset[")) {
      if (chip.value === "own") {
        own.focus();
      } else {
        own.value = "";
      }
    }

    show();
  });

  own.addEventListener("input", () => {
    for (const chip of chips(currency())) {
      chip.checked = own.value.trim() !== "" && chip.value === "own";
    }

    show();
  });

  // One press is enough; the server would take a second one for the same gift anyway.
  form.addEventListener("submit", () => {
    // Whoever goes back from the payment page by the browser's own button finds the amount as it was.
    const address = new URL(location.href);
    address.searchParams.set("a", form.elements.Attempt.value);
    history.replaceState(null, "", address);
    const button = form.querySelector("button[type=submit]");
    setTimeout(() => { button.disabled = true; });
    setTimeout(() => { button.disabled = false; }, 12000);
  });
  window.addEventListener("pageshow", () => {
    form.querySelector("button[type=submit]").disabled = false;
    show();
  });

  document.getElementById("error-summary")?.focus();
  show();
}
