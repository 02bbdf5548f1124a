interface Entry {
  code: string;
  name: string;
  name_en?: string;
  department_name: { zh: string; en: string };
  online_depth: number;
}

const pause = 120; // milliseconds after the last key
const most = 8;

/**
 * <search-suggest>: offers items while somebody types, as a combobox (ARIA 1.2: the list is a popup, the focus stays in the field). Enter
 * without a chosen line, or no script, sends the form as it is.
 */
export class SearchSuggest extends HTMLElement {
  private input!: HTMLInputElement;
  private list!: HTMLUListElement;
  private status!: HTMLElement;
  private waiting?: number;
  private asking?: AbortController;
  private chosen = -1;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=search]");
    if (!input) return;
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-list`;
    this.list.className = "pp-suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset["list"] ?? "");
    this.status = document.createElement("p");
    this.status.className = "ds-sr-only";
    this.status.setAttribute("role", "status");
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    input.addEventListener("focus", () => { if (this.list.children.length > 0 && input.value.trim()) this.open(); });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click
    this.list.addEventListener("click", (event) => {
      const line = (event.target as Element).closest("li");
      if (line) this.go(line);
    });
  }

  private later(): void {
    window.clearTimeout(this.waiting);
    this.asking?.abort();
    const query = this.input.value.trim();
    if (!query) {
      this.list.replaceChildren();
      this.close();
      return;
    }
    this.waiting = window.setTimeout(() => void this.ask(query), pause);
  }

  private async ask(query: string): Promise<void> {
    this.asking = new AbortController();
    try {
      const answer = await fetch(`/api/v1/items?limit=${most}&q=${encodeURIComponent(query)}`, { signal: this.asking.signal });
      if (!answer.ok) return this.close();
      const { items } = (await answer.json()) as { items: Entry[] };
      if (this.input.value.trim() === query) this.show(items);
    } catch {
      this.close(); // no suggestions: the form still works
    }
  }

  private show(items: Entry[]): void {
    const english = this.dataset["language"] === "en";
    this.list.replaceChildren(...items.map((item, at) => {
      const line = document.createElement("li");
      line.id = `${this.list.id}-${at}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.dataset["href"] = `/items/${encodeURIComponent(item.code)}`;
      const name = document.createElement("span");
      name.textContent = (english && item.name_en) || item.name;
      const facts = document.createElement("small");
      const department = (english && item.department_name.en) || item.department_name.zh;
      facts.textContent = [department, this.dataset[`depth${item.online_depth}`]].filter(Boolean).join(" · ");
      line.append(name, facts);
      return line;
    }));
    this.chosen = -1;
    this.status.textContent = items.length > 0 ? (this.dataset["count"] ?? "").replace("{count}", String(items.length)) : (this.dataset["none"] ?? "");
    if (items.length > 0 && document.activeElement === this.input) this.open();
    else this.close();
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const lines = this.list.children.length;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && lines > 0) {
      event.preventDefault();
      this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(this.chosen < 0 && step < 0 ? lines - 1 : (this.chosen + step + lines) % lines);
    } else if (event.key === "Enter" && this.chosen >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.go(this.list.children[this.chosen] as HTMLElement);
    }
  }

  private choose(at: number): void {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = at;
    const line = this.list.children[at];
    if (!line) return;
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", line.id);
  }

  private go(line: HTMLElement): void {
    if (line.dataset["href"]) window.location.assign(line.dataset["href"]);
  }

  private open(): void {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  private close(): void {
    this.list.hidden = true;
    this.chosen = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
