// The note under review: sentences one below the other, what the machine proposes, what people decided.
//
// All text reaches the page through `textContent`. What the person does is put in an outbox that lives until Python
// says that it recorded it, each item under an id of its own: a key pressed twice, or a message lost between two runs,
// neither loses a decision nor makes two.

const LINES = ["solid", "double", "dotted", "dashed", "wavy"];
const SELECTION_DELAY = 200; // ms: moving through ten sentences asks the server once
const PATIENCE = 10_000; // ms that a move waits
const WINDOW = 150; // sentences drawn on each side of the one being read; the others come as the list is scrolled
const NEAR = 600; // px from an end of what is drawn
const desks = new WeakMap(); // one per place where the component stands
let touched = 0; // a press that has begun, whose run is not asked for yet
document.addEventListener("pointerdown", () => (touched = Date.now()), true);

const ICONS = {
  machine: "M12 2v3M7 8h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM9.5 12.5v1.5M14.5 12.5v1.5M2.5 12v4M21.5 12v4",
  check: "M4.5 12.5l5 5L19.5 7",
  cross: "M6 6l12 12M18 6L6 18",
  undo: "M4 10h10a5 5 0 0 1 0 10h-3M4 10l4-4M4 10l4 4",
};
const SHAPES = {
  barrier: "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16Z",
  need: "M5 5h14v14H5Z",
  touchpoint: "M12 3l9 9l-9 9l-9-9Z",
  strategy: "M12 4l9 16H3Z",
  aspiration: "M12 3l2.7 6.3l6.8.6l-5.1 4.5l1.5 6.7L12 17.6l-5.9 3.5l1.5-6.7L2.5 9.9l6.8-.6Z",
  leader: "M7.5 4h9l4.5 8l-4.5 8h-9L3 12Z",
};

function el(tag, options = {}, children = []) {
  const node = document.createElement(tag);
  const { text, style, on, ...attributes } = options;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(style ?? {})) node.style.setProperty(name, value);
  for (const [name, handler] of Object.entries(on ?? {})) node[`on${name}`] = handler;
  node.append(...children.filter(Boolean));
  return node;
}

function drawing(path, kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", kind);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

const fill = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
// `randomUUID` exists on secure origins only, and the hotspot of the field is none.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

class Desk {
  constructor(root) {
    this.root = root;
    this.outbox = [];
    this.selected = null;
    this.help = false;
    this.from = this.to = 0; // what is drawn of the sentences
    this.drawn = new Map(); // key → its block
    this.timer = null;
    this.printing = () => this.drawAll();
    this.said = "";
    this.spoken = Date.now(); // a desk that is built anew is not taken for the one before
  }

  // --- what Python sends -------------------------------------------------------------------------------------------

  update(component) {
    const first = this.data?.source !== component.data.source;
    const moved = first || this.data.turn !== component.data.turn; // Python chose another sentence
    this.data = component.data;
    this.send = (value) => component.setStateValue("desk", value);
    const done = new Set(this.data.acked);
    this.outbox = this.outbox.filter((item) => !done.has(item.id));
    if (moved) this.selected = this.data.selected;
    if (first) {
      this.outbox = [];
      this.said = "";
    }
    if (this.data.said) this.said = this.data.said;
    if (this.index() < 0) this.selected = this.data.sentences[0]?.key ?? null;
    this.render(first);
  }

  index() {
    return this.data.sentences.findIndex((sentence) => sentence.key === this.selected);
  }

  // --- a sentence as it will be once the outbox is recorded ----------------------------------------------------------

  chips(sentence) {
    let chips = sentence.chips;
    for (const item of this.outbox.filter((each) => each.key === sentence.key)) {
      chips = chips.map((chip) => {
        if (item.action === "nothing" && chip.kind !== "rejected") return { ...chip, kind: "rejected", saving: true };
        if (chip.family !== item.family || chip.code !== item.code) return chip;
        if (item.action === "accept") return { ...chip, kind: "tag", saving: true };
        return item.action === "reject" ? { ...chip, kind: "rejected", saving: true } : chip;
      });
    }
    return chips;
  }

  pending(sentence) {
    return this.chips(sentence).filter((chip) => chip.kind === "proposal");
  }

  state(sentence) {
    const mine = this.outbox.filter((each) => each.key === sentence.key);
    if (!mine.length) return sentence.state;
    if (mine.some((item) => item.action === "nothing")) return "nothing";
    if (this.pending(sentence).some((chip) => chip.family === "barrier")) return "to_read";
    return this.chips(sentence).some((chip) => chip.kind === "tag") ? "decided" : "nothing";
  }

  // --- what the person does ------------------------------------------------------------------------------------------

  push() {
    clearTimeout(this.timer);
    this.spoken += 1;
    this.send({ n: this.spoken, selected: this.selected ?? "", outbox: this.outbox });
  }

  // A run that another one cuts short forgets the button that was pressed: a mere move waits for its end.
  rest(until = Date.now() + PATIENCE) {
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    const busy = (state && state !== "notRunning") || Date.now() - touched < 300;
    if (busy && Date.now() < until) this.timer = setTimeout(() => this.rest(until), 60);
    else this.push();
  }

  select(index, { focus = true } = {}) {
    const sentence = this.data.sentences[Math.max(0, Math.min(index, this.data.sentences.length - 1))];
    if (!sentence || sentence.key === this.selected) return;
    this.selected = sentence.key;
    this.render(false, focus);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), SELECTION_DELAY);
  }

  decide(action, chip) {
    const sentence = this.data.sentences[this.index()];
    if (!sentence) return;
    if (action !== "nothing" && !chip) {
      this.say(this.data.words.no_proposal);
      return;
    }
    if (action === "nothing" && this.state(sentence) === "nothing") {
      this.say(this.data.words.nothing);
      return;
    }
    this.outbox.push({ id: newId(), key: sentence.key, action, family: chip?.family ?? "", code: chip?.code ?? "" });
    this.said = chip ? fill(this.data.words[action], { label: chip.label }) : this.data.words.nothing;
    if (this.state(sentence) !== "to_read") this.advance();
    this.render(false, true);
    this.push();
  }

  advance() {
    const from = this.index();
    const next = this.data.sentences.findIndex((each, at) => at > from && this.state(each) === "to_read");
    if (next >= 0) this.selected = this.data.sentences[next].key;
  }

  undo() {
    const undone = new Set(this.outbox.filter((item) => item.action === "undo").map((item) => item.target));
    const made = [
      ...this.data.undoable,
      ...this.outbox.filter((item) => item.action !== "undo" && !this.data.undoable.includes(item.id)).map((item) => item.id),
    ];
    const target = made.filter((id) => !undone.has(id)).at(-1);
    if (!target) {
      this.say(this.data.words.no_undo);
      return;
    }
    this.outbox.push({ id: newId(), action: "undo", target });
    this.push();
  }

  say(words) {
    this.said = words;
    this.root.querySelector(".said").textContent = words;
  }

  keydown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const sentence = this.data.sentences[this.index()];
    const first = sentence && this.pending(sentence)[0];
    const moves = {
      j: () => this.select(this.index() + 1),
      ArrowDown: () => this.select(this.index() + 1),
      k: () => this.select(this.index() - 1),
      ArrowUp: () => this.select(this.index() - 1),
      Home: () => this.select(0),
      End: () => this.select(this.data.sentences.length - 1),
      a: () => this.decide("accept", first),
      r: () => this.decide("reject", first),
      n: () => this.decide("nothing"),
      u: () => this.undo(),
      "?": () => this.toggleHelp(),
      Escape: () => this.help && this.toggleHelp(),
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has keys of its own: `r` would run the page again
    act();
  }

  toggleHelp() {
    this.help = !this.help;
    this.render(false, true);
  }

  // --- what is seen --------------------------------------------------------------------------------------------------

  render(first, focus = false) {
    const list = this.root.querySelector(".sentences");
    const held = focus || list.contains(this.root.activeElement ?? document.activeElement);
    const scroll = list.scrollTop;
    const lift = this.drawn.has(this.selected) ? this.drawn.get(this.selected).offsetTop - scroll : null;
    const moved = this.frame(first);
    this.renderHead();
    this.drawn.clear();
    list.replaceChildren(...this.renderSentences(this.from, this.to));
    list.scrollTop = moved && lift !== null ? this.drawn.get(this.selected).offsetTop - lift : scroll;
    list.onscroll = () => this.grow(list);
    const current = list.querySelector("[aria-current]");
    this.root.querySelector(".said").textContent = this.said;
    if (!current) return;
    const freshDesktop = first && matchMedia("(pointer: fine)").matches && document.activeElement === document.body;
    if (first) this.fit(list);
    if (held || freshDesktop) current.focus({ preventScroll: true });
    this.reveal(list, current);
    if (focus) current.scrollIntoView({ block: "nearest" });
  }

  // Choose which sentences are drawn: around the one being read, unless it stands well within those that are.
  frame(first) {
    const [at, total] = [this.index(), this.data.sentences.length];
    const within = !first && this.to <= total && this.to - this.from <= 6 * WINDOW;
    const above = this.from === 0 || at >= this.from + WINDOW / 10;
    const below = this.to === total || at < this.to - WINDOW / 10;
    if (within && this.to > 0 && above && below) return false;
    this.from = Math.max(0, at - WINDOW);
    this.to = Math.min(total, Math.max(at, 0) + WINDOW + 1);
    return true;
  }

  renderSentences(from, to) {
    return this.data.sentences.slice(from, to).flatMap((sentence, n) => this.renderSentence(sentence, from + n));
  }

  // On paper nothing is scrolled to: all of it is drawn.
  drawAll() {
    const [list, total] = [this.root.querySelector(".sentences"), this.data.sentences.length];
    const below = list.scrollHeight - list.scrollTop;
    list.prepend(...this.renderSentences(0, this.from));
    list.scrollTop = list.scrollHeight - below; // the sentence being read stays: in its place, and with its focus
    list.append(...this.renderSentences(this.to, total));
    [this.from, this.to] = [0, total];
  }

  // Draw more where the list is scrolled to; what is in sight stays where it is.
  grow(list) {
    const total = this.data.sentences.length;
    if (this.from > 0 && list.scrollTop < NEAR) {
      const below = list.scrollHeight - list.scrollTop;
      const from = Math.max(0, this.from - WINDOW);
      list.prepend(...this.renderSentences(from, this.from));
      this.from = from;
      list.scrollTop = list.scrollHeight - below;
    }
    if (this.to < total && list.scrollHeight - list.scrollTop - list.clientHeight < NEAR) {
      const to = Math.min(total, this.to + WINDOW);
      list.append(...this.renderSentences(this.to, to));
      this.to = to;
    }
  }

  // On a desk, text and codes stay in sight together: the list ends where the window does.
  fit(list) {
    const room = window.innerHeight - list.getBoundingClientRect().top - 64;
    if (matchMedia("(min-width: 900px)").matches) list.style.setProperty("max-block-size", `max(24rem, ${Math.floor(room)}px)`);
  }

  reveal(list, current) {
    const top = current.offsetTop;
    if (top < list.scrollTop + 24) list.scrollTop = Math.max(0, top - 72);
    const bottom = top + current.offsetHeight;
    if (bottom > list.scrollTop + list.clientHeight - 24) list.scrollTop = bottom - list.clientHeight + 96;
  }

  renderHead() {
    const words = this.data.words;
    const left = this.data.sentences.filter((sentence) => this.state(sentence) === "to_read").length;
    const total = this.data.sentences.length;
    const message = left === 0 ? words.all_read : fill(left === 1 ? words.one_left : words.left, { n: left, total });
    const head = this.root.querySelector(".head");
    head.querySelector(".left").textContent = message;
    head.querySelector(".done").style.setProperty("inline-size", `${total ? ((total - left) / total) * 100 : 0}%`);
    const button = head.querySelector(".help-button");
    button.setAttribute("aria-expanded", String(this.help));
    button.onclick = () => this.toggleHelp();
    button.querySelector(".words").textContent = words.keys;
    const help = this.root.querySelector(".help");
    help.hidden = !this.help;
    help.replaceChildren(
      ...words.help.map(([key, meaning]) => el("div", {}, [el("kbd", { text: key }), el("span", { text: meaning })])),
    );
  }

  renderSentence(sentence, at) {
    const words = this.data.words;
    const selected = sentence.key === this.selected;
    const state = this.state(sentence);
    const chips = this.chips(sentence);
    const shown = selected ? chips : chips.filter((chip) => chip.kind !== "rejected");
    const lines = Object.fromEntries(sentence.lines.map((code, n) => [code, LINES[n % LINES.length]]));
    const label = fill(words.sentence, {
      n: at + 1,
      total: this.data.sentences.length,
      state: words.states[state],
      codes: chips.filter((chip) => chip.kind !== "rejected").map((chip) => chip.spoken).join(", "),
    });
    const body = el("div", { class: "body" }, [
      el("p", { class: "text", lang: "fr" }, sentence.parts.map((part) => this.renderPart(part, lines))),
      shown.length > 0 && el("div", { class: "chips" }, shown.map((chip) => this.renderChip(chip, lines, selected))),
      selected && this.renderActions(state),
    ]);
    const block = el(
      "div",
      {
        class: `sentence ${state}`,
        role: "group",
        tabindex: selected ? "0" : "-1",
        "aria-current": selected ? "true" : null,
        "aria-label": label,
        on: { click: () => this.select(at) },
      },
      [el("span", { class: "mark", "aria-hidden": "true" }, [this.renderMark(state)]), body],
    );
    this.drawn.set(sentence.key, block);
    return sentence.section ? [el("h3", { class: "section", text: sentence.section }), block] : [block];
  }

  renderMark(state) {
    if (state === "decided") return drawing(ICONS.check, "line");
    return state === "nothing" ? el("span", { class: "dash" }) : el("span", { class: "ring" });
  }

  renderPart(part, lines) {
    let node = document.createTextNode(part.text);
    part.codes.forEach((code, depth) => {
      const span = el("span", {
        class: "evidence",
        title: code.label,
        style: { "--hue": code.hue, "--line": lines[code.id] ?? "solid", "--lift": `${0.22 + 0.16 * depth}em` },
      });
      span.append(node);
      node = span;
    });
    return node;
  }

  renderChip(chip, lines, selected) {
    const words = this.data.words;
    const id = `${chip.family}:${chip.code}`;
    const face = el(
      "span",
      {
        class: `chip ${chip.kind} ${chip.status} ${chip.family === "barrier" ? "" : "quiet"} ${chip.saving ? "saving" : ""}`,
        style: { "--hue": chip.hue, "--line": lines[id] ?? "solid" },
        title: chip.spoken,
      },
      [
        chip.kind === "proposal" && drawing(ICONS.machine, "line"),
        chip.kind === "rejected" && drawing(ICONS.cross, "line"),
        drawing(SHAPES[chip.family] ?? SHAPES.barrier, "shape"),
        el("span", { class: id in lines ? "lined" : "" }, [el("span", { class: "label", text: chip.label })]),
        chip.status === "absent" && drawing(ICONS.check, "line"),
        chip.status === "hypothetical" && el("span", { class: "query", text: "?" }),
        el("span", { class: "unseen", text: ` ${chip.spoken}` }),
      ],
    );
    if (!selected || chip.kind !== "proposal") return face;
    return el("span", { class: "choice" }, [
      face,
      this.renderButton("check", fill(words.accept_button, { label: chip.label }), () => this.decide("accept", chip)),
      this.renderButton("cross", fill(words.reject_button, { label: chip.label }), () => this.decide("reject", chip)),
    ]);
  }

  renderButton(icon, label, act) { // an icon alone: its name is for the ear and for those who rest on it
    const press = (event) => {
      event.stopPropagation();
      act();
    };
    return el("button", { type: "button", class: `round ${icon}`, "aria-label": label, title: label, on: { click: press } }, [
      drawing(ICONS[icon], "line"),
    ]);
  }

  renderActions(state) {
    const words = this.data.words;
    const press = (act) => (event) => {
      event.stopPropagation();
      act();
    };
    return el("div", { class: "actions" }, [
      state !== "nothing" &&
        el("button", { type: "button", class: "plain", text: words.nothing_button, on: { click: press(() => this.decide("nothing")) } }),
      this.data.undoable.length + this.outbox.length > 0 &&
        el("button", { type: "button", class: "plain", on: { click: press(() => this.undo()) } }, [
          drawing(ICONS.undo, "line"),
          el("span", { text: words.undo_button }),
        ]),
    ]);
  }
}

function build(root) {
  const host = el("section", { class: "review" }, [
    el("div", { class: "head" }, [
      el("span", { class: "left" }),
      el("span", { class: "track", "aria-hidden": "true" }, [el("span", { class: "done" })]),
      el("button", { type: "button", class: "plain help-button", "aria-expanded": "false" }, [
        el("kbd", { text: "?", "aria-hidden": "true" }),
        el("span", { class: "words" }),
      ]),
    ]),
    el("div", { class: "help", hidden: true }),
    el("div", { class: "sentences" }),
    el("p", { class: "said", role: "status" }),
  ]);
  root.append(host);
  return host;
}

export default function (component) {
  const { parentElement, data } = component;
  let desk = desks.get(parentElement);
  if (!desk) {
    desk = new Desk(parentElement);
    desks.set(parentElement, desk);
    window.addEventListener("beforeprint", desk.printing);
  }
  const host = parentElement.querySelector(".review") ?? build(parentElement);
  host.setAttribute("aria-label", data.words.region);
  host.onkeydown = (event) => desk.keydown(event);
  desk.update(component);
  return () => {
    window.removeEventListener("beforeprint", desk.printing);
    clearTimeout(desk.timer);
    desks.delete(parentElement);
  };
}
