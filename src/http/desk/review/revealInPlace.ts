/** Shows a masked value where it stands; without a connection, or once the application is gone, the page says so. */
export const revealInPlace = (form: HTMLElement): void => {
  if (!(form instanceof HTMLFormElement)) return
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    reveal(form).catch(() => form.submit())
  })
}

const reveal = async (form: HTMLFormElement): Promise<void> => {
  const shown = form.parentElement?.querySelector<HTMLElement>('[data-masked]')
  const button = form.querySelector('button')
  if (!shown || !button || button.disabled) return
  button.disabled = true
  const answer = await fetch(form.action, {
    method: 'post',
    headers: { accept: 'application/json' },
    redirect: 'error',
  })
  const body: unknown = await answer.json()
  if (!answer.ok || typeof body !== 'object' || body === null || !('value' in body)) return form.submit()
  shown.textContent = String(body.value)
  shown.tabIndex = -1
  if (form.contains(document.activeElement) || document.activeElement === document.body) shown.focus()
  form.remove()
}
