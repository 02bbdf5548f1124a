/**
 * <undo-bar data-seconds data-done>: counts down how long a decision may still be taken back. The server commits it at the end by itself;
 * this only tells. [data-left] shows the seconds in the words of data-words.
 */
export class UndoBar extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    const end = Date.now() + Number(this.dataset.seconds) * 1000;
    const tell = (): void => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) return this.over();
      const place = this.querySelector<HTMLElement>("[data-left]");
      if (place) place.textContent = (place.dataset.words ?? "{seconds}").replace("{seconds}", String(left));
    };
    tell();
    this.timer = window.setInterval(tell, 500);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private over(): void {
    window.clearInterval(this.timer);
    const done = document.createElement("p");
    done.textContent = this.dataset.done ?? "";
    this.dataset.color = "success";
    this.replaceChildren(done);
  }
}
