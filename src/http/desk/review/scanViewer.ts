import type OpenSeadragonLibrary from 'openseadragon'

type Library = typeof OpenSeadragonLibrary

/** Shares of the picture: left, top, width, height. */
export type Box = readonly [number, number, number, number]

export interface ScanViewer {
  /** As the page loaded it. */
  readonly picture: HTMLImageElement
  /** Brings a part of the upright picture close. */
  show(box: Box): void
}

/** What the machine saw, and where: in shares of each copy of the picture. */
interface Mark {
  readonly label: string
  readonly upright: Box
  readonly original: Box
}

const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches

/** Undefined when the picture could not be shown; then the page says so. */
export const openScanViewer = async (
  figure: HTMLElement,
  library: Library,
): Promise<ScanViewer | undefined> => {
  const stage = figure.querySelector<HTMLElement>('[data-stage]')
  const picture = stage?.querySelector('img')
  const tools = figure.querySelector<HTMLElement>('[data-tools]')
  if (!stage || !picture || !tools) return undefined
  if (!(await isLoaded(picture))) {
    stage.append(said(figure.dataset['unshown'] ?? ''))
    return undefined
  }

  keepFromStyling()
  stage.classList.add('live')
  picture.hidden = true
  const ground = document.createElement('div')
  ground.className = 'ground'
  stage.append(ground)
  const viewer = library({
    element: ground,
    tileSources: sourceOf(library, picture),
    drawer: 'canvas',
    showNavigationControl: false,
    showNavigator: false,
    keyboardNavEnabled: false,
    visibilityRatio: 0.4,
    minZoomImageRatio: 0.9,
    maxZoomPixelRatio: 4,
    animationTime: isStill ? 0 : 0.35,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  } as OpenSeadragonLibrary.Options)

  const marks = JSON.parse(figure.dataset['marks'] ?? '[]') as readonly Mark[]
  let copy: 'upright' | 'original' = 'upright'
  let showsMarks = true
  const placeMarks = (): void => {
    viewer.clearOverlays()
    if (!showsMarks) return
    for (const mark of marks)
      viewer.addOverlay({ element: frame(mark.label, mark[copy]), location: rectOf(mark[copy]) })
  }
  const rectOf = ([x, y, width, height]: Box): OpenSeadragonLibrary.Rect => {
    const size = viewer.world.getItemAt(0).getContentSize()
    const tall = size.y / size.x
    return new library.Rect(x, y * tall, width, height * tall)
  }
  viewer.addHandler('open', placeMarks)

  let original: HTMLImageElement | undefined
  const change = async (to: typeof copy): Promise<void> => {
    if (to === copy) return
    if (to === 'original' && !original) {
      const sent = new Image()
      sent.src = figure.dataset['original'] ?? ''
      if (!(await isLoaded(sent))) return
      original = sent
    }
    copy = to
    press('original', copy === 'original')
    viewer.open([{ tileSource: sourceOf(library, copy === 'original' && original ? original : picture) }])
  }

  const press = (action: string, isPressed: boolean): void =>
    tools.querySelector(`[data-do="${action}"]`)?.setAttribute('aria-pressed', String(isPressed))
  const zoomBy = (factor: number): void => {
    viewer.viewport.zoomBy(factor)
    viewer.viewport.applyConstraints()
  }
  const turn = (quarters: number): void => {
    viewer.viewport.setRotation(viewer.viewport.getRotation() + quarters * 90, isStill)
  }
  const actions: Readonly<Record<string, () => void>> = {
    in: () => zoomBy(1.5),
    out: () => zoomBy(1 / 1.5),
    turn: () => turn(1),
    whole: () => {
      viewer.viewport.setRotation(0, true)
      viewer.viewport.goHome(isStill)
    },
    marks: () => {
      showsMarks = !showsMarks
      press('marks', showsMarks)
      placeMarks()
    },
    original: () => void change(copy === 'upright' ? 'original' : 'upright'),
  }
  tools.addEventListener('click', ({ target }) => {
    const action = target instanceof Element ? target.closest<HTMLElement>('[data-do]')?.dataset['do'] : ''
    actions[action ?? '']?.()
  })
  tools.hidden = false

  turnByFingers(viewer, turn)
  makeFocusable(library, viewer, stage, ground)
  return {
    picture,
    show(box) {
      stage.scrollIntoView({ block: 'nearest' })
      const close = (): void => {
        const rect = rectOf(box)
        const [wide, high] = [rect.width * 0.35, Math.max(rect.height, 0.05)]
        viewer.viewport.setRotation(0, true)
        viewer.viewport.fitBounds(
          new library.Rect(rect.x - wide / 2, rect.y - high, rect.width + wide, rect.height + 2 * high),
          isStill,
        )
      }
      if (copy === 'upright') return close()
      viewer.addOnceHandler('open', close)
      void change('upright')
    },
  }
}

/** The library adds a style of its own where it finds none, which the page's policy would block and complain of. */
const keepFromStyling = (): void => {
  if (document.querySelector('style[data-openseadragon-mobile-css]')) return
  // of a namespace in which it means nothing
  const stand = document.createElementNS('http://www.w3.org/1998/Math/MathML', 'style')
  stand.setAttribute('data-openseadragon-mobile-css', 'true')
  document.head.append(stand)
}

const isLoaded = async (picture: HTMLImageElement): Promise<boolean> => {
  if (!picture.complete)
    await new Promise((resolve) => {
      picture.addEventListener('load', resolve, { once: true })
      picture.addEventListener('error', resolve, { once: true })
    })
  return picture.naturalWidth > 0
}

/** The picture as it is in memory, with halves of it for looking from afar; the library would load it again. */
const sourceOf = (library: Library, picture: HTMLImageElement): OpenSeadragonLibrary.TileSource => {
  const { naturalWidth: width, naturalHeight: height } = picture
  const levels = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / 512)))
  class Loaded extends library.TileSource {
    override getTileUrl(level: number): string {
      return `${picture.src}#${level}`
    }
    override downloadTileStart(
      job: {
        finish(data: CanvasRenderingContext2D, request: XMLHttpRequest | null, type: string): void
      } & OpenSeadragonLibrary.ImageJob & { readonly tile?: { readonly level: number } },
    ): void {
      const share = 2 ** ((job.tile?.level ?? levels) - levels)
      const canvas = document.createElement('canvas')
      canvas.width = Math.max(1, Math.round(width * share))
      canvas.height = Math.max(1, Math.round(height * share))
      const context = canvas.getContext('2d')
      if (!context) return
      context.imageSmoothingQuality = 'high'
      context.drawImage(picture, 0, 0, canvas.width, canvas.height)
      job.finish(context, null, 'context2d')
    }
  }
  return new Loaded({ width, height, tileSize: Math.max(width, height), minLevel: 0, maxLevel: levels })
}

/** Its name begins where the place does, or near the picture's right edge ends there. */
const frame = (label: string, [x]: Box): HTMLElement => {
  const element = document.createElement('div')
  element.className = x > 0.55 ? 'seen ends' : 'seen'
  const name = document.createElement('span')
  name.textContent = label
  element.append(name)
  return element
}

const said = (text: string): HTMLElement => {
  const line = document.createElement('p')
  line.setAttribute('role', 'alert')
  line.textContent = text
  return line
}

/**
 * Two fingers turn a picture by quarters, so that zooming with them never skews it. The library's own way follows every
 * degree, and counts each twice while both fingers move.
 */
const turnByFingers = (viewer: OpenSeadragonLibrary.Viewer, turn: (quarters: number) => void): void => {
  let fingers = ''
  let last = 0
  let turned = 0
  viewer.addHandler('canvas-pinch', ({ gesturePoints: [one, other] }) => {
    if (!one || !other) return
    const { x, y } = other.currentPos.minus(one.currentPos)
    const angle = (Math.atan2(y, x) * 180) / Math.PI
    const isSame = fingers === `${one.id} ${other.id}`
    // from one to the next by the shorter way: at 180 degrees the angle leaps
    turned = isSame ? turned + (((angle - last + 540) % 360) - 180) : 0
    fingers = `${one.id} ${other.id}`
    last = angle
    if (Math.abs(turned) < 45) return
    turn(Math.sign(turned))
    turned -= Math.sign(turned) * 90
  })
}

/** One stop for the keyboard: arrows move the picture, and the wheel zooms once the picture was chosen. */
const makeFocusable = (
  library: Library,
  viewer: OpenSeadragonLibrary.Viewer,
  stage: HTMLElement,
  ground: HTMLElement,
): void => {
  for (const inner of ground.querySelectorAll<HTMLElement>('[tabindex]')) inner.removeAttribute('tabindex')
  stage.tabIndex = 0
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  }
  stage.addEventListener('keydown', (event) => {
    const step = steps[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const [right, down] = step
    const by = viewer.viewport.getContainerSize().times(0.15)
    viewer.viewport.panBy(viewer.viewport.deltaPointsFromPixels(new library.Point(right * by.x, down * by.y)))
    viewer.viewport.applyConstraints()
  })
  // Until the picture is chosen the wheel scrolls the page.
  viewer.addHandler('canvas-scroll', (event) => {
    const isChosen = stage.contains(document.activeElement)
    event.preventDefaultAction = !isChosen
    event.preventDefault = isChosen
  })
  stage.addEventListener('pointerdown', () => stage.focus({ preventScroll: true }))
}
