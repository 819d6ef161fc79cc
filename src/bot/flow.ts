import type { Step } from './step.ts'
import type { StepName } from './stepNames.ts'
import { askAccountHolderName } from './steps/askAccountHolderName.ts'
import { askAccountName } from './steps/askAccountName.ts'
import { askApplicantName } from './steps/askApplicantName.ts'
import { askDepartment } from './steps/askDepartment.ts'
import { askEmail } from './steps/askEmail.ts'
import { askFormNumber } from './steps/askFormNumber.ts'
import { askFormUnitName } from './steps/askFormUnitName.ts'
import { askIdNumber } from './steps/askIdNumber.ts'
import { askIdType } from './steps/askIdType.ts'
import { askMobile } from './steps/askMobile.ts'
import { askOfficePhone } from './steps/askOfficePhone.ts'
import { askReason } from './steps/askReason.ts'
import { askReasonText } from './steps/askReasonText.ts'
import { askUnit } from './steps/askUnit.ts'
import { awaitScan } from './steps/awaitScan.ts'
import { checkValues } from './steps/checkValues.ts'
import { chooseKind } from './steps/chooseKind.ts'
import { chooseLanguage } from './steps/chooseLanguage.ts'
import { chooseScan } from './steps/chooseScan.ts'
import { confirmCancel } from './steps/confirmCancel.ts'
import { confirmScan } from './steps/confirmScan.ts'
import { confirmWithdraw } from './steps/confirmWithdraw.ts'
import { inspecting } from './steps/inspecting.ts'
import { notice } from './steps/notice.ts'
import { paused } from './steps/paused.ts'
import { pickUnit } from './steps/pickUnit.ts'
import { start } from './steps/start.ts'
import { waiting } from './steps/waiting.ts'

/** The whole conversation, top to bottom. */
export const flow: Readonly<Record<StepName, Step>> = {
  start,

  // Find the unit and fill in (R1–R4).
  askUnit,
  pickUnit,
  notice,
  askAccountName,
  askAccountHolderName,
  askApplicantName,
  askDepartment,
  askIdType,
  askIdNumber,
  askMobile,
  askOfficePhone,
  askEmail,
  askReason,
  askReasonText,
  checkValues,

  // Come back with the paper (R6).
  askFormUnitName,
  askFormNumber,

  // Prove and wait (R7–R11).
  chooseScan,
  chooseKind,
  awaitScan,
  inspecting,
  confirmScan,
  waiting,

  // Entered from anywhere by a command.
  paused,
  chooseLanguage,
  confirmCancel,
  confirmWithdraw,
}
