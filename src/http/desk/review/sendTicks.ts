/** What was ticked on the checklist goes with whichever decision is sent, and is kept with it. */
export const sendTicks = (form: HTMLElement): void => {
  form.addEventListener('formdata', ({ formData }) => {
    if (form.querySelector('[name=checklist]')) return
    for (const { value } of document.querySelectorAll<HTMLInputElement>('[name=checklist]:checked'))
      formData.append('checklist', value)
  })
}
