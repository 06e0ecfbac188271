
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const form = one(".filters");
  const card = one(".card");

  // The card: what there is to say of marked words, beside them. It comes with the pointer, the
  // keyboard or a tap, stays while the pointer is on it, and goes with Escape.
  let current = null;
  let leaving = 0;
  function hide() {
    clearTimeout(leaving);
    card.hidden = true;
    for (const marked of all(".current")) marked.classList.remove("current");
    current = null;
  }
  function show(mark) {
    clearTimeout(leaving);
    if (current === mark) return;
    hide();
    current = mark;
    mark.classList.add("current");
    const notes = mark.dataset.notes.trim().split(" ")
      .map((id) => document.getElementById(`f${id}`)).filter((note) => !note.hidden);
    card.replaceChildren(...notes.map((note) => {
      note.classList.add("current");
      const copy = document.createElement("div");
      copy.className = note.className.replace("current", "");
      for (const part of note.children) {
        const twin = part.cloneNode(true);
        twin.removeAttribute("id");
        if (twin.matches(".why")) twin.open = true;
        copy.append(twin);
      }
      for (const place of all(".place", copy)) place.remove();
      return copy;
    }));
    card.hidden = false;
    const lines = mark.getClientRects();
    const [first, last] = [lines[0], lines[lines.length - 1]];
    if (getComputedStyle(card).position === "fixed") { // on a phone, at the bottom
      const hidden = last.bottom - (innerHeight - card.offsetHeight - 16);
      if (hidden > 0) scrollBy(0, hidden);
      return;
    }
    const room = document.documentElement.clientWidth - card.offsetWidth - 12;
    const below = last.bottom + card.offsetHeight + 12 < innerHeight ||
      first.top < card.offsetHeight + 12;
    const top = below ? last.bottom + 6 : first.top - card.offsetHeight - 6;
    const left = below ? last.left : first.left;
    card.style.left = `${scrollX + Math.max(12, Math.min(left, room))}px`;
    card.style.top = `${scrollY + top}px`;
  }
  const markOf = (event) => event.target.closest?.(".mark:not(.off)");
  const leave = () => { leaving = setTimeout(hide, 200); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = markOf(event);
    if (mark) show(mark);
    else if (event.target.closest?.(".card")) clearTimeout(leaving);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch") return;
    if (markOf(event) || event.target.closest?.(".card")) leave();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark?.matches(":focus-visible")) show(mark); // by the keyboard; a click comes below
    else if (!event.target.closest?.(".card")) hide();
  });
  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      show(mark);
    } else if (!event.target.closest?.(".card")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // Filters: a note is shown where its severity, rule and file are; a reply where a note of it is.
  if (form) {
    const files = all(".file").map((file) => ({
      file,
      number: file.dataset.file,
      replies: all(".reply", file).map((reply) => ({
        reply,
        notes: all(".note", reply),
        marks: all(".mark", reply),
        clean: reply.classList.contains("clean"),
      })),
    }));
    const total = all(".note").length;
    const boxes = all("[name=severity]", form);
    const chosen = (note, severities, rule) =>
      severities.has(note.dataset.severity) &&
      (!rule || note.dataset.rule === rule || note.dataset.category === rule);
    const apply = () => {
      const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      const rule = form.elements.rule.value;
      const only = form.elements.file.value;
      const withClean = form.elements.clean.checked && !rule && severities.size === boxes.length;
      let shown = 0;
      let left = false;
      for (const { file, number, replies } of files) {
        let any = false;
        for (const { reply, notes, marks, clean } of replies) {
          const kept = new Set();
          for (const note of notes) {
            note.hidden = !chosen(note, severities, rule);
            if (!note.hidden) kept.add(note.id.slice(1));
          }
          for (const mark of marks) {
            const off = !mark.dataset.notes.trim().split(" ").some((id) => kept.has(id));
            mark.classList.toggle("off", off);
            mark.tabIndex = off ? -1 : 0;
          }
          reply.hidden = clean ? !withClean : !kept.size;
          any ||= !reply.hidden;
          if (!only || only === number) shown += kept.size;
        }
        file.hidden = !any || (only !== "" && only !== number);
        left ||= !file.hidden;
      }
      one(".none").hidden = left;
      one(".filters output").textContent = `${shown} of ${total} findings shown`;
      hide();
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    for (const name of all("tbody th[data-category]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name.textContent;
      button.title = `Show ${name.textContent} alone`;
      button.addEventListener("click", () => {
        const options = [...form.elements.rule.options];
        const category = name.dataset.category;
        const option = options.find((o) => o.value === category) ??
          options.find((o) => o.value.startsWith(`${category}/`));
        form.elements.rule.value = option.value;
        apply();
        form.scrollIntoView({ block: "start" });
      });
      name.replaceChildren(button);
    }
    form.hidden = false;
    apply();
  }

  // Paper has no summaries to open.
  addEventListener("beforeprint", () => { for (const why of all(".note .why")) why.open = true; });
  addEventListener("afterprint", () => { for (const why of all(".note .why")) why.open = false; });
})();
