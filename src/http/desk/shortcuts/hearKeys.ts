/*
 * Acts on single keys as `shortcuts` lists them: a key presses the control that bears it, or leads to a decision's form.
 * Off while typing, in a dialog, with another key held, for keys that repeat, and for who has switched them off.
 */

export const hearKeys = (opener: HTMLElement): void => {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.keys-list')
  opener.hidden = false
  opener.addEventListener('click', () => dialog?.showModal())
  if (opener.dataset['shortcuts'] !== 'on') return
  document.documentElement.classList.add('has-keys')
  document.addEventListener('focusin', ({ target }) => {
    const figure = target instanceof Element ? target.closest('figure[data-scan]') : null
    if (figure) choose(figure)
  })
  document.addEventListener('keydown', (event) => {
    if (event.repeat || event.isComposing || event.defaultPrevented) return
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const key = event.key === '=' ? '+' : event.key.toLowerCase()
    if (dialog?.open) return key === '?' ? dialog.close() : undefined
    if (act(key)) event.preventDefault()
  })
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"])'))

/** Whether the key meant something here. */
const act = (key: string): boolean => {
  const form = document.querySelector<HTMLFormElement>(`form[data-decision="${CSS.escape(key)}"]`)
  if (form) decide(form)
  const control = form ? undefined : controlOf(key)
  control?.click()
  const other = key === 'f' ? otherScan() : undefined
  other?.focus()
  return form !== null || control !== undefined || other !== undefined
}

/** The one that can be pressed; of each scan's own, that of the scan chosen last. */
const controlOf = (key: string): HTMLElement | undefined => {
  const bearing = Array.from(
    document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`),
  ).filter((each) => each.checkVisibility() && !each.matches(':disabled'))
  return bearing.find((each) => each.closest('.chosen') !== null) ?? bearing[0]
}

/** First to the form, to what it still lacks; once the keyboard is in it and it is complete, the key sends it. */
const decide = (form: HTMLFormElement): void => {
  const send = form.querySelector<HTMLButtonElement>('button:not([type])')
  const isInside = form.contains(document.activeElement)
  if (isInside && send && !send.disabled && isFilled(form)) return form.requestSubmit(send)
  const controls = Array.from(form.querySelectorAll<HTMLInputElement>('input:not([type="hidden"])'))
  const lacking = controls.find((control) => !control.validity.valid)
  const next = lacking ?? (isFilled(form) ? send : controls[0])
  form.scrollIntoView({ block: 'nearest' })
  next?.focus()
}

/** Valid, and where nothing is required, with a reason in it. */
const isFilled = (form: HTMLFormElement): boolean =>
  form.checkValidity() &&
  (form.querySelector(':required') !== null ||
    Array.from(form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:checked, textarea')).some(
      (control) => control.name !== 'internalNote' && control.value.trim() !== '',
    ))

const stages = (): HTMLElement[] =>
  Array.from(document.querySelectorAll<HTMLElement>('figure[data-scan] [data-stage][tabindex]'))

const otherScan = (): HTMLElement | undefined => {
  const all = stages()
  const chosen = all.findIndex((stage) => stage.closest('.chosen') !== null)
  return all[(chosen + 1) % all.length]
}

const choose = (figure: Element): void => {
  for (const each of document.querySelectorAll('figure.chosen')) each.classList.remove('chosen')
  figure.classList.add('chosen')
}
