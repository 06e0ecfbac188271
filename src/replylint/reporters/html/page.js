
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const idsOf = (mark) => mark.dataset.notes.split(" ");
  const noteOf = (id) => document.getElementById(`f${id}`);
  const form = one(".filters");
  const card = one(".card");

  // The card: what there is to say of marked words, beside them. It comes with the pointer, the
  // keyboard or a tap, stays while the pointer is on it, and goes with Escape. Who reads with the
  // ear has the same by the mark's description, and by Enter, which leads to the note.
  let current = null;
  let timer = 0;
  function hide() {
    clearTimeout(timer);
    card.hidden = true;
    for (const marked of all(".current")) marked.classList.remove("current");
    current = null;
  }
  function show(mark) {
    clearTimeout(timer);
    if (current === mark) return;
    hide();
    current = mark;
    const notes = idsOf(mark).map(noteOf).filter((note) => !note.hidden);
    const ids = new Set(notes.map((note) => note.id.slice(1)));
    for (const piece of all(".mark", mark.closest(".text"))) {
      if (idsOf(piece).some((id) => ids.has(id))) piece.classList.add("current");
    }
    card.replaceChildren(...notes.map((note) => {
      const copy = document.createElement("div");
      copy.className = note.className;
      for (const part of all(":scope > p, .why > p", note)) {
        const twin = part.cloneNode(true);
        for (const named of [twin, ...all("[id]", twin)]) named.removeAttribute("id");
        for (const extra of all(".place, .number", twin)) extra.remove();
        copy.append(twin);
      }
      note.classList.add("current");
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
    const top = below ? last.bottom + 3 : first.top - card.offsetHeight - 3;
    const left = below ? last.left : first.left;
    card.style.left = `${scrollX + Math.max(12, Math.min(left, room))}px`;
    card.style.top = `${scrollY + top}px`;
  }
  const markOf = (event) => event.target.closest?.(".mark:not(.off)");
  const inCard = (event) => event.target.closest?.(".card");
  const later = (what, wait) => { clearTimeout(timer); timer = setTimeout(what, wait); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = markOf(event);
    // On the way to an open card, other words are crossed.
    if (mark) card.hidden ? show(mark) : later(() => show(mark), 150);
    else if (inCard(event)) clearTimeout(timer);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch" || current === document.activeElement) return;
    if (markOf(event) || inCard(event)) later(hide, 200);
  });
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark?.matches(":focus-visible")) show(mark); // by the keyboard; a click comes below
    // A press on the card gives the focus to what it stands in.
    else if (!mark && !inCard(event) && !event.target.contains(card)) hide();
  });
  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (!mark) {
      if (!inCard(event)) hide();
    } else if (event.detail && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault(); // by the pointer; Enter follows the link
      show(mark);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && !markOf(event) && !inCard(event)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  let wide = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== wide) hide(); // a phone's own bars come and go, too
    wide = innerWidth;
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
        ids: null, // of the notes that were shown last
      })),
    }));
    const total = all(".note").length;
    const boxes = all("[name=severity]", form);
    const { rule, file: chosenFile, clean: withClean } = form.elements;
    const wanted = (note, severities) =>
      severities.has(note.dataset.severity) &&
      (!rule.value || note.dataset.rule === rule.value || note.dataset.category === rule.value);
    // A mark is about the notes that are left, and looks like the worst of them.
    const adjust = (mark, kept) => {
      const ids = idsOf(mark).filter((id) => kept.has(id));
      const off = !ids.length;
      mark.className = `mark ${noteOf((off ? idsOf(mark) : ids)[0]).dataset.severity}`;
      mark.classList.toggle("off", off);
      const opens = (mark.dataset.opens ?? "").split(" ").filter((id) => kept.has(id));
      mark.tabIndex = opens.length ? 0 : -1;
      if (mark.dataset.opens) {
        mark.dataset.n = opens.map((id) => noteOf(id).querySelector(".number").textContent).join(" ");
      }
      if (off) return;
      mark.hash = `f${ids[0]}`;
      const described = ids.flatMap((id) => [`s${id}`, `t${id}`, `w${id}`]);
      mark.setAttribute("aria-describedby", described.join(" "));
    };
    let applied = "";
    const apply = () => {
      const asked = [...new FormData(form)].join();
      if (asked === applied) return;
      applied = asked;
      hide();
      const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      withClean.disabled = rule.value !== "" || severities.size < boxes.length;
      let shown = 0;
      let left = false;
      for (const { file, number, replies } of files) {
        const here = !chosenFile.value || chosenFile.value === number;
        let any = false;
        for (const entry of replies) {
          const { reply, notes, marks, clean } = entry;
          const kept = new Set();
          for (const note of notes) {
            note.hidden = !wanted(note, severities);
            if (!note.hidden) kept.add(note.id.slice(1));
          }
          const ids = [...kept].join(" ");
          if (ids !== (entry.ids ?? notes.map((note) => note.id.slice(1)).join(" "))) {
            for (const mark of marks) adjust(mark, kept);
          }
          entry.ids = ids;
          reply.hidden = clean ? withClean.disabled || !withClean.checked : !kept.size;
          any ||= !reply.hidden;
          if (here) shown += kept.size;
        }
        file.hidden = !any || !here;
        left ||= !file.hidden;
      }
      one(".none").hidden = left;
      form.classList.toggle("narrow", shown < total);
      one(".filters output").textContent = `${shown} of ${total} findings shown`;
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
        const { category } = name.dataset;
        const options = [...rule.options];
        rule.value = (options.find((option) => option.value === category) ??
          options.find((option) => option.value.startsWith(`${category}/`))).value;
        apply();
        form.scrollIntoView({ block: "start" });
        rule.focus({ preventScroll: true });
      });
      name.replaceChildren(button);
    }
    // An address that names a note or its words shows them, whatever was filtered.
    const follow = () => {
      const note = noteOf(location.hash.slice(2));
      if (note?.closest("[hidden]")) {
        form.reset();
        setTimeout(() => document.getElementById(location.hash.slice(1)).scrollIntoView());
      }
    };
    form.hidden = false;
    apply();
    addEventListener("pageshow", () => { apply(); follow(); });
    addEventListener("hashchange", follow);
  }

  // Paper has no summaries to open.
  let opened = [];
  addEventListener("beforeprint", () => {
    hide();
    opened = all(".note .why:not([open]), .customer:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
