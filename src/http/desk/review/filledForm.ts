/** The decision's form that a reviewer has ticked or typed something in, the first of them. */
export const filledForm = (): HTMLFormElement | undefined =>
  Array.from(document.querySelectorAll<HTMLFormElement>('form[data-decision]')).find((form) =>
    Array.from(form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(':checked, textarea')).some(
      ({ type, value }) => type === 'checkbox' || (type === 'textarea' && value.trim() !== ''),
    ),
  )
