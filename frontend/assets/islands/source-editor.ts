/**
 * <source-editor data-check>: a file with line numbers. While somebody types, the numbers follow, and the server is asked what refuses
 * publication; links to a line put the cursor there. Without script the numbers of the saved file stand beside it.
 */
export class SourceEditor extends HTMLElement {
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    const box = this.querySelector("textarea");
    if (!box) return;
    box.addEventListener("input", () => {
      this.number(box);
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.check(box), 600);
    });
    document.addEventListener("click", (event) => {
      const line = (event.target as HTMLElement).closest<HTMLElement>("[data-line]")?.dataset.line;
      if (!line) return;
      event.preventDefault();
      this.go(box, Number(line));
    });
  }

  private number(box: HTMLTextAreaElement): void {
    const numbers = this.querySelector("[data-numbers]");
    const count = box.value.split("\n").length;
    if (!numbers || box.rows === count) return;
    numbers.textContent = Array.from({ length: count }, (_, n) => `${n + 1}\n`).join("");
    box.rows = count;
  }

  private go(box: HTMLTextAreaElement, line: number): void {
    const lines = box.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
    box.focus({ preventScroll: true });
    box.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    const height = box.scrollHeight / Math.max(1, lines.length);
    window.scrollTo({ top: box.getBoundingClientRect().top + window.scrollY + height * (line - 4) });
  }

  private async check(box: HTMLTextAreaElement): Promise<void> {
    const turn = ++this.asked;
    const body = new URLSearchParams({ source: box.value });
    try {
      const response = await fetch(this.dataset.check ?? "", { method: "POST", body, headers: { "HX-Request": "true" } });
      if (!response.ok || turn !== this.asked) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-problems]");
      if (fresh) document.querySelector("[data-problems]")?.replaceWith(fresh);
    } catch {
      return; // saving tells the same
    }
  }
}
