/** Alt+key presses the element that carries data-shortcut="key": officers claim, save and move on without the mouse. */
export function listenForShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || !/^Key[A-Z]$/.test(event.code)) return;
    const key = event.code.slice(3).toLowerCase();
    const target = document.querySelector<HTMLElement>(`[data-shortcut="${key}"]`);
    if (!target) return;
    event.preventDefault();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) target.focus();
    else target.click();
  });
}
