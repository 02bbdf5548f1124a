const remembered = "keys.question-mark"; // "off": the single key ? does nothing (WCAG 2.1.4)

/** <key-help>: its button, or the key ?, lists the keys of this page: every element that carries data-shortcut, in its own words. */
export class KeyHelp extends HTMLElement {
  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key !== "?" || event.altKey || event.ctrlKey || event.metaKey || localStorage.getItem(remembered) === "off") return;
    if ((event.target as Element).closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) return;
    event.preventDefault();
    this.show();
  };

  connectedCallback(): void {
    document.addEventListener("keydown", this.pressed);
    this.querySelector("button[data-open]")?.addEventListener("click", () => this.show());
    const off = this.querySelector<HTMLInputElement>("input[data-single]");
    if (off) {
      off.checked = localStorage.getItem(remembered) !== "off";
      off.addEventListener("change", () => localStorage.setItem(remembered, off.checked ? "on" : "off"));
    }
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.pressed);
  }

  private show(): void {
    const list = this.querySelector("dl");
    const dialog = this.querySelector("dialog");
    if (!list || !dialog || dialog.open) return;
    const seen = new Set<string>();
    const rows: HTMLElement[] = [];
    for (const target of document.querySelectorAll<HTMLElement>("[data-shortcut]")) {
      const key = target.dataset.shortcut ?? "";
      if (seen.has(key)) continue;
      seen.add(key);
      const row = document.createElement("div");
      const keys = document.createElement("dt");
      const words = document.createElement("dd");
      const kbd = document.createElement("kbd");
      kbd.textContent = `Alt+${key.toUpperCase()}`;
      keys.append(kbd);
      words.textContent = wordsOf(target);
      row.append(keys, words);
      rows.push(row);
    }
    list.replaceChildren(...rows);
    dialog.showModal();
  }
}

function wordsOf(target: HTMLElement): string {
  if (target instanceof HTMLInputElement) return target.getAttribute("aria-label") ?? target.placeholder;
  const copy = target.cloneNode(true) as HTMLElement;
  for (const kbd of copy.querySelectorAll("kbd")) kbd.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
