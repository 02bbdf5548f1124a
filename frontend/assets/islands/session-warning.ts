import { sessionTouched } from "./problem";

const warnBefore = 3 * 60; // seconds before the end

/**
 * <session-warning data-seconds data-touch data-leave + texts>: warns in time that the session will end for want of use, and offers
 * to go on (WCAG 2.2.1). The server alone ends sessions; this only tells.
 */
export class SessionWarning extends HTMLElement {
  private timers: number[] = [];
  private dialog?: HTMLDialogElement;
  private readonly restart = (): void => this.start();

  connectedCallback(): void {
    document.addEventListener("portal:touched", this.restart);
    this.start();
  }

  disconnectedCallback(): void {
    document.removeEventListener("portal:touched", this.restart);
    this.stop();
  }

  private stop(): void {
    for (const timer of this.timers) window.clearTimeout(timer);
    this.timers = [];
  }

  private start(): void {
    this.stop();
    this.dialog?.close();
    const seconds = Number(this.dataset.seconds);
    if (!(seconds > 0)) return;
    const warnAt = Math.max(seconds - warnBefore, seconds / 2);
    this.timers.push(window.setTimeout(() => this.warn(seconds - warnAt), warnAt * 1000));
    this.timers.push(window.setTimeout(() => this.ended(), seconds * 1000));
  }

  private warn(left: number): void {
    const minutes = Math.max(1, Math.round(left / 60));
    this.show((this.dataset.text ?? "").replace("{minutes}", String(minutes)), this.button(this.dataset.stay, () => void this.stay()));
  }

  private ended(): void {
    const link = document.createElement("a");
    link.className = "ds-button";
    link.href = this.dataset.leave ?? "/sign-in";
    link.textContent = this.dataset.signin ?? "";
    this.show(this.dataset.ended ?? "", link);
  }

  private async stay(): Promise<void> {
    try {
      const response = await fetch(this.dataset.touch ?? "", { method: "POST" });
      if (response.ok) sessionTouched();
      else this.ended();
    } catch {
      // no network: leave the dialog as it is, the reader can press again
    }
  }

  private button(label: string | undefined, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.textContent = label ?? "";
    button.addEventListener("click", act);
    return button;
  }

  private show(text: string, action: HTMLElement): void {
    this.dialog ??= this.appendChild(document.createElement("dialog"));
    const title = document.createElement("h2");
    title.className = "ds-heading";
    title.dataset.size = "sm";
    title.id = "session-warning-title";
    title.textContent = this.dataset.title ?? "";
    const words = document.createElement("p");
    words.textContent = text;
    this.dialog.setAttribute("aria-labelledby", title.id);
    this.dialog.replaceChildren(title, words, action);
    if (!this.dialog.open) this.dialog.showModal();
  }
}
