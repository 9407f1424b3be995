// Makes a chosen photograph into the widths of the library, here in the browser: upright, cut down, as JPEG, without
// whatever the camera wrote into it. And lets the focal point be set by a click. Without this script the file itself is
// sent, and the numbers are typed.
"use strict";
(() => {
  const form = document.querySelector("form[data-picture]");
  if (!form) {
    return;
  }

  const box = form.querySelector(".focus-box");
  const dot = box.querySelector(".focus-dot");
  const x = form.querySelector("#focus-x"), y = form.querySelector("#focus-y");
  const showFocus = () => {
    dot.hidden = false;
    dot.style.left = `${x.value}%`;
    dot.style.top = `${y.value}%`;
  };
  box.addEventListener("click", event => {
    const view = box.getBoundingClientRect();
    x.value = Math.round((event.clientX - view.left) / view.width * 100);
    y.value = Math.round((event.clientY - view.top) / view.height * 100);
    showFocus();
  });
  x.addEventListener("input", showFocus);
  y.addEventListener("input", showFocus);
  showFocus();

  const original = form.querySelector("input[name=Original]");
  if (!original) {
    return;
  }

  const widths = form.dataset.widths.split(",").map(Number);
  const made = form.querySelector("input[name=Widths]");
  const said = form.querySelector("output.made");
  const canvas = box.querySelector("canvas");
  const quality = 0.82;

  const read = async file => {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // Browsers that do not know the option read it this way; the picture is upright there too.
      const url = await new Promise((done, fail) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.onerror = fail;
        reader.readAsDataURL(file);
      });
      const image = new Image();
      image.src = url;
      await image.decode();
      return image;
    }
  };

  // In steps of a half at most, or fine patterns shimmer.
  const scale = (source, from, to) => {
    let current = source, size = { ...from };
    do {
      const next = { width: Math.max(to.width, Math.ceil(size.width / 2)), height: Math.max(to.height, Math.ceil(size.height / 2)) };
      const step = document.createElement("canvas");
      [step.width, step.height] = [next.width, next.height];
      const pen = step.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, next.width, next.height);
      pen.imageSmoothingQuality = "high";
      pen.drawImage(current, 0, 0, size.width, size.height, 0, 0, next.width, next.height);
      [current, size] = [step, next];
    } while (size.width > to.width || size.height > to.height);
    return current;
  };

  const say = text => {
    said.hidden = false;
    said.textContent = text;
  };

  let turn = 0;
  original.addEventListener("change", async () => {
    const mine = ++turn;
    made.value = "";
    const file = original.files[0];
    if (!file) {
      return;
    }

    say(form.dataset.working);
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      const image = await read(file);
      const from = { width: image.naturalWidth || image.width, height: image.naturalHeight || image.height };
      const widest = Math.min(from.width, widths.at(-1));
      const wanted = [...widths.filter(width => width < widest), widest];
      const files = new DataTransfer();
      const sizes = [];
      for (const width of wanted) {
        const to = { width, height: Math.max(1, Math.round(width * from.height / from.width)) };
        const drawn = scale(image, from, to);
        const blob = await new Promise(done => drawn.toBlob(done, "image/jpeg", quality));
        files.items.add(new File([blob], `${width}.jpg`, { type: "image/jpeg" }));
        sizes.push(`${to.width} × ${to.height}`);
        [canvas.width, canvas.height] = [to.width, to.height];
        canvas.getContext("2d").drawImage(drawn, 0, 0);
      }

      if (mine !== turn) {
        return;
      }

      made.files = files.files;
      box.hidden = false;
      showFocus();
      say(`${form.dataset.ready} ${sizes.join(", ")}`);
    } catch {
      say(form.dataset.cannot);
    } finally {
      if (mine === turn) {
        button.disabled = false;
      }
    }
  });

  // What goes out are the widths; the photograph with all it knows stays here.
  form.addEventListener("formdata", event => {
    if (made.files.length > 0) {
      event.formData.delete("Original");
    } else {
      event.formData.delete("Widths");
    }
  });
})();
