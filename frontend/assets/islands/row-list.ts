/**
 * <row-list data-max data-title> around the rows of a question: adds a row from its <template> and takes rows away without asking the
 * server. Without script its button sends the form, which comes back with one more row.
 */
export class RowList extends HTMLElement {
  private next = 0;

  connectedCallback(): void {
    this.next = this.rows().length;
    this.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (target.closest("[data-add]")) {
        event.preventDefault();
        this.add();
      } else if (target.closest("[data-remove]")) {
        this.take(target.closest<HTMLElement>("[data-row]"));
      }
    });
    this.count();
  }

  private rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-row]")];
  }

  private add(): void {
    const template = this.querySelector("template");
    const list = this.querySelector("ol");
    if (!template || !list) return;
    const number = String(this.next++);
    const row = document.importNode(template.content, true);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of [...element.attributes]) {
        if (attribute.value.includes("__next__")) attribute.value = attribute.value.replaceAll("__next__", number);
      }
    }
    list.append(row);
    this.count();
    list.querySelector<HTMLElement>("[data-row]:last-child :is(input, select, textarea):not([type=hidden])")?.focus();
  }

  private take(row: HTMLElement | null): void {
    if (!row) return;
    const question = row.closest("[data-question]");
    row.remove();
    this.count();
    this.querySelector<HTMLElement>("[data-add]")?.focus();
    question?.querySelector("ol")?.dispatchEvent(new Event("change", { bubbles: true })); // so that it is saved
  }

  /** Numbers the rows for people and closes the list when it is full. */
  private count(): void {
    const rows = this.rows();
    rows.forEach((row, i) => {
      const title = row.querySelector("[data-row-title]");
      if (title) title.textContent = (this.dataset.title ?? "").replace("{row}", String(i + 1));
    });
    const max = Number(this.dataset.max ?? 0);
    const add = this.querySelector<HTMLButtonElement>("[data-add]");
    if (add) add.disabled = max > 0 && rows.length >= max;
  }
}
