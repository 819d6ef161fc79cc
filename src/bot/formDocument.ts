import { groupFormNumber } from '../core/formNumber.ts'
import type { ChatApplication } from '../core/turn.ts'
import type { Prompted, Sight } from './step.ts'

/** The form as a document; while it is composed, the applicant sees that it is (R4). */
export const formDocument = (
  { id, formNumber }: Pick<ChatApplication, 'id' | 'formNumber'>,
  { texts }: Sight,
): readonly Prompted[] => [
  { type: 'busy', what: 'composing' },
  {
    type: 'document',
    document: { kind: 'form', applicationId: id },
    fileName: texts.formFile,
    caption: texts.formCaption(groupFormNumber(formNumber)),
  },
]
