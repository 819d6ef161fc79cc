/*
 * Keeps what a reviewer holds while they are at it. Everything works without this; the server decides what holds.
 */

import './accounts/client.ts'
import { keepLive } from './oversight/live.ts'

/** Renewed when less than this is left, and only while the page is looked at. */
const renewBelowSeconds = 5 * 60

const keepLease = (bar: HTMLElement): void => {
  const form = bar.querySelector<HTMLFormElement>('form[data-renew]')
  const left = bar.querySelector<HTMLElement>('[data-left]')
  const until = bar.querySelector<HTMLElement>('[data-until]')
  const countdown = bar.querySelector<HTMLElement>('[data-countdown]')
  if (!form || !left || !until || !countdown) return

  // The server's count of seconds, so that a wrong clock here does not matter.
  let deadline = Date.now() + Number(bar.dataset['lease']) * 1000
  let renewing = false

  const renew = async (): Promise<void> => {
    if (renewing) return
    renewing = true
    // without a connection the count goes on, and the next second tries again
    const answer = await fetch(form.action, {
      method: 'post',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'error',
    }).catch(() => undefined)
    const renewed: unknown = await answer?.json().catch(() => undefined)
    renewing = false
    if (!answer) return
    if (!answer.ok || !isRenewal(renewed)) return end()
    deadline = Date.now() + renewed.seconds * 1000
    until.textContent = new Intl.DateTimeFormat('zh-CN', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }).format(new Date(renewed.until))
    show()
  }

  const end = (): void => {
    clearInterval(timer)
    bar.classList.add('over')
    bar.querySelector('p')?.replaceChildren(bar.dataset['over'] ?? '')
    bar.querySelector('p')?.setAttribute('role', 'alert')
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-decision] button'))
      button.disabled = true
  }

  const secondsLeft = (): number => Math.max(0, Math.ceil((deadline - Date.now()) / 1000))

  const show = (): void => {
    const seconds = secondsLeft()
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }

  const tick = (): void => {
    show()
    if (secondsLeft() === 0) return end()
    if (secondsLeft() < renewBelowSeconds && document.visibilityState === 'visible') void renew()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void renew()
  })
  countdown.hidden = false
  const timer = setInterval(tick, 1000)
  tick()
}

const isRenewal = (value: unknown): value is { until: string; seconds: number } =>
  typeof value === 'object' && value !== null && 'until' in value && 'seconds' in value

/** A form is sent once, however often its button is pressed; a page come back to can be used again. */
const sendOnce = (): void => {
  const sent: HTMLButtonElement[] = []
  document.addEventListener('submit', ({ target, defaultPrevented }) => {
    if (defaultPrevented || !(target instanceof HTMLFormElement)) return
    const buttons = target.querySelectorAll('button')
    // after the submission has been put together: a disabled button's value would be missing from it
    setTimeout(() => {
      for (const button of buttons) button.disabled = true
      sent.push(...buttons)
    })
  })
  addEventListener('pageshow', () => {
    for (const button of sent.splice(0)) button.disabled = false
  })
}

keepLive()
const bar = document.querySelector<HTMLElement>('[data-lease]')
if (bar) keepLease(bar)
sendOnce()
