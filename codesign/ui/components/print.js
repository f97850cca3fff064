// A button that prints the page; menu.css says what of any page goes on paper.

export default function ({ parentElement, data }) {
  parentElement.classList.add("cd-print");
  const button = parentElement.querySelector("button") ?? document.createElement("button");
  button.type = "button";
  button.textContent = data.label;
  button.onclick = () => window.print();
  if (!button.isConnected) parentElement.append(button);
}
