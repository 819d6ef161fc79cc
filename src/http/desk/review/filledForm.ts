/**
 * The decision's form that a reviewer has ticked or typed something in, the first of them; one in which there is more
 * than ticks on the checklist before one that has only those, which are made anew in any case.
 */
export const filledForm = (): HTMLFormElement | undefined => {
  const forms = Array.from(document.querySelectorAll<HTMLFormElement>('form[data-decision]'))
  const isTicked = (form: HTMLFormElement, but = ''): boolean =>
    form.querySelector(`[type=checkbox]:checked${but}`) !== null
  const isTyped = (form: HTMLFormElement): boolean =>
    Array.from(form.querySelectorAll('textarea')).some(({ value }) => value.trim() !== '')
  return (
    forms.find((form) => isTyped(form) || isTicked(form, ':not([name=checklist])')) ??
    forms.find((form) => isTicked(form))
  )
}
