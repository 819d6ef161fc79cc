import type { News } from '../chat.ts'
import { formNumberFromLink } from '../formNumber.ts'
import type { Jobs } from '../ports.ts'
import type { ScanProblem } from '../problem.ts'
import type { Result } from '../result.ts'
import type { Inspection, ScanInspector } from '../scan/inspection.ts'
import { convertibleTo } from '../scan/convertibleTo.ts'

/** Sees what a picture shows that came while no application was known, and of a form, which. Nothing of it is stored. */
export const recognisePicture = async (
  { inspector }: { readonly inspector: ScanInspector },
  fetch: () => Promise<Result<Uint8Array, ScanProblem>>,
  { picture }: Jobs['inspect'],
): Promise<News> => {
  const bytes = await fetch()
  const seen = bytes.ok ? await look(inspector, bytes.value) : bytes
  if (!seen.ok) return { type: 'scanRefused', problem: seen.problem, picture }
  const { shows, reading } = seen.value
  const code = reading?.kind === 'form' ? reading.code?.text : undefined
  const formNumber = code === undefined ? undefined : formNumberFromLink(code)
  return {
    type: 'pictureRead',
    ...(shows === undefined ? {} : { shows }),
    ...(formNumber === undefined ? {} : { formNumber }),
    picture,
  }
}

/** What has to be converted is read all the same: the offer is made once it is known where the picture belongs. */
const look = async (
  inspector: ScanInspector,
  bytes: Uint8Array,
): Promise<Result<Inspection, ScanProblem>> => {
  const seen = await inspector.inspect(bytes, { kind: undefined })
  if (seen.ok || convertibleTo(seen.problem) === undefined) return seen
  const converted = await inspector.convert(bytes)
  return converted.ok ? inspector.inspect(converted.value, { kind: undefined }) : converted
}
