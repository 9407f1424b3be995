// Clean-up of what is pasted from word processors and web pages into Markdown text areas: marks stay as marks, all else
// goes. It goes in through insertText, so that the browser's own undo takes it back.
"use strict";
(() => {
  const blockTags = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TFOOT TH THEAD TR UL".split(" "));
  const dropped = new Set("AUDIO CANVAS EMBED HEAD IFRAME IMG INPUT LINK META NOSCRIPT O:P OBJECT PICTURE SCRIPT STYLE SVG TEMPLATE TITLE VIDEO XML".split(" "));
  const isElement = node => node.nodeType === 1;
  const isDropped = node => dropped.has(node.nodeName.toUpperCase());
  const isBlock = node => isElement(node) && !isDropped(node)
    && (blockTags.has(node.nodeName) || [...node.children].some(isBlock));
  const styleOf = node => (node.getAttribute("data-style") ?? "").toLowerCase().replace(/\s+/g, "");
  const escape = text => text.replace(/[\\`*_[\]<]/g, "\\$&");
  const safe = href => /^(https?:\/\/|mailto:)/i.test(href ?? "") ? href.replace(/[\s()<>]/g, c => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`) : "";

  const runsOf = (node, style, runs) => {
    if (node.nodeType === 3) {
      runs.push({ ...style, text: node.data.replace(/[\s\u00a0]+/g, " ") });
      return;
    }

    if (!isElement(node) || isDropped(node)) {
      return;
    }

    const css = styleOf(node), name = node.nodeName;
    if (name === "BR") {
      runs.push({ ...style, text: "\n" });
      return;
    }

    // Word writes the bullet itself into a span that says so; a hidden one is no text either.
    if (css.includes("mso-list:ignore") || css.includes("display:none")) {
      return;
    }

    const inner = { ...style };
    const weight = /font-weight:(\w+)/.exec(css)?.[1];
    inner.bold = weight ? weight === "bold" || weight === "bolder" || Number(weight) >= 600 : style.bold || name === "B" || name === "STRONG";
    const slant = /font-style:(\w+)/.exec(css)?.[1];
    inner.italic = slant ? slant !== "normal" : style.italic || name === "I" || name === "EM" || name === "CITE";
    if (name === "A") {
      inner.href = safe(node.getAttribute("href"));
    }

    node.childNodes.forEach(child => runsOf(child, inner, runs));
  };

  const lineOf = (nodes, plain = false) => {
    const runs = [];
    nodes.forEach(node => runsOf(node, { bold: false, italic: false, href: "" }, runs));
    const merged = [];
    for (const run of runs) {
      const last = merged.at(-1);
      if (last && last.bold === run.bold && last.italic === run.italic && last.href === run.href) {
        last.text += run.text;
      } else {
        merged.push({ ...run });
      }
    }

    const text = merged.map(run => {
      const core = run.text.trim();
      if (core === "") {
        return run.text;
      }

      const lead = run.text.slice(0, run.text.indexOf(core)), tail = run.text.slice(lead.length + core.length);
      const mark = plain ? "" : (run.bold ? "**" : "") + (run.italic ? "*" : "");
      const close = [...mark].reverse().join("");
      // A mark does not reach over a line.
      const marked = core.split("\n").map(line => line.trim() === "" ? line : mark + escape(line.trim()) + close).join("\n");
      return lead + (run.href ? `[${marked.replaceAll("\n", " ")}](${run.href})` : marked) + tail;
    }).join("");
    return text.split("\n").map(line => line.replace(/ {2,}/g, " ").trim()).join("\n").trim();
  };

  // A line that happens to begin like a mark of Markdown stays what it was.
  const literal = text => text.replace(/^(#{1,6} |> |[-+] )/gm, "\\$1").replace(/^(\d+)([.)] )/gm, "$1\\$2");

  const itemsOf = (list, depth) => {
    const out = [];
    let number = Number(list.getAttribute("start")) || 1;
    for (const item of list.children) {
      if (item.nodeName === "OL" || item.nodeName === "UL") {
        out.push(...itemsOf(item, depth + 1));
        continue;
      }

      if (item.nodeName !== "LI") {
        continue;
      }

      const nested = [...item.children].filter(child => child.nodeName === "OL" || child.nodeName === "UL");
      const text = lineOf([...item.childNodes].filter(child => !nested.includes(child))).replaceAll("\n", " ");
      if (text) {
        out.push("   ".repeat(depth) + (list.nodeName === "OL" ? `${number++}. ` : "- ") + text);
      }

      nested.forEach(inner => out.push(...itemsOf(inner, depth + 1)));
    }

    return out;
  };

  const blockOf = (node, out) => {
    const name = node.nodeName;
    const heading = /^H([1-6])$/.exec(name) ?? /^MsoHeading([1-6])$/i.exec(node.className);
    if (heading) {
      const text = lineOf([...node.childNodes], true).replaceAll("\n", " ");
      out.push({ text: text && `${"#".repeat(Math.min(Math.max(Number(heading[1]), 2), 4))} ${text}` });
    } else if (name === "UL" || name === "OL") {
      out.push({ text: itemsOf(node, 0).join("\n") });
    } else if (name === "P" && /mso-list:/.test(styleOf(node)) || /MsoListParagraph/.test(node.className)) {
      const bullet = [...node.querySelectorAll("span")].find(span => styleOf(span).includes("mso-list:ignore"))?.textContent.trim() ?? "";
      const depth = Math.max((Number(/level(\d)/.exec(styleOf(node))?.[1]) || 1) - 1, 0);
      const text = lineOf([...node.childNodes]).replaceAll("\n", " ").replace(/^[·•o§-]\s+/, "");
      const number = /^(\d+)[.)]/.exec(bullet);
      out.push({ item: true, text: text && "   ".repeat(depth) + (number ? `${number[1]}. ` : "- ") + text });
    } else if (name === "BLOCKQUOTE") {
      out.push({ text: textOf(node).split("\n").map(line => `> ${line}`.trim()).join("\n") });
    } else if (name === "TR") {
      out.push({ item: true, text: literal([...node.children].map(cell => lineOf([...cell.childNodes]).replaceAll("\n", " ")).filter(Boolean).join(" · ")) });
    } else {
      partsOf(node, out);
    }
  };

  const partsOf = (parent, out) => {
    let line = [];
    const flush = () => {
      const text = literal(lineOf(line));
      line = [];
      out.push({ text });
    };
    for (const node of parent.childNodes) {
      if (isBlock(node)) {
        flush();
        blockOf(node, out);
      } else {
        line.push(node);
      }
    }

    flush();
  };

  const textOf = parent => {
    const out = [];
    partsOf(parent, out);
    const parts = out.filter(part => part.text);
    return parts.map((part, i) => part.text + (i === parts.length - 1 ? "" : part.item && parts[i + 1].item ? "\n" : "\n\n")).join("");
  };

  // Our own policy forbids styles in a page, in one that is only read too: they are read under another name.
  const toMarkdown = html => textOf(new DOMParser().parseFromString(
    html.replace(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]+>/g, tag => tag.replace(/\sstyle\s*=/gi, " data-style=")),
    "text/html").body);

  const paste = event => {
    const html = event.clipboardData?.getData("text/html");
    if (!html) {
      return;
    }

    const text = toMarkdown(html);
    event.preventDefault();
    if (text && !document.execCommand("insertText", false, text)) {
      const area = event.currentTarget;
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste", data: text }));
    }
  };

  document.querySelectorAll("textarea[data-markdown]").forEach(area => area.addEventListener("paste", paste));
})();
