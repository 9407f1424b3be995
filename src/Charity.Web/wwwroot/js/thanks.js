// While a gift is being confirmed, asks every two seconds and shows the page anew when it stands differently. Without
// this the page reloads itself.
"use strict";
{
  const verdict = document.querySelector("[data-status]");
  const started = Date.now();
  let failures = 0;

  const ask = async () => {
    let pause = Date.now() - started < 60000 ? 2000 : 10000;
    try {
      const answer = await fetch(verdict.dataset.status, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.ok) {
        failures = 0;
        const now = await answer.json();
        if (now.state !== verdict.dataset.state || String(now.receipt) !== verdict.dataset.receipt) {
          // The token stands in the path; what the payment page put behind it is not needed any more.
          location.replace(location.pathname);
          return;
        }
      } else {
        failures++;
      }
    } catch {
      failures++;
    }

    if (failures < 20 && Date.now() - started < 30 * 60000) {
      pause *= Math.min(1 + failures, 5);
      setTimeout(ask, pause);
    }
  };

  if (verdict) {
    setTimeout(ask, 1500);
  }
}
