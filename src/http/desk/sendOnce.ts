/** A form is sent once, however often its button or key is pressed; a page come back to can be used again. */
export const sendOnce = (): void => {
  const sent = new Set<HTMLFormElement>()
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method === 'dialog') return
    if (sent.has(form)) return event.preventDefault()
    sent.add(form)
    // after the submission has been put together: a disabled button's value would be missing from it
    setTimeout(() => setDisabled(form, true))
  })
  addEventListener('pageshow', () => {
    for (const form of sent) setDisabled(form, false)
    sent.clear()
  })
}

const setDisabled = (form: HTMLFormElement, isDisabled: boolean): void => {
  for (const button of form.querySelectorAll('button')) button.disabled = isDisabled
}
