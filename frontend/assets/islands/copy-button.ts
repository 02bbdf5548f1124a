/** <copy-button data-value data-copied>: puts data-value on the clipboard and says so. */
export class CopyButton extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    const label = this.querySelector<HTMLElement>("[data-label]");
    try {
      await navigator.clipboard.writeText(this.dataset.value ?? "");
    } catch {
      return; // the browser forbids it; the number stands beside the button
    }
    if (!label) return;
    const before = label.textContent;
    label.textContent = this.dataset.copied ?? "";
    setTimeout(() => (label.textContent = before), 2000);
  }
}
