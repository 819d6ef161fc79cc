import { filledForm } from './filledForm.ts'

/** Asks before a decision that was begun is given up. */
export const askFirst = (form: HTMLElement): void =>
  form.addEventListener('submit', (event) => {
    if (filledForm() && !confirm(form.dataset['confirm'])) event.preventDefault()
  })
