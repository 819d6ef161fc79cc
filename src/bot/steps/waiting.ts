import { scanKinds } from '../../core/application.ts'
import { fail, ok } from '../../core/result.ts'
import { nameScan, sentScan } from '../scans.ts'
import { wordStatus } from '../status.ts'
import { optionOf, step } from '../step.ts'

const asksToUpload = (text: string): boolean => /^\s*(?:重新|再次?)?(?:上传|upload)/iu.test(text)

/** Everything is sent; what stands here is the status (R11). */
export const waiting = step({
  prompt: (sight) => {
    const { texts, application } = sight
    const views = scanKinds
      .filter((kind) => application?.scans[kind].sent !== undefined)
      .map((kind) => [{ option: `view.${kind}`, label: texts.viewScan(nameScan(kind, sight)) }])
    return [
      {
        type: 'text',
        text: wordStatus(sight),
        options: [[{ option: 'status', label: texts.seeStatus }], ...views],
      },
    ]
  },
  parse: (sent) => {
    const isUpload = sent.type === 'picture' || (sent.type === 'text' && asksToUpload(sent.text))
    return isUpload ? fail({ kind: 'alreadySent' }) : optionOf(sent)
  },
  check: (option) => ok(option),
  next: (option, sight) => {
    const kind = scanKinds.find((kind) => option === `view.${kind}`)
    return { to: 'waiting', ...(kind === undefined ? {} : { say: sentScan(kind, sight) }) }
  },
})
