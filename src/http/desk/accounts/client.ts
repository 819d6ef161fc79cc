/*
 * What only a script can do about accounts: passkeys, which the browser makes and uses, and taking an invitation's code
 * out of the address.
 */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

const offerPasskey = (form: HTMLFormElement): void => {
  const answer = form.querySelector<HTMLInputElement>('[name=answer]')
  const problem = form.querySelector<HTMLElement>('[data-problem]')
  if (!answer || !problem) return
  let isAsking = false

  const ask = async (): Promise<void> => {
    problem.textContent = ''
    const asked = await fetch(`${form.action}/options`, {
      method: 'post',
      body: new URLSearchParams(
        [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
      ),
      redirect: 'error',
    })
    const told: unknown = await asked.json()
    if (!asked.ok || !isOptions(told)) {
      problem.textContent = isProblem(told) ? told.problem : (form.dataset['failed'] ?? '')
      return
    }
    const signed =
      form.dataset['passkey'] === 'register'
        ? await startRegistration({ optionsJSON: told.options as PublicKeyCredentialCreationOptionsJSON })
        : await startAuthentication({ optionsJSON: told.options as PublicKeyCredentialRequestOptionsJSON })
    answer.value = JSON.stringify(signed)
    form.submit()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    ask()
      .catch(() => {
        problem.textContent = form.dataset['failed'] ?? ''
      })
      .finally(() => {
        isAsking = false
      })
  })
  form.hidden = false
}

const isOptions = (told: unknown): told is { options: object } =>
  typeof told === 'object' && told !== null && 'options' in told && typeof told.options === 'object'

const isProblem = (told: unknown): told is { problem: string } =>
  typeof told === 'object' && told !== null && 'problem' in told && typeof told.problem === 'string'

/** The address goes no further than this page: not into the history, and not to the next page. */
const takeCode = (form: HTMLFormElement): void => {
  const code = form.querySelector<HTMLInputElement>('[name=code]')
  const carried = location.hash.slice(1)
  if (!code || carried === '') return
  code.value = carried
  history.replaceState(null, '', location.pathname)
  form.querySelector<HTMLInputElement>('[name=next]')?.focus()
}

if (browserSupportsWebAuthn())
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) offerPasskey(form)
const join = document.querySelector<HTMLFormElement>('form[data-join]')
if (join) takeCode(join)
