/**
 * <evidence-view>: turns from one material to another beside the form without asking for the page again, so that nothing typed is lost and
 * the form stays where it is. Its links [data-view] name the files; [data-turn] go to the next or the one before.
 */
export class EvidenceView extends HTMLElement {
  private readonly clicked = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-view], a[data-turn]");
    const files = this.files();
    if (!link || files.length === 0) return;
    event.preventDefault();
    const at = files.findIndex((file) => file.getAttribute("aria-current") === "true");
    const step = link.dataset.turn === "previous" ? files.length - 1 : 1;
    this.show(files, link.dataset.turn ? (at + step) % files.length : files.indexOf(link));
  };

  connectedCallback(): void {
    this.addEventListener("click", this.clicked);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.clicked);
  }

  private files(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>("a[data-view]")];
  }

  private show(files: HTMLAnchorElement[], at: number): void {
    const file = files[at];
    const sheet = this.querySelector("[data-sheet]");
    if (!file || !sheet) return;
    for (const other of files) other.setAttribute("aria-current", String(other === file));
    const name = file.textContent ?? "";
    if (file.dataset.view === "picture") {
      const picture = document.createElement("img");
      picture.src = file.dataset.src ?? "";
      picture.alt = name;
      sheet.replaceChildren(picture);
    } else {
      const frame = document.createElement("iframe");
      frame.src = file.dataset.src ?? "";
      frame.title = name;
      sheet.replaceChildren(frame);
    }
    const title = this.querySelector("[data-name]");
    if (title) title.textContent = name;
    const count = this.querySelector("[data-count]");
    if (count) count.textContent = `${at + 1} / ${files.length}`;
    const open = this.querySelector<HTMLAnchorElement>("a[data-open]");
    if (open) open.href = file.dataset.href ?? "";
  }
}
