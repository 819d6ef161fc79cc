/** How long the word that it took effect stays. */
const lingerMs = 4_000

/** Counts how long a decision can still be undone. */
export const countUndo = (bar: HTMLElement): void => {
  const left = bar.querySelector<HTMLElement>('[data-undo-left]')
  const text = bar.querySelector<HTMLElement>('[data-undo-text]')
  const button = bar.querySelector('button')
  if (!left || !text || !button) return
  // The server's count, so that a wrong clock here does not matter.
  const deadline = Date.now() + Number(bar.dataset['undo']) * 1000
  const tick = (): void => {
    const seconds = Math.max(0, Math.ceil((deadline - Date.now()) / 1000))
    left.textContent = String(seconds)
    if (seconds > 0) return
    clearInterval(timer)
    button.disabled = true
    left.hidden = true
    text.textContent = bar.dataset['over'] ?? ''
    setTimeout(() => bar.remove(), lingerMs)
  }
  const timer = setInterval(tick, 250)
  tick()
}
