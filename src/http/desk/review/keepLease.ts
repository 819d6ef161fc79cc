import { isAsSeen } from '../../../core/desk.ts'
import { filledForm } from './filledForm.ts'

/** Renewed when less than this is left. */
const renewBelowSeconds = 5 * 60
/**
 * Renewed unasked for so long after the reviewer was last here, also while they look something up elsewhere; a page left
 * open overnight holds nothing.
 */
const awayMs = 60 * 60_000

interface Renewal {
  readonly until: string
  readonly seconds: number
}

/** Counts down how long the reviewer holds the application, renews while the page is open, and takes it again when it lapsed. */
export const keepLease = (bar: HTMLElement): void => {
  const renewing = bar.querySelector<HTMLFormElement>('form[data-renew]')
  const taking = bar.querySelector<HTMLFormElement>('form[data-take]')
  const text = bar.querySelector<HTMLElement>('[data-lease-text]')
  const said = bar.querySelector<HTMLElement>('[data-lease-said]')
  const left = bar.querySelector<HTMLElement>('[data-left]')
  const until = bar.querySelector<HTMLElement>('[data-until]')
  const countdown = bar.querySelector<HTMLElement>('[data-countdown]')
  if (!renewing || !taking || !text || !said || !left || !until || !countdown) return

  // The server's count of seconds, so that a wrong clock here does not matter.
  let deadline = Date.now() + Number(bar.dataset['lease']) * 1000
  let lastHere = Date.now()
  let isAsking = false
  let isOver = false
  /** But those that the page itself disables. */
  const sends = Array.from(
    document.querySelectorAll<HTMLButtonElement>('[data-decision] button:not([type])'),
  ).filter((button) => !button.disabled)

  /** The desk's answer; undefined without a connection, and then the count goes on. */
  const ask = async (
    form: HTMLFormElement,
  ): Promise<{ readonly ok: boolean; readonly body: unknown } | undefined> => {
    if (isAsking) return undefined
    isAsking = true
    try {
      const answer = await fetch(form.action, {
        method: 'post',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        redirect: 'error',
      })
      return { ok: answer.ok, body: await answer.json() }
    } catch (error) {
      // what `fetch` and `json` reject with when there is no connection, or a proxy's page in its place
      if (error instanceof TypeError || error instanceof SyntaxError) return undefined
      throw error
    } finally {
      isAsking = false
    }
  }

  const hold = ({ seconds, until: end }: Renewal): void => {
    deadline = Date.now() + seconds * 1000
    until.textContent = new Intl.DateTimeFormat('zh-CN', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }).format(new Date(end))
    setOver(false)
    show()
  }

  const renew = async (): Promise<void> => {
    const answer = await ask(renewing)
    if (!answer) return
    if (answer.ok && isRenewal(answer.body)) hold(answer.body)
    else setOver(true)
  }

  /** What was typed stays; it can be sent when nothing but this taking happened since. */
  const takeAgain = async (): Promise<void> => {
    const answer = await ask(taking)
    if (!answer) return
    const taken = answer.body
    if (!answer.ok || !isRenewal(taken)) return void (said.textContent = bar.dataset['gone'] ?? '')
    const versions = document.querySelectorAll<HTMLInputElement>('[data-decision] [name="version"]')
    const seen = Number(versions[0]?.value)
    const version = 'version' in taken ? Number(taken.version) : NaN
    if (!isAsSeen(seen, version)) return takeWithDraft()
    for (const field of versions) field.value = String(version)
    hold(taken)
    said.textContent = bar.dataset['again'] ?? ''
  }

  /** Not for this page to show: what changed stands on one that comes with what was typed here. */
  const takeWithDraft = (): void => {
    const form = filledForm()
    for (const [name, value] of form ? new FormData(form) : [])
      if (typeof value === 'string') {
        const field = document.createElement('input')
        Object.assign(field, { type: 'hidden', name, value })
        taking.append(field)
      }
    taking.submit()
  }

  const setOver = (to: boolean): void => {
    if (isOver === to) return
    isOver = to
    bar.classList.toggle('over', to)
    text.hidden = to
    said.textContent = to ? (bar.dataset['over'] ?? '') : ''
    said.setAttribute('role', to ? 'alert' : 'status')
    renewing.hidden = to
    taking.hidden = !to
    for (const button of sends) button.disabled = to
  }

  const secondsLeft = (): number => Math.max(0, Math.ceil((deadline - Date.now()) / 1000))

  const show = (): void => {
    const seconds = secondsLeft()
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }

  const tick = (): void => {
    if (isOver) return
    show()
    if (secondsLeft() === 0) setOver(true)
    else if (secondsLeft() < renewBelowSeconds && Date.now() - lastHere < awayMs) void renew()
  }

  for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'visibilitychange'])
    document.addEventListener(sign, () => (lastHere = Date.now()), { passive: true })

  for (const [form, act] of [
    [renewing, renew],
    [taking, takeAgain],
  ] as const)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void act()
    })
  countdown.hidden = false
  setInterval(tick, 1000)
  tick()
}

const isRenewal = (value: unknown): value is Renewal =>
  typeof value === 'object' && value !== null && 'until' in value && 'seconds' in value
