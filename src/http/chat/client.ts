/**
 * The page's own script: submits without a reload, shows a picture before it is sent and how far it is, and looks
 * for news. Without it every form still works by reloading.
 */

/** While something is being worked on or was just said; and while nothing is expected to happen. */
const soonMs = 1_000
const seldomMs = 15_000
const attentiveMs = 60_000
const maxUploadBytes = 20 * 1024 * 1024
const maxPictures = 2

const transcript = document.querySelector<HTMLOListElement>('#transcript')
const composer = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>('#composer')
let lastActivity = Date.now()
let timer: ReturnType<typeof setTimeout> | undefined

const lastEntry = (): string =>
  [...document.querySelectorAll<HTMLElement>('[data-entry]')].at(-1)?.dataset['entry'] ?? '0'

const say = (text: string): void => {
  const notice = document.querySelector('#notice')
  if (notice) notice.textContent = text
}

/** To the first of the new entries that the service said, so that a question is read from its beginning. */
const showFrom = (entries: readonly Element[]): void => {
  const said = entries.find((entry) => entry.classList.contains('service')) ?? entries.at(-1)
  let shownAt = scrollY
  const show = (): void => {
    said?.scrollIntoView({ block: 'start' })
    shownAt = scrollY
  }
  show()
  // a picture makes room for itself once it is there; whoever has scrolled since stays where they are
  for (const picture of entries.flatMap((entry) => [...entry.querySelectorAll('img')]))
    if (!picture.complete)
      picture.addEventListener('load', () => scrollY === shownAt && show(), { once: true })
}

/** A picture that was chosen and not sent stays chosen, as long as one is taken. */
const keepPicture = (current: Element, next: Element): void => {
  const control = current.querySelector('.picture')
  const place = next.querySelector('.picture')
  if (!place || !control?.querySelector<HTMLInputElement>('#picture')?.files?.length) return
  place.closest('details')?.setAttribute('open', '')
  place.replaceWith(control)
}

/** Takes the entries that came since, and the control for the question as it now stands. */
const update = async (options: { readonly replaceComposer: boolean }): Promise<void> => {
  const response = await fetch(`/chat/after/${lastEntry()}`, { headers: { accept: 'text/html' } })
  if (response.status !== 200 || !transcript) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const known = new Set([...transcript.children].map((child) => child.id))
  const fresh = [...page.querySelectorAll('#update > ol > li')].filter((entry) => !known.has(entry.id))
  const next = page.querySelector('#composer')
  const current = composer()
  transcript.append(...fresh)
  if (next && current && (options.replaceComposer || fresh.length > 0)) {
    const typed = current.querySelector<HTMLInputElement>('#text')?.value
    if (!options.replaceComposer) keepPicture(current, next)
    current.replaceWith(next)
    const field = composer()?.querySelector<HTMLInputElement>('#text')
    if (!options.replaceComposer && typed !== undefined && field && field.value === '') field.value = typed
    if (options.replaceComposer) field?.focus()
  }
  showFrom(fresh)
}

const look = async (): Promise<void> => {
  clearTimeout(timer)
  if (!document.hidden && transcript) {
    try {
      await update({ replaceComposer: false })
    } catch (cause) {
      // The network is away for a moment: the next look tries again.
      if (!(cause instanceof TypeError)) throw cause
    }
  }
  const isAttentive = composer()?.dataset['waiting'] !== undefined || Date.now() - lastActivity < attentiveMs
  timer = setTimeout(() => void look(), isAttentive ? soonMs : seldomMs)
}

/** Posts a form and tells how far it is; resolves to whether it was taken. XMLHttpRequest, because fetch tells no progress. */
const post = async (
  form: HTMLFormElement,
  data: FormData,
): Promise<{ readonly ok: boolean; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const progress = form.querySelector('progress')
    request.upload.addEventListener('progress', (event) => {
      if (!progress || !event.lengthComputable || event.total < 50_000) return
      progress.hidden = false
      progress.value = Math.round((event.loaded / event.total) * 100)
    })
    request.addEventListener('load', () => {
      const ok = request.status >= 200 && request.status < 300
      resolve({ ok, text: ok ? '' : request.responseText })
    })
    request.addEventListener('error', () => reject(new TypeError('network')))
    request.open('POST', form.action)
    request.send(data)
  })

const submit = async (form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> => {
  const data = new FormData(form, submitter)
  const buttons = [...form.querySelectorAll('button')]
  const busy = (isBusy: boolean): void => {
    for (const button of buttons) button.disabled = isBusy
    form.setAttribute('aria-busy', String(isBusy))
  }
  busy(true)
  lastActivity = Date.now()
  try {
    const { ok, text } = await post(form, data)
    if (!ok) return say(text)
    await update({ replaceComposer: true })
    lastActivity = Date.now()
    await look()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    say(document.body.dataset['offline'] ?? '')
  } finally {
    busy(false)
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.id !== 'composer') return
  event.preventDefault()
  void submit(form, event.submitter)
})

document.addEventListener('change', (event) => {
  const input = event.target
  if (!(input instanceof HTMLInputElement) || input.type !== 'file') return
  const preview = document.querySelector<HTMLImageElement>('#preview')
  const files = [...(input.files ?? [])]
  const refusal =
    (files.length > maxPictures && input.dataset['tooMany']) ||
    (files.reduce((sum, { size }) => sum + size, 0) > maxUploadBytes && input.dataset['tooLarge'])
  if (refusal) input.value = ''
  say(refusal || '')
  if (!preview) return
  if (preview.src !== '') URL.revokeObjectURL(preview.src)
  // Of the first that a browser can show.
  const shown = refusal ? undefined : files.find(({ type }) => type.startsWith('image/'))
  preview.hidden = !shown
  if (shown) preview.src = URL.createObjectURL(shown)
})

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void look()
})

if (transcript) {
  showFrom([...transcript.children].slice(-1))
  void look()
}
