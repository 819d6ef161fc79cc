/*
 * Acts on single keys as `shortcuts` lists them: a key presses the control that bears it, leads to a decision's form, or
 * walks from one thing to the next of its kind.
 * Off while typing, in a dialog, with another key held, for keys that repeat, and for who has switched them off.
 */

export const hearKeys = (opener: HTMLElement): void => {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.keys-list')
  opener.hidden = false
  opener.addEventListener('click', () => dialog?.showModal())
  if (opener.dataset['shortcuts'] !== 'on') return
  document.documentElement.classList.add('has-keys')
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) choose(target)
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
  const next = form ? undefined : nextOf(key)
  next?.focus()
  const control = next ? next.closest<HTMLElement>('[data-crop]') : form ? null : controlOf(key)
  control?.click()
  return form !== null || next !== undefined || control !== null
}

/** What each of the keys walks over, and which way: lines of the queue, scans, pieces of them, a form's groups. */
const walks: Readonly<Record<string, readonly [over: string, by: 1 | -1]>> = {
  j: ['[data-step]', 1],
  k: ['[data-step]', -1],
  f: ['figure[data-scan] [data-stage][tabindex]', 1],
  g: ['[data-crop]', 1],
}

const nextOf = (key: string): HTMLElement | undefined => {
  if (key === 'd') return nextGroup()
  const [over, by] = walks[key] ?? []
  if (over === undefined || by === undefined) return undefined
  const all = pressable(over)
  const focused = all.findIndex((each) => each === document.activeElement)
  const from = focused < 0 ? all.findIndex((each) => each.closest('.chosen') !== null) : focused
  return all.at((by > 0 ? from + 1 : Math.max(from, 0) - 1) % all.length)
}

/** The first box or choice of the group that follows in the form the keyboard is in. */
const nextGroup = (): HTMLElement | undefined => {
  const groups = Array.from(openForm()?.querySelectorAll('fieldset') ?? [])
  const from = groups.findIndex((group) => group.contains(document.activeElement))
  return groups[(from + 1) % groups.length]?.querySelector('input') ?? undefined
}

/** The decision's form that the keyboard is in, or else the first. */
const openForm = (): HTMLElement | null =>
  document.activeElement?.closest<HTMLElement>('form[data-decision]') ??
  document.querySelector<HTMLElement>('form[data-decision]')

const pressable = (what: string): HTMLElement[] =>
  Array.from(document.querySelectorAll<HTMLElement>(what)).filter(
    (each) => each.checkVisibility() && !each.matches(':disabled'),
  )

/** The one that can be pressed: of each scan's own, that of the scan chosen last; of boxes, of the group or form open. */
const controlOf = (key: string): HTMLElement | null => {
  const group = document.activeElement?.closest('fieldset:has([data-key])') ?? openForm()
  const bearing = pressable(`[data-key="${CSS.escape(key)}"]`).filter(
    (each) => each.closest('form[data-decision]') === null || group?.contains(each),
  )
  return bearing.find((each) => each.closest('.chosen') !== null) ?? bearing[0] ?? null
}

/** First to the form, to what it still lacks; once the keyboard is in it and it is complete, the key sends it. */
const decide = (form: HTMLFormElement): void => {
  const send = form.querySelector<HTMLButtonElement>('button:not([type])')
  const isInside = form.contains(document.activeElement)
  if (isInside && send && !send.disabled && isFilled(form)) return form.requestSubmit(send)
  const controls = Array.from(
    form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type="hidden"]), textarea'),
  )
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

/** The scan, or the piece of one, that the keyboard was in last. */
const choose = (focused: Element): void => {
  for (const kind of ['figure[data-scan]', '[data-crop]']) {
    const chosen = focused.closest(kind)
    if (!chosen) continue
    for (const each of document.querySelectorAll(`${kind}.chosen`)) each.classList.remove('chosen')
    chosen.classList.add('chosen')
  }
}
