/*
 * Draws the plots of the figures from the table of the days, so that both always say the same.
 */
import uPlot from 'uplot'

/** Where each value stands in a row, after its heading. */
const cellOf = { submitted: 1, decided: 2, median: 6, p95: 7, inside: 8, firstTry: 9 } as const
type Column = keyof typeof cellOf

const plots: Readonly<
  Record<string, { readonly lines: readonly Column[]; readonly scale: number; readonly max?: number }>
> = {
  flow: { lines: ['submitted', 'decided'], scale: 1 },
  time: { lines: ['median', 'p95'], scale: 1 / 60 },
  share: { lines: ['inside', 'firstTry'], scale: 100, max: 100 },
}

/** What a variable of the style comes to here and now: `light-dark()` is resolved by the browser alone. */
const colourOf = (variable: string): string => {
  const probe = document.createElement('span')
  probe.style.color = `var(${variable})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

const valueOf = (cell: HTMLElement | undefined): number | null => {
  const text = cell?.dataset['value']
  return text === undefined ? null : Number(text)
}

const draw = (section: HTMLElement): (() => void) | undefined => {
  const table = document.querySelector<HTMLTableElement>(`table#${section.dataset['plotsOf'] ?? ''}`)
  if (!table) return undefined
  const rows = Array.from(table.tBodies[0]?.rows ?? [])
  const days = rows.map((row) => Date.parse(`${row.cells[0]?.textContent ?? ''}T00:00:00Z`) / 1000)
  const values = (column: Column, scale: number): (number | null)[] =>
    rows.map((row) => {
      const value = valueOf(row.cells[cellOf[column]])
      return value === null ? null : value * scale
    })
  const names = Array.from(table.tHead?.rows[0]?.cells ?? [], (cell) => cell.textContent)
  const figures = Array.from(section.querySelectorAll<HTMLElement>('[data-plot]'))
  // all of them before the first is drawn: each is as wide as its neighbours leave it
  for (const figure of figures) figure.hidden = false
  const drawn = figures.flatMap((figure) => {
    const plot = plots[figure.dataset['plot'] ?? '']
    if (!plot) return []
    const stroke = [colourOf('--seal'), colourOf('--go')]
    const axis = { stroke: colourOf('--soft'), grid: { stroke: colourOf('--line'), width: 1 } }
    const chart = new uPlot(
      {
        width: figure.clientWidth - 2,
        height: 220,
        // days are named by their date alone, wherever the reader is
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: { y: { range: (_, __, most) => [0, plot.max ?? Math.max(1, most * 1.1)] } },
        axes: [
          {
            ...axis,
            values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toISOString().slice(5, 10)),
          },
          axis,
        ],
        series: [
          {
            label: names[0] ?? '',
            value: (_, seconds) =>
              seconds === null ? '–' : new Date(seconds * 1000).toISOString().slice(0, 10),
          },
          ...plot.lines.map((column, index) => ({
            label: names[cellOf[column]] ?? '',
            stroke: stroke[index] ?? '',
            width: 2,
            // told apart without colour as well
            ...(index === 1 && { dash: [6, 4] }),
            value: (_: uPlot, value: number | null) =>
              value === null ? '–' : String(Math.round(value * 10) / 10),
          })),
        ],
      },
      [days, ...plot.lines.map((column) => values(column, plot.scale))],
      figure,
    )
    chart.root.setAttribute('aria-hidden', 'true')
    return [chart]
  })
  return () => {
    for (const chart of drawn) chart.destroy()
  }
}

const section = document.querySelector<HTMLElement>('[data-plots-of]')
if (section) {
  let erase = draw(section)
  const again = (): void => {
    erase?.()
    erase = draw(section)
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again)
  let waiting: ReturnType<typeof setTimeout> | undefined
  addEventListener('resize', () => {
    clearTimeout(waiting)
    waiting = setTimeout(again, 150)
  })
}
