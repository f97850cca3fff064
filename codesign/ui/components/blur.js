// A picture on which people draw rectangles over faces and papers, by touch, mouse or numbers.
//
// What is seen here is a likeness: the server draws its own flat colours on the picture itself before it is kept.

const CELLS = 4; // as the server does: at most this many colours along the longest side
const LEAST = 0.015; // of the picture: less is a slip of the finger
const places = new WeakMap(); // one per place where the component stands
const NAMES = ["left", "top", "width", "height"];

function el(tag, { text, on, ...attributes } = {}, children = []) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  for (const [name, handler] of Object.entries(on ?? {})) node.addEventListener(name, handler);
  node.append(...children);
  return node;
}

const fill = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const within = (value, least, most) => Math.min(most, Math.max(least, value));

class Picture {
  constructor(root) {
    this.canvas = el("canvas", { role: "img" });
    this.list = el("ol", { class: "areas" });
    this.add = el("button", { type: "button", class: "add", on: { click: () => this.addOne() } });
    this.said = el("p", { class: "said", role: "status" });
    this.host = el("div", { class: "blur" }, [this.canvas, this.said, this.list, this.add]);
    root.append(this.host);
    this.areas = [];
    this.drawn = null; // the rectangle under the finger
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    this.canvas.addEventListener("pointerup", () => this.up());
    this.canvas.addEventListener("pointercancel", () => { this.drawn = null; this.paint(); });
  }

  update({ data, setStateValue }) {
    this.words = data.words;
    this.send = (value) => setStateValue("areas", value);
    if (data.id === this.id) return;
    this.id = data.id;
    this.areas = data.areas.map((each) => [...each]);
    this.canvas.setAttribute("aria-label", data.words.picture);
    this.add.textContent = data.words.add;
    this.image = new Image();
    this.image.onload = () => {
      this.canvas.width = this.image.naturalWidth;
      this.canvas.height = this.image.naturalHeight;
      this.paint();
      this.host.setAttribute("data-ready", "yes");
    };
    this.image.src = data.picture;
    this.rows();
  }

  // --- drawing with a finger or a mouse -----------------------------------------------------------------------------

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width, 0, 1), within((event.clientY - box.top) / box.height, 0, 1)];
  }

  down(event) {
    if (event.button) return;
    event.preventDefault();
    try { this.canvas.setPointerCapture(event.pointerId); } catch { /* the pointer is gone already */ }
    this.from = this.place(event);
    this.drawn = [...this.from, 0, 0];
  }

  move(event) {
    if (!this.drawn) return;
    const [x, y] = this.place(event);
    const [left, top] = [Math.min(x, this.from[0]), Math.min(y, this.from[1])];
    this.drawn = [left, top, Math.abs(x - this.from[0]), Math.abs(y - this.from[1])];
    this.paint();
  }

  up() {
    const drawn = this.drawn;
    this.drawn = null;
    if (drawn && drawn[2] >= LEAST && drawn[3] >= LEAST) this.changed([...this.areas, drawn]);
    else this.paint();
  }

  // --- by numbers ---------------------------------------------------------------------------------------------------

  addOne() {
    this.changed([...this.areas, [0.35, 0.35, 0.3, 0.3]]);
    this.list.lastElementChild.querySelector("details").open = true;
    this.list.lastElementChild.querySelector("input").focus();
  }

  row(area, index) {
    const name = fill(this.words.area, { n: index + 1 });
    const inputs = NAMES.map((side, at) => {
      const input = el("input", { type: "number", min: "0", max: "100", step: "1", value: String(Math.round(area[at] * 100)),
        "aria-label": `${name}, ${this.words[side]}` });
      input.addEventListener("change", () => this.set(index, at, Number(input.value) / 100, input));
      return el("label", {}, [el("span", { text: this.words[side] }), input]);
    });
    return el("li", {}, [
      el("span", { class: "name", text: name }),
      el("details", {}, [el("summary", { text: this.words.numbers }), el("div", { class: "numbers" }, inputs)]),
      el("button", { type: "button", "aria-label": `${this.words.remove} (${name})`, text: this.words.remove,
        on: { click: () => { this.changed(this.areas.filter((_, at) => at !== index)); this.add.focus(); } } }),
    ]);
  }

  set(index, at, value, input) {
    const area = [...this.areas[index]];
    area[at] = within(Number.isFinite(value) ? value : 0, at < 2 ? 0 : 0.01, 1);
    if (at < 2) area[at] = Math.min(area[at], 0.99);
    area[2] = Math.min(area[2], 1 - area[0]);
    area[3] = Math.min(area[3], 1 - area[1]);
    this.areas[index] = area;
    const fields = input.closest(".numbers").querySelectorAll("input");
    area.forEach((each, n) => { fields[n].value = String(Math.round(each * 100)); });
    this.tell();
  }

  changed(areas) {
    this.areas = areas;
    this.rows();
    this.tell();
  }

  rows() {
    this.list.replaceChildren(...this.areas.map((area, index) => this.row(area, index)));
    this.say();
  }

  say() {
    const n = this.areas.length;
    this.said.textContent = n === 0 ? this.words.none : n === 1 ? this.words.one : fill(this.words.several, { n });
  }

  tell() {
    this.say();
    this.paint();
    this.send({ id: this.id, areas: this.areas });
  }

  // --- what is seen -------------------------------------------------------------------------------------------------

  paint() {
    if (!this.image?.naturalWidth) return;
    const { width, height } = this.canvas;
    const pen = this.canvas.getContext("2d");
    pen.drawImage(this.image, 0, 0, width, height);
    for (const area of this.areas) this.hide(pen, area, width, height);
    if (this.drawn) this.outline(pen, this.drawn, width, height);
  }

  hide(pen, area, width, height) {
    const [x, y, wide, high] = [area[0] * width, area[1] * height, area[2] * width, area[3] * height];
    const cell = Math.max(wide, high) / CELLS;
    const small = el("canvas");
    small.width = Math.max(1, Math.round(wide / cell));
    small.height = Math.max(1, Math.round(high / cell));
    const few = small.getContext("2d");
    few.imageSmoothingEnabled = true;
    few.imageSmoothingQuality = "high";
    few.drawImage(this.image, x, y, wide, high, 0, 0, small.width, small.height);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small, x, y, wide, high);
    pen.imageSmoothingEnabled = true;
    this.outline(pen, area, width, height);
  }

  outline(pen, area, width, height) {
    const box = [area[0] * width, area[1] * height, area[2] * width, area[3] * height];
    pen.lineWidth = Math.max(2, width / 300);
    pen.setLineDash([]);
    pen.strokeStyle = "#FFFFFF";
    pen.strokeRect(...box);
    pen.setLineDash([pen.lineWidth * 3, pen.lineWidth * 3]);
    pen.strokeStyle = "#10171D";
    pen.strokeRect(...box);
  }
}

export default function (component) {
  const { parentElement } = component;
  if (!places.has(parentElement)) places.set(parentElement, new Picture(parentElement));
  places.get(parentElement).update(component);
  return () => places.delete(parentElement);
}
