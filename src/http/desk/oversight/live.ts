/*
 * Keeps what is marked `data-live` on a page as it is at the desk, without a reload. The events say only that
 * something happened: the page is fetched again, so a reviewer never sees more than the page would show.
 */

/** Changes that come close together are one. */
const gatherMs = 300
/** A line that says nothing for so long is dead, also when the browser has not noticed. */
const silenceMs = 15_000
const again = 3_000
/** A lease that lapses and a promise that falls due happen by time alone, which no event tells. */
const timeMs = 60_000

const replaceLive = async (): Promise<'replaced' | 'signedOut'> => {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  // where the session is over the sign-in answers; what is shown stays, for something may be typed in it
  if (answer.redirected) return 'signedOut'
  if (!answer.ok) return 'replaced'
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const active = document.activeElement
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${part.dataset['live'] ?? ''}"]`)
    if (!next || next.innerHTML === part.innerHTML) continue
    const focused = part.contains(active) ? nameOf(active) : undefined
    part.replaceChildren(...next.childNodes)
    if (focused === undefined) continue
    const found = Array.from(part.querySelectorAll<HTMLElement>('a, button')).find(
      (each) => nameOf(each) === focused,
    )
    found?.focus()
  }
  return 'replaced'
}

/** By what a link or a button is the same as before. */
const nameOf = (element: Element | null): string | undefined =>
  element === null
    ? undefined
    : `${element.getAttribute('href') ?? ''} ${element.closest('form')?.getAttribute('action') ?? ''} ${element.getAttribute('aria-label') ?? element.textContent}`

export const keepLive = (): void => {
  if (document.querySelector('[data-live]') === null) return
  const line = document.querySelector<HTMLElement>('[data-line]')
  let lastHeard = Date.now()
  let isLost = false
  let isOver = false
  let source: EventSource | undefined
  let gathering: ReturnType<typeof setTimeout> | undefined

  const refresh = (): void => {
    clearTimeout(gathering)
    gathering = setTimeout(() => {
      // without a connection the next event, or the connection's return, tries again
      replaceLive().then((found) => (found === 'signedOut' ? end() : undefined), lost)
    }, gatherMs)
  }
  const end = (): void => {
    isOver = true
    source?.close()
    if (line) line.textContent = line.dataset['signedOut'] ?? ''
  }
  const heard = (): void => {
    lastHeard = Date.now()
    if (!isLost) return
    isLost = false
    if (line) line.textContent = line.dataset['online'] ?? ''
    refresh()
  }
  const lost = (): void => {
    if (isLost || isOver) return
    isLost = true
    if (line) line.textContent = line.dataset['offline'] ?? ''
  }
  const listen = (): void => {
    source?.close()
    source = new EventSource('/desk/live')
    source.addEventListener('hello', heard)
    source.addEventListener('alive', heard)
    source.addEventListener('changed', () => {
      heard()
      refresh()
    })
    source.addEventListener('error', () => {
      // the browser comes back by itself, but not after an answer that is no stream, such as a proxy's or the sign-in
      if (source?.readyState !== EventSource.CLOSED) return
      lost()
      refresh()
    })
  }

  const isSeen = (): boolean => document.visibilityState === 'visible'
  const show = (): void => {
    if (isOver) return
    if (!isSeen()) {
      // a browser holds six connections to a site: pages that are not looked at would take them from the one that is
      source?.close()
      return
    }
    lastHeard = Date.now()
    listen()
    refresh()
  }

  if (isSeen()) listen()
  document.addEventListener('visibilitychange', show)
  addEventListener('online', show)
  addEventListener('offline', lost)
  setInterval(() => {
    if (!isSeen() || isOver) return
    if (Date.now() - lastHeard > silenceMs) lost()
    if (isLost && source?.readyState === EventSource.CLOSED) listen()
  }, again)
  setInterval(() => {
    if (isSeen() && !isOver) refresh()
  }, timeMs)
}
